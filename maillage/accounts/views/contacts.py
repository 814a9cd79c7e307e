"""Who answers about what, absences, and the hand-over of a portfolio."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.actions import contacts as acts
from maillage.accounts.current import me
from maillage.accounts.forms import places as forms
from maillage.accounts.models import Absence, Contact
from maillage.accounts.views.pages import seen_person, tabs, trail_of
from maillage.base.access import permit
from maillage.base.pages import act_page, attempt, form_page, paged, way


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_people(request.user))
    on = timezone.localdate()
    followed = Contact.objects.visible_to(request.user).meeting(on, None).select_related("user")
    away = Absence.objects.visible_to(request.user).on(on).select_related("user", "stand_in")
    context = {
        "page": paged(request, followed),
        "away": away,
        "on": on,
        "tabs": tabs(request),
        "can_name": access.can_name_contacts(request.user),
    }
    return render(request, "accounts/contacts.html", context)


@form_page
def name_contact(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_name_contacts(request.user))
    today = timezone.localdate()
    form = forms.ContactForm(request.POST or None, on=today, initial={"starts_on": today})
    return act_page(
        request,
        form,
        partial(acts.name_contact, by=me(request), at=timezone.now()),
        says="L’interlocutrice ou l’interlocuteur est désigné.",
        to="accounts:contacts",
        title="Désigner qui suit un sujet",
        verb="Désigner cette personne",
        lead="Un sujet est suivi par une seule personne à la fois.",
        trail=way("Interlocuteurs", "accounts:contacts", "Nouveau suivi"),
    )


@form_page
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(Contact.objects.visible_to(me(request)).select_related("user"), pk=pk)
    permit(request, access.can_name_contacts(request.user))
    form = forms.LastDayForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(acts.end_contact, contact, by=me(request), at=timezone.now()),
        says="La fin du suivi est enregistrée.",
        to="accounts:contacts",
        title=f"Mettre fin au suivi de «\xa0{contact}\xa0»",
        verb="Mettre fin au suivi",
        loss="Plus personne ne sera indiqué pour ce sujet, tant qu’une autre personne n’est pas désignée.",
        trail=way("Interlocuteurs", "accounts:contacts", contact.label),
    )


@form_page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    giver, today = seen_person(request, pk), timezone.localdate()
    permit(request, access.can_name_contacts(request.user))
    form = forms.HandOverForm(
        request.POST or request.GET or None, on=today, besides=giver, initial={"on": today}
    )
    act = partial(acts.hand_over, giver, by=me(request), at=timezone.now())
    if request.method == "POST" and attempt(request, form, act):
        messages.success(request, "Le portefeuille est transmis.")
        return redirect(form.cleaned_data["receiver"])
    on = form.cleaned_data["on"] if form.is_valid() else today
    context = {
        "form": form,
        "giver": giver,
        "on": on,
        "receiver": form.cleaned_data.get("receiver") if form.is_valid() else None,
        "moving": acts.portfolio(giver, on=on),
        "trail": trail_of(giver, "Transmission"),
    }
    return render(request, "accounts/hand_over.html", context, status=422 if form.errors else 200)


@form_page
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    user, person, today = me(request), seen_person(request, pk), timezone.localdate()
    permit(request, access.can_declare_absence(user, person))
    form = forms.AbsenceForm(request.POST or None, on=today, besides=person, initial={"starts_on": today})
    return act_page(
        request,
        form,
        partial(acts.declare_absence, person, by=user, at=timezone.now()),
        says="L’absence est déclarée.",
        to=person,
        title="Déclarer votre absence" if user == person else f"Déclarer une absence de {person}",
        verb="Déclarer l’absence",
        trail=trail_of(person, "Absence"),
    )


@form_page
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Absence.objects.visible_to(me(request)).select_related("user")
    away = get_object_or_404(seen, pk=pk)
    permit(request, access.can_declare_absence(request.user, away.user))
    form = forms.BackForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(acts.cancel_absence, away, by=me(request), at=timezone.now()),
        says="Le retour est enregistré.",
        to=away.user,
        title="Mettre fin à l’absence",
        verb="Enregistrer le retour",
        lead="Une absence qui n’a pas commencé est annulée.",
        trail=trail_of(away.user, "Retour"),
    )
