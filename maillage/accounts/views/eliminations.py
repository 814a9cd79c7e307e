"""Elimination slips: what is proposed, the visa of the archives, the execution."""

from collections.abc import Callable
from functools import partial

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import elimination as acts
from maillage.accounts.current import me
from maillage.accounts.forms.requests import KeepForm
from maillage.accounts.models import DataRequest, EliminationSlip, User
from maillage.accounts.views.pages import tabs
from maillage.base.access import permit
from maillage.base.errors import Refusal
from maillage.base.pages import ConfirmForm, act_page, confirmed, form_page, paged, summary, way
from maillage.base.templatetags.french import en_mots, nombre

NOTHING = "Rien n’a atteint sa durée de conservation, ou tout est déjà sur un bordereau."


@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_slips(request.user))
    seen = EliminationSlip.objects.visible_to(me(request)).select_related("drafted_by")
    seen = seen.annotate(listed=Sum("lines__count")).order_by("-drafted_at", "-pk")
    context = {
        "page": paged(request, seen),
        "tabs": tabs(request),
    }
    return render(request, "accounts/slips.html", context)


@form_page
def propose(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_slips(request.user))
    user = me(request)
    return act_page(
        request,
        confirmed(request),
        partial(proposed, user),
        says="Le bordereau est établi. Relisez-le, puis soumettez-le aux archives.",
        to="accounts:slips",
        title="Établir un bordereau d’élimination",
        verb="Établir le bordereau",
        lead="Il liste ce qui a fait son temps. Rien n’est éliminé avant le visa des archives.",
        trail=way("Éliminations", "accounts:slips", "Nouveau bordereau"),
    )


def proposed(user: User) -> EliminationSlip:
    slip = acts.propose(by=user, at=timezone.now())
    if slip is None:
        raise Refusal(NOTHING)
    return slip


def seen_slip(request: HttpRequest, pk: int) -> EliminationSlip:
    """Return a slip that this person may read, else 404."""
    permit(request, access.can_see_slips(request.user))
    seen = EliminationSlip.objects.visible_to(me(request))
    return get_object_or_404(
        seen.select_related("drafted_by", "submitted_by", "visa_by", "executed_by"), pk=pk
    )


@require_safe
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    shown, user = seen_slip(request, pk), me(request)
    context = {
        "slip": shown,
        "lines": shown.lines.all(),
        "facts": facts(shown),
        "asked": request_of(user, shown),
        "leaves_visa": access.must_leave_visa(user, shown),
        "can": {
            "submit": access.can_submit_slip(user, shown),
            "sign": access.can_sign_slip(user, shown),
            "execute": access.can_execute_slip(user, shown),
        },
        "trail": way("Éliminations", "accounts:slips", str(shown)),
    }
    return render(request, "accounts/slip.html", context)


def request_of(user: User, shown: EliminationSlip) -> DataRequest | None:
    """Return the request that a slip carries out, to those who may read it."""
    return DataRequest.objects.visible_to(user).filter(slip=shown).select_related("person").first()


def facts(shown: EliminationSlip) -> list[dict[str, object]]:
    """Return what the page of a slip sums up."""
    answer = "Refusé" if shown.status == shown.Status.REFUSED else "Visé"
    steps = [
        ("Établi", shown.drafted_at, shown.drafted_by or "l’horloge"),
        ("Soumis aux archives", shown.submitted_at, shown.submitted_by),
        (answer, shown.visa_at, shown.visa_by),
        ("Exécuté", shown.executed_at, shown.executed_by),
    ]
    done = [("Éliminés", shown.eliminated), ("Épargnés (devenus hors règle)", shown.spared)]
    return summary(
        ("Motif", shown.reason),
        *((term, f"{en_mots(at)}, par {who}") for term, at, who in steps if at),
        ("Motif du refus", shown.refusal),
        *(done if shown.executed_at else []),
        ("Empreinte (SHA-256)", shown.sha256),
    )


def slip_act(
    request: HttpRequest,
    shown: EliminationSlip,
    act: Callable[..., object],
    form: ConfirmForm | KeepForm,
    **page: str,
) -> HttpResponse:
    """Show the page of one act on a slip; `page`: says, title, verb, and lead or loss."""
    trail = way("Éliminations", "accounts:slips", page["verb"], through=shown)
    lines = summary(*((line.nature, nombre(line.count)) for line in shown.lines.all()))
    act = partial(act, shown, by=me(request), at=timezone.now())
    return act_page(request, form, act, to=shown.get_absolute_url(), trail=trail, facts=lines, **page)


@form_page
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen_slip(request, pk)
    permit(request, access.can_submit_slip(me(request), shown))
    return slip_act(
        request,
        shown,
        acts.submit,
        confirmed(request),
        says="Le bordereau attend le visa des archives.",
        title=f"Soumettre le {str(shown).lower()} aux archives\xa0?",
        verb="Soumettre aux archives",
        lead="Une autre personne, des archives, donnera ou refusera son visa.",
    )


@form_page
def give_visa(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen_slip(request, pk)
    permit(request, access.can_sign_slip(me(request), shown))
    return slip_act(
        request,
        shown,
        acts.give_visa,
        confirmed(request),
        says="Votre visa est donné. Le bordereau peut être exécuté.",
        title=f"Donner votre visa au {str(shown).lower()}\xa0?",
        verb="Donner mon visa",
        loss="Après ce visa, tout ce que le bordereau liste peut être éliminé. Un visa ne se retire pas.",
    )


@form_page
def refuse_visa(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen_slip(request, pk)
    permit(request, access.can_sign_slip(me(request), shown))
    return slip_act(
        request,
        shown,
        acts.refuse_visa,
        KeepForm(request.POST or None),
        says="Le visa est refusé\xa0: tout est gardé.",
        title=f"Refuser le visa du {str(shown).lower()}",
        verb="Refuser le visa",
        lead="Tout ce que le bordereau liste est gardé, et ne sera plus proposé.",
    )


@form_page
def execute(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen_slip(request, pk)
    permit(request, access.can_execute_slip(me(request), shown))
    asked = request_of(me(request), shown)
    return slip_act(
        request,
        shown,
        acts.execute,
        confirmed(request),
        says="Le bordereau est exécuté. Le journal en garde la preuve.",
        title=f"Exécuter le {str(shown).lower()}\xa0?",
        verb="Éliminer définitivement",
        lead=f"Ferme et efface le compte de {asked.person}, à sa demande." if asked else "",
        loss="Ce que le bordereau liste disparaît pour de bon. Cet acte ne se défait pas.",
    )
