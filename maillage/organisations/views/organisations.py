"""One structure: its page, its creation, its corrections."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.current import me
from maillage.accounts.models import User
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page, way
from maillage.organisations import access, numbers, queries
from maillage.organisations.actions import organisations as acts
from maillage.organisations.forms.organisations import NewOrganisationForm, OrganisationForm
from maillage.organisations.models import Organisation
from maillage.organisations.views.pages import saving, seen, trail_of


@require_safe
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    user, on = me(request), timezone.localdate()
    rows = Organisation.objects.visible_to(user).select_related("commune__department")
    named = rows.filter(siren=key) if len(key) == numbers.SIREN else rows.filter(pk=key)
    shown = get_object_or_404(named)
    internal = access.can_see_structures(user)
    profile = queries.profile(shown, on, user)
    context = {
        "organisation": shown,
        "on": on,
        "verdict": shown.verdict(on),
        "profile": profile,
        "internal": internal,
        "successor": queries.successor(shown, user),
        "keeps": access.can_keep_structures(user),
        "can_change": access.can_change(user, shown),
        "can_merge": access.can_merge(user, shown),
        "can_reopen": access.can_reopen(user, shown),
        "trail": trail(shown, internal=internal),
        **(internal_side(request, shown, profile, user) if internal else {}),
    }
    return render(request, "organisations/organisation.html", context)


def trail(organisation: Organisation, *, internal: bool) -> list[dict[str, str]]:
    if internal:
        return way("Structures", "organisations:organisations", str(organisation))
    return way("Mes structures", "organisations:mine", str(organisation))


def internal_side(
    request: HttpRequest, organisation: Organisation, profile: queries.Profile, user: User
) -> dict[str, Any]:
    """Return what only internal roles see: the contact log, and what waits."""
    on, whole = timezone.localdate(), request.GET.get("echanges") == "tous"
    log = list(queries.log(organisation, user))
    to_do = sorted((one for one in log if one.due_on and one.is_to_do), key=lambda one: one.due_on or on)
    return {
        "log": log if whole else log[: queries.LATEST],
        "log_count": len(log),
        "to_do": [{"exchange": one, "late": one.is_overdue(on)} for one in to_do],
        "asking": queries.waiting_for(organisation) if access.can_keep_structures(user) else (),
        "ending": queries.ending_soon(profile.recognitions, on),
    }


@form_page
def create(request: HttpRequest) -> HttpResponse:
    user = me(request)
    permit(request, access.can_keep_structures(user))
    blank = Organisation(source=Organisation.Source.AGENT)
    first = {name: request.GET.get(name, "") for name in ("name", "siren", "rna")}
    form = NewOrganisationForm(request.POST or None, instance=blank, initial=first)

    def act(**_: object) -> Organisation:
        return acts.create(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="La structure est créée.",
        back="organisations:organisations",
        title="Créer une structure",
        verb="Créer la structure",
        lead="Cherchez-la d’abord dans la liste\xa0: elle y est peut-être sous un autre nom. "
        "Sans numéro, elle est «\xa0en création\xa0»\xa0: son nom et sa commune l’identifient.",
        trail=way("Structures", "organisations:organisations", "Nouvelle structure"),
    )


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen(request, pk)
    permit(request, access.can_change(user, shown))
    form = OrganisationForm(request.POST or None, instance=shown)
    return act_page(
        request,
        form,
        saving(form, acts.correct, user),
        says="La fiche est corrigée.",
        back=shown.get_absolute_url(),
        title="Corriger la fiche",
        verb="Enregistrer",
        lead="Pour un changement décidé par la structure (nom, catégorie juridique, transfert), "
        "passez par «\xa0Agir\xa0» sur sa fiche\xa0: l’ancien état est gardé.",
        trail=trail_of(shown, "Correction"),
    )
