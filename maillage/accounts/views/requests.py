"""The desk of data protection: what people ask, by when, and the answer, always previewed."""

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import access_file, erasure
from maillage.accounts.actions import requests as acts
from maillage.accounts.current import me
from maillage.accounts.forms.requests import NameForm, RefusalForm, StateForm
from maillage.accounts.models import DataRequest
from maillage.accounts.views.pages import tabs
from maillage.base.access import permit
from maillage.base.pages import ConfirmForm, act_page, attempt, confirmed, form_page, paged, summary, way
from maillage.base.templatetags.french import en_mots

SOON = 7
Kind, Status = DataRequest.Kind, DataRequest.Status
COMPLETES = {
    Kind.ACCESS: (
        "Mettre le fichier à disposition",
        "La personne le télécharge depuis son compte pendant 30 jours.",
    ),
    Kind.RECTIFICATION: ("Appliquer la correction", "Le nom change tout de suite, partout."),
}


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_handle_requests(request.user))
    form = StateForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    seen = DataRequest.objects.visible_to(me(request)).select_related("person", "slip")
    seen = seen.open() if state == "open" else seen.filter(status=state) if state else seen
    page = paged(request, seen.order_by("answered_at", "due_on", "pk"))
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"request": one, "deadline": deadline(one, timezone.localdate())} for one in page.object_list
        ],
        "tabs": tabs(request),
        "searching": bool(request.GET.get("state")),
    }
    return render(request, "accounts/data_requests.html", context)


def deadline(asked: DataRequest, on: date) -> dict[str, str]:
    """Return the time that is left, in words, and the colour that says the same."""
    if not asked.is_open:
        return {"text": "", "kind": ""}
    left = (asked.due_on - on).days
    if left < 0:
        return {"text": f"en retard de {days(-left)}", "kind": "refusal"}
    text = "aujourd’hui" if left == 0 else f"dans {days(left)}"
    return {"text": text, "kind": "attention" if left <= SOON else "info"}


def days(number: int) -> str:
    return f"{number} jour{'s' if number > 1 else ''}"


def seen_request(request: HttpRequest, pk: int) -> DataRequest:
    """Return a request that data protection may read, else 404."""
    permit(request, access.can_handle_requests(request.user))
    return get_object_or_404(
        DataRequest.objects.visible_to(me(request)).select_related("person", "answered_by", "slip"), pk=pk
    )


def answerable(request: HttpRequest, pk: int) -> DataRequest:
    """Return a request that this person may answer, else 404."""
    asked = seen_request(request, pk)
    permit(request, access.can_answer_request(me(request), asked))
    return asked


@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = seen_request(request, pk)
    context = {
        "asked": asked,
        "deadline": deadline(asked, timezone.localdate()),
        "facts": facts(asked),
        "next": next_act(asked) if access.can_answer_request(request.user, asked) else {},
        "own": asked.person == request.user,
        "can_refuse": access.can_refuse_request(request.user, asked),
        "trail": way("Données personnelles", "accounts:data_requests", str(asked)),
    }
    return render(request, "accounts/data_request.html", context)


def next_act(asked: DataRequest) -> dict[str, str]:
    """Return what an open request waits for from data protection; nothing while the archives have it."""
    slip = asked.slip
    if asked.status == Status.RECEIVED:
        label, url = "Préparer la réponse", reverse("accounts:prepare_data_request", args=[asked.pk])
    elif slip is None:
        label = COMPLETES[Kind(asked.kind)][0]
        url = reverse("accounts:complete_data_request", args=[asked.pk])
    elif slip.status == slip.Status.VISA:
        label, url = "Exécuter le bordereau", reverse("accounts:execute_slip", args=[slip.pk])
    elif slip.status == slip.Status.REFUSED:
        label, url = "Répondre à la personne", reverse("accounts:refuse_data_request", args=[asked.pk])
    else:
        return {}
    return {"label": label, "url": url}


def facts(asked: DataRequest) -> list[dict[str, object]]:
    """Return what the page of a request sums up."""
    return summary(
        ("Demande", asked.get_kind_display()),
        ("Personne", asked.person.name),
        ("Adresse", asked.person.email),
        ("Reçue le", en_mots(asked.received_at)),
        ("Réponse due le", en_mots(asked.due_on)),
        ("Précisions", asked.text),
        ("Nom corrigé", asked.new_name),
        ("Suivie par", asked.answered_by or ""),
        ("Réponse donnée le", en_mots(asked.answered_at)),
        ("Fichier disponible jusqu’au", en_mots(asked.available_until)),
        ("Motif du refus", asked.reason),
    )


def trail_of(asked: DataRequest, here: str) -> list[dict[str, str]]:
    """Return the way to a page about a request."""
    return way("Données personnelles", "accounts:data_requests", here, through=asked)


@form_page
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    asked, user = answerable(request, pk), me(request)
    form_class = NameForm if asked.kind == Kind.RECTIFICATION else ConfirmForm
    form = form_class(request.POST if request.method == "POST" else None)
    if attempt(request, form, partial(acts.prepare, asked, by=user, at=timezone.now())):
        return redirect(asked)
    context = {"asked": asked, "form": form, "trail": trail_of(asked, "Préparation"), **preview(asked)}
    if asked.kind == Kind.ACCESS and request.method == "GET":
        acts.open_file(asked, by=user, at=timezone.now())
    return render(request, "accounts/prepare_request.html", context, status=422 if form.errors else 200)


def preview(asked: DataRequest) -> dict[str, object]:
    """Return what the answer would give or change, by kind of request."""
    if asked.kind == Kind.ACCESS:
        return {"sections": access_file.readable(access_file.sections(asked.person))}
    if asked.kind == Kind.ERASURE:
        return {
            "effects": erasure.preview(asked.person),
            "obstacles": erasure.obstacles(asked.person, on=timezone.localdate()),
        }
    return {}


@form_page
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    asked, user = answerable(request, pk), me(request)
    permit(request, asked.status == Status.PREPARED and asked.kind in COMPLETES)
    verb, lead = COMPLETES[Kind(asked.kind)]
    change = summary(("Avant", asked.person.name), ("Après", asked.new_name))
    return act_page(
        request,
        confirmed(request),
        partial(acts.complete, asked, by=user, at=timezone.now()),
        says="La réponse est donnée et la personne prévenue.",
        to=asked.get_absolute_url(),
        title=f"{verb}\xa0?",
        verb=verb,
        lead=lead,
        facts=change if asked.new_name else [],
        trail=trail_of(asked, "Réponse"),
    )


@form_page
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    asked, user = answerable(request, pk), me(request)
    kept = asked.slip.refusal if asked.slip else ""
    return act_page(
        request,
        RefusalForm(
            request.POST or None,
            initial={"reason": kept and f"Les archives ont refusé leur visa\xa0: {kept}"},
        ),
        partial(acts.refuse, asked, by=user, at=timezone.now()),
        says="Le refus est enregistré et la personne prévenue.",
        to=asked.get_absolute_url(),
        title="Refuser cette demande",
        verb="Refuser la demande",
        loss="La personne reçoit votre motif. La demande est close\xa0: elle pourra en faire une autre.",
        trail=trail_of(asked, "Refus"),
    )
