"""Whom the network may reach about the sheet."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.base.pages import act_page, form_page, way
from maillage.network.actions import contacts as acts
from maillage.network.forms.contacts import ContactForm, EndForm, NewContactForm
from maillage.network.models import Representative
from maillage.network.views.editing import editor
from maillage.organisations.views.pages import saving

HOME = ("Contacts de la fiche", "network:contacts")


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """List who may be reached, then who could be before."""
    on = timezone.localdate()
    rows = list(Representative.objects.visible_to(editor(request)))
    context = {
        "current": [row for row in rows if row.ends_on is None or row.ends_on >= on],
        "past": [row for row in rows if row.ends_on and row.ends_on < on],
        "on": on,
        "trail": way("Notre fiche", "network:sheet", HOME[0]),
    }
    return render(request, "network/contacts.html", context)


@form_page
def add(request: HttpRequest) -> HttpResponse:
    """Add someone."""
    user = editor(request)
    form = NewContactForm(
        request.POST or None, instance=Representative(), initial={"starts_on": timezone.localdate()}
    )

    def act(**_: object) -> Representative:
        return acts.add(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="Le contact est ajouté.",
        to=HOME[1],
        title="Ajouter un contact de la fiche",
        verb="Ajouter le contact",
        lead="Le public ne le verra pas. Prévenez la personne\xa0: ces lignes partent au RTES avec la fiche.",
        trail=way(*HOME, "Nouveau contact"),
    )


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of someone."""
    user = editor(request)
    row = get_object_or_404(Representative.objects.visible_to(user), pk=pk)
    form = ContactForm(request.POST or None, instance=row)
    return act_page(
        request,
        form,
        saving(form, acts.correct, user),
        says="Le contact est corrigé.",
        to=HOME[1],
        title=f"Corriger le contact «\xa0{row}\xa0»",
        verb="Enregistrer",
        trail=way(*HOME, "Correction"),
    )


@form_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when someone may be reached."""
    user = editor(request)
    row = get_object_or_404(Representative.objects.visible_to(user), pk=pk)
    return act_page(
        request,
        EndForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(acts.end, row, by=user, at=timezone.now()),
        says="La fin est enregistrée.",
        to=HOME[1],
        title=f"Mettre fin au contact «\xa0{row}\xa0»",
        verb="Mettre fin",
        loss="Après ce jour, les fichiers envoyés au RTES ne le nomment plus.",
        trail=way(*HOME, "Fin d’un contact"),
    )
