"""My structures, and the requests to act for one."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, confirmed, form_page, paged, summary, way
from maillage.organisations import access, queries
from maillage.organisations.actions import mandates as acts
from maillage.organisations.forms import people as forms
from maillage.organisations.models import AttachmentRequest, Organisation
from maillage.organisations.views.pages import tabs

MINE = "Mes structures"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    user, on = me(request), timezone.localdate()
    context = {
        "mandates": queries.mandates_of(user, on),
        "asked": AttachmentRequest.objects.filter(person=user).order_by("-asked_at", "-pk"),
        "on": on,
    }
    return render(request, "organisations/mine.html", context)


@form_page
def ask(request: HttpRequest) -> HttpResponse:
    user = me(request)
    permit(request, access.can_ask_attachment(user))
    return act_page(
        request,
        forms.AskForm(request.POST or None),
        partial(acts.ask, by=user, at=timezone.now()),
        says="Votre demande est envoyée. La réponse viendra ici et par message.",
        to="organisations:mine",
        title="Agir pour une structure",
        verb="Envoyer ma demande",
        lead="Un agent de la collectivité vérifie que vous agissez bien pour elle, puis vous répond.",
        trail=way(MINE, "organisations:mine", "Nouvelle demande"),
    )


@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    asked = get_object_or_404(AttachmentRequest.objects.visible_to(user), pk=pk)
    permit(request, access.can_withdraw(user, asked))
    return act_page(
        request,
        confirmed(request),
        partial(acts.withdraw, asked, by=user, at=timezone.now()),
        says="Votre demande est retirée.",
        to="organisations:mine",
        title="Retirer ma demande",
        verb="Retirer ma demande",
        facts=summary(("Structure", asked.name), ("Numéro", asked.number)),
        trail=way(MINE, "organisations:mine", "Retrait"),
    )


@require_safe
def attachments(request: HttpRequest) -> HttpResponse:
    user = me(request)
    permit(request, access.can_keep_structures(user))
    every = request.GET.get("reponses") == "1"
    rows = AttachmentRequest.objects.visible_to(user).select_related("person", "answered_by")
    context = {
        "page": paged(request, rows.order_by("-asked_at") if every else rows.waiting()),
        "every": every,
        "tabs": tabs(request),
    }
    return render(request, "organisations/attachments.html", context)


@form_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    asked = get_object_or_404(AttachmentRequest.objects.visible_to(user).select_related("person"), pk=pk)
    permit(request, access.can_answer(user, asked))
    rows = Organisation.objects.visible_to(user)
    match = queries.named(rows, asked.number, at_most=2) if asked.number else []
    first = {"organisation": match[0] if len(match) == 1 else asked.number or asked.name}
    return act_page(
        request,
        forms.ConfirmRequestForm(request.POST or None, rows=rows, initial=first),
        partial(acts.confirm, asked, by=user, at=timezone.now()),
        says="Le rattachement est confirmé\xa0; la personne est prévenue.",
        to="organisations:attachments",
        title=f"Rattacher {asked.person} à une structure",
        verb="Confirmer le rattachement",
        facts=facts_of(asked),
        lead="" if match else "Aucune structure connue ne porte ce numéro\xa0: créez-la d’abord si besoin.",
        trail=way("Rattachements", "organisations:attachments", "Confirmation"),
    )


@form_page
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    asked = get_object_or_404(AttachmentRequest.objects.visible_to(user).select_related("person"), pk=pk)
    permit(request, access.can_answer(user, asked))
    return act_page(
        request,
        forms.RefuseRequestForm(request.POST or None),
        partial(acts.refuse, asked, by=user, at=timezone.now()),
        says="Le refus est enregistré\xa0; la personne est prévenue.",
        to="organisations:attachments",
        title=f"Refuser la demande de {asked.person}",
        verb="Refuser la demande",
        facts=facts_of(asked),
        loss="La personne lira votre motif. Elle pourra faire une nouvelle demande.",
        trail=way("Rattachements", "organisations:attachments", "Refus"),
    )


def facts_of(asked: AttachmentRequest) -> list[dict[str, object]]:
    """Return what the person says."""
    return summary(
        ("Personne", f"{asked.person} ({asked.person.email})"),
        ("Structure, selon elle", asked.name),
        ("Numéro", asked.number),
        ("Qualité", asked.get_office_display()),
        ("Message", asked.message),
    )
