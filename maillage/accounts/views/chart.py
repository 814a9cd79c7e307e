"""The organisation chart of a day, and its changes."""

from datetime import date
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from maillage.accounts import access, queries
from maillage.accounts.actions import chart as acts
from maillage.accounts.current import me
from maillage.accounts.forms import places as forms
from maillage.accounts.models import Membership, Unit
from maillage.accounts.views.pages import seen_person, tabs, trail_of
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page, way


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_chart(request.user))
    on = day_asked(request)
    context = {
        "on": on,
        "is_today": on == timezone.localdate(),
        "places": queries.chart(on),
        "tabs": tabs(request),
        "can_change": access.can_administer_people(request.user),
    }
    return render(request, "accounts/chart.html", context)


def day_asked(request: HttpRequest) -> date:
    try:
        return parse_date(request.GET.get("date", "")) or timezone.localdate()
    except ValueError:  # well written, but no such day
        return timezone.localdate()


def seen_unit(request: HttpRequest, pk: int) -> Unit:
    """Return a unit that the person may see, else 404."""
    return get_object_or_404(Unit.objects.visible_to(me(request)).select_related("parent").distinct(), pk=pk)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown, on = seen_unit(request, pk), timezone.localdate()
    context = {
        "unit": shown,
        "on": on,
        "trail": chart_trail(shown.name),
        "past": shown.past.select_related("parent"),
        "children": shown.children.on(on),
        "members": shown.memberships.on(on).select_related("user").order_by("user__folded"),
        "can_change": access.can_administer_people(request.user) and shown.ends_on is None,
    }
    return render(request, "accounts/unit.html", context)


def chart_trail(here: str, unit: Unit | None = None) -> list[dict[str, str]]:
    return way("Organigramme", "accounts:chart", here, through=unit)


@form_page
def new_unit(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_administer_people(request.user))
    today = timezone.localdate()
    form = forms.UnitForm(request.POST or None, on=today, initial={"starts_on": today})
    return act_page(
        request,
        form,
        partial(acts.open_unit, by=me(request), at=timezone.now()),
        says="L’unité est créée.",
        to="accounts:chart",
        title="Créer une unité",
        verb="Créer l’unité",
        trail=chart_trail("Nouvelle unité"),
    )


@form_page
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown, today = seen_unit(request, pk), timezone.localdate()
    permit(request, access.can_administer_people(request.user))
    first = {"name": shown.name, "parent": shown.parent, "on": today}
    form = forms.ChangeUnitForm(request.POST or None, on=today, initial=first)
    return act_page(
        request,
        form,
        partial(acts.change_unit, shown, by=me(request), at=timezone.now()),
        says="Le changement est enregistré ; l’état précédent est gardé.",
        to=shown,
        title=f"Renommer ou déplacer «\xa0{shown}\xa0»",
        verb="Enregistrer le changement",
        trail=chart_trail("Changement", shown),
    )


@form_page
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen_unit(request, pk)
    permit(request, access.can_administer_people(request.user))
    form = forms.LastDayForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(acts.close_unit, shown, by=me(request), at=timezone.now()),
        says="La fermeture est enregistrée.",
        to=shown,
        title=f"Fermer «\xa0{shown}\xa0»",
        verb="Fermer l’unité",
        loss="Plus personne ne pourra y être affecté. Elle reste dans l’organigramme des jours passés.",
        trail=chart_trail("Fermeture", shown),
    )


@form_page
def join(request: HttpRequest, pk: int) -> HttpResponse:
    person, today = seen_person(request, pk), timezone.localdate()
    permit(request, access.can_administer_people(request.user) and person.is_active)
    form = forms.JoinForm(request.POST or None, on=today, initial={"starts_on": today})
    return act_page(
        request,
        form,
        partial(acts.join, person, by=me(request), at=timezone.now()),
        says="L’affectation est enregistrée.",
        to=person,
        title=f"Affecter {person} à une unité",
        verb="Affecter",
        trail=trail_of(person, "Affectation"),
    )


@form_page
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Membership.objects.visible_to(me(request)).select_related("user", "unit")
    membership = get_object_or_404(seen, pk=pk)
    permit(request, access.can_administer_people(request.user))
    form = forms.LastDayForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(acts.leave, membership, by=me(request), at=timezone.now()),
        says="La fin de l’affectation est enregistrée.",
        to=membership.user,
        title=f"Mettre fin à l’affectation de {membership.user}",
        verb="Mettre fin à l’affectation",
        loss=f"{membership.user} n’apparaîtra plus dans «\xa0{membership.unit}\xa0» après ce jour.",
        trail=trail_of(membership.user, "Fin d’affectation"),
    )
