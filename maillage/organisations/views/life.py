"""What happens to a structure: new name, new category, closure, merger, and their undoing."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, form_page, summary
from maillage.organisations import access
from maillage.organisations.actions import life as acts
from maillage.organisations.forms import organisations as forms
from maillage.organisations.models import Organisation
from maillage.organisations.views.pages import seen, trail_of

STAYS = "Sa fiche reste, avec toute son histoire, et cet acte peut être annulé."


@form_page
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_change(user, shown))
    first = {"on": today, "acronym": shown.acronym}
    return act_page(
        request,
        forms.RenameForm(request.POST or None, initial=first),
        partial(acts.rename, shown, by=user, at=timezone.now()),
        says="Le nouveau nom est enregistré\xa0; l’ancien est gardé dans l’histoire.",
        to=shown,
        title=f"Changer le nom de «\xa0{shown}\xa0»",
        verb="Changer le nom",
        lead="Pour une faute de frappe, corrigez plutôt la fiche.",
        trail=trail_of(shown, "Nouveau nom"),
    )


@form_page
def change_category(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_change(user, shown))
    return act_page(
        request,
        forms.CategoryForm(request.POST or None, initial={"on": today}),
        partial(acts.change_category, shown, by=user, at=timezone.now()),
        says="La nouvelle catégorie est enregistrée.",
        to=shown,
        title="Changer de catégorie juridique",
        verb="Changer de catégorie",
        facts=summary(("Catégorie actuelle", shown.legal_label), ("Famille", shown.get_family_display())),
        trail=trail_of(shown, "Catégorie juridique"),
    )


def what_ends(organisation: Organisation) -> list[dict[str, object]]:
    """Return what closing or merging a structure today would end, for the preview."""
    ends = acts.effects(organisation, timezone.localdate())
    return summary(
        ("Mandats qui prennent fin", ends.mandates),
        ("Statuts qui prennent fin", ends.recognitions),
        ("Établissements qui ferment", ends.establishments),
        ("Suites à donner, qui restent", ends.follow_ups),
    )


@form_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_change(user, shown))
    return act_page(
        request,
        forms.CloseForm(request.POST or None, initial={"on": today}),
        partial(acts.close, shown, by=user, at=timezone.now()),
        says="La fermeture est enregistrée.",
        to=shown,
        title=f"Fermer «\xa0{shown}\xa0»",
        verb="Fermer la structure",
        facts=what_ends(shown),
        loss=f"Plus personne n’agira pour elle, et rien ne changera plus sur sa fiche. {STAYS}",
        trail=trail_of(shown, "Fermeture"),
    )


@form_page
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_merge(user, shown))
    others = Organisation.objects.visible_to(user)
    return act_page(
        request,
        forms.MergeForm(request.POST or None, rows=others, initial={"on": today}),
        partial(acts.merge, shown, by=user, at=timezone.now()),
        says="La fusion est enregistrée.",
        to=shown,
        title=f"Fusionner «\xa0{shown}\xa0» dans une autre structure",
        verb="Fusionner",
        facts=what_ends(shown),
        loss="Elle disparaît au profit de l’autre, où ses échanges se liront aussi. "
        f"Les mandats et les statuts ne passent pas à l’autre. {STAYS}",
        trail=trail_of(shown, "Fusion"),
    )


@form_page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown, today = me(request), seen(request, pk), timezone.localdate()
    permit(request, access.can_reopen(user, shown))
    merged = shown.status == Organisation.Status.MERGED
    return act_page(
        request,
        forms.ReopenForm(request.POST or None, initial={"on": today}),
        partial(acts.reopen, shown, by=user, at=timezone.now()),
        says="C’est annulé\xa0: tout ce qui avait pris fin ce jour-là est rétabli.",
        to=shown,
        title="Annuler la fusion" if merged else "Annuler la fermeture",
        verb="Annuler la fusion" if merged else "Annuler la fermeture",
        lead="Les mandats, statuts et établissements qui ont pris fin avec elle retrouvent leurs dates.",
        trail=trail_of(shown, "Annulation"),
    )
