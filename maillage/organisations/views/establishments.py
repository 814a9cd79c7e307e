"""The establishments of a structure."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page
from maillage.organisations import access
from maillage.organisations.actions import establishments as acts
from maillage.organisations.forms import organisations as forms
from maillage.organisations.models import Establishment, Organisation
from maillage.organisations.views.pages import seen, trail_of


def seen_one(request: HttpRequest, pk: int) -> tuple[Establishment, Organisation]:
    """Return an establishment of a structure that the person may see, and the structure; else 404."""
    visible = Organisation.objects.visible_to(me(request)).values("pk")
    found = get_object_or_404(Establishment, pk=pk, organisation__in=visible)
    return found, seen(request, found.organisation_id)


@form_page
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen(request, pk)
    permit(request, access.can_change(user, shown))
    form = forms.EstablishmentForm(request.POST or None, instance=Establishment(organisation=shown))

    def act(**_: object) -> Establishment:
        return acts.open_establishment(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="L’établissement est ajouté.",
        to=shown,
        title="Ajouter un établissement",
        verb="Ajouter l’établissement",
        trail=trail_of(shown, "Nouvel établissement"),
    )


@form_page
def close_one(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    site, shown = seen_one(request, pk)
    permit(request, access.can_change(user, shown))
    return act_page(
        request,
        forms.LastDayForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(acts.close_establishment, site, by=user, at=timezone.now()),
        says="La fermeture de l’établissement est enregistrée.",
        to=shown,
        title=f"Fermer l’établissement {site}",
        verb="Fermer l’établissement",
        loss="Il reste sur la fiche, comme fermé. S’il a déménagé, enregistrez plutôt un transfert.",
        trail=trail_of(shown, "Fermeture d’un établissement"),
    )


@form_page
def move_one(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    site, shown = seen_one(request, pk)
    permit(request, access.can_change(user, shown))
    head = " L’adresse de la structure suivra, car c’est son siège." if site.is_head_office else ""
    return act_page(
        request,
        forms.MoveForm(request.POST or None, initial={"on": timezone.localdate()}),
        partial(acts.move_establishment, site, by=user, at=timezone.now()),
        says="Le transfert est enregistré\xa0: le nouvel établissement remplace l’ancien.",
        to=shown,
        title=f"Transférer l’établissement {site}",
        verb="Enregistrer le transfert",
        lead=f"L’ancien SIRET ferme ce jour-là et mène au nouveau.{head}",
        trail=trail_of(shown, "Transfert"),
    )
