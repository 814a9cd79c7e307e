"""The pages of each act on a person's account and roles."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from maillage.accounts import access
from maillage.accounts.actions import addresses, factors, merging, roles
from maillage.accounts.actions import people as acts
from maillage.accounts.current import me
from maillage.accounts.forms import people as forms
from maillage.accounts.models import RoleGrant, User
from maillage.accounts.views.pages import seen_person, trail_of
from maillage.base.access import permit
from maillage.base.pages import act_page, confirmed, form_page, summary


@form_page
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    user, person = me(request), seen_person(request, pk)
    permit(request, access.can_grant(user, person))
    form = forms.GrantForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    return act_page(
        request,
        form,
        partial(roles.grant_role, person, by=user, at=timezone.now()),
        says="Le rôle est donné.",
        to=person,
        title=f"Donner un rôle à {person}",
        verb="Donner ce rôle",
        lead="Certains rôles rendent le second facteur obligatoire dès la prochaine page ouverte.",
        trail=trail_of(person, "Nouveau rôle"),
    )


@form_page
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    seen = RoleGrant.objects.filter(user__in=User.objects.visible_to(user)).select_related("user")
    grant = get_object_or_404(seen, pk=pk)
    permit(request, access.can_end_role(user, grant.user))
    form = forms.EndRoleForm(request.POST or None)
    return act_page(
        request,
        form,
        partial(roles.end_role, grant, by=user, at=timezone.now()),
        says="La fin du rôle est enregistrée.",
        to=grant.user,
        title=f"Mettre fin au rôle «\xa0{grant}\xa0»",
        verb="Mettre fin au rôle",
        loss=f"{grant.user} ne pourra plus rien faire au titre de ce rôle. L’historique le garde.",
        trail=trail_of(grant.user, "Fin d’un rôle"),
    )


@form_page
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    user, person = me(request), seen_person(request, pk)
    permit(request, access.can_suspend(user, person))
    form = forms.ReasonForm(request.POST or None)
    return act_page(
        request,
        form,
        partial(acts.suspend, person, by=user, at=timezone.now()),
        says="Le compte est suspendu et ses sessions sont fermées.",
        to=person,
        title=f"Suspendre le compte de {person}",
        verb="Suspendre ce compte",
        loss="Toutes ses sessions se ferment tout de suite. Ses rôles reviendront si le compte est rouvert.",
        trail=trail_of(person, "Suspension"),
    )


@form_page
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    user, person = me(request), seen_person(request, pk)
    permit(request, access.can_restore(user, person))
    return act_page(
        request,
        confirmed(request),
        partial(acts.restore, person, by=user, at=timezone.now()),
        says="Le compte est rouvert.",
        to=person,
        title=f"Rouvrir le compte de {person}",
        verb="Rouvrir ce compte",
        lead="La personne retrouve ses rôles encore en cours. Elle devra se reconnecter.",
        trail=trail_of(person, "Réouverture"),
    )


@form_page
def change_email(request: HttpRequest, pk: int) -> HttpResponse:
    user, person = me(request), seen_person(request, pk)
    permit(request, access.can_change_email(user, person))
    form = forms.EmailForm(request.POST or None)
    return act_page(
        request,
        form,
        partial(addresses.change_email, person, by=user, at=timezone.now()),
        says="Un lien de confirmation part à la nouvelle adresse ; l’ancienne est prévenue.",
        to=person,
        title=f"Changer l’adresse de {person}",
        verb="Envoyer la confirmation",
        lead=f"L’adresse actuelle est {person.email}. Elle reste valable jusqu’à la confirmation.",
        trail=trail_of(person, "Changement d’adresse"),
    )


@form_page
def ask_reset(request: HttpRequest, pk: int) -> HttpResponse:
    user, person = me(request), seen_person(request, pk)
    permit(request, access.can_ask_reset(user, person))
    form = forms.ProofForm(request.POST or None)
    return act_page(
        request,
        form,
        partial(factors.ask_reset, person, by=user, at=timezone.now()),
        says="La demande attend la réponse d’une autre personne de l’administration.",
        to=person,
        title=f"Réinitialiser le second facteur de {person}",
        verb="Demander la réinitialisation",
        lead="Une autre personne de l’administration devra approuver. Vérifiez d’abord l’identité.",
        trail=trail_of(person, "Second facteur"),
    )


@form_page
def choose_twin(request: HttpRequest, pk: int) -> HttpResponse:
    user, keep = me(request), seen_person(request, pk)
    permit(request, access.can_grant(user, keep))
    form = forms.TwinForm(request.POST or None, keep=keep)
    if form.is_valid():
        return redirect("accounts:merge", keep.pk, form.cleaned_data["email"].pk)
    return act_page(
        request,
        form,
        lambda **_: None,
        says="",
        to=keep,
        title=f"Fusionner un compte en double avec celui de {keep}",
        verb="Voir ce qui serait déplacé",
        lead=f"Le compte {keep.email} sera gardé. Rien ne change avant votre confirmation.",
        trail=trail_of(keep, "Fusion"),
    )


@form_page
def merge(request: HttpRequest, pk: int, twin: int) -> HttpResponse:
    user, keep, drop = me(request), seen_person(request, pk), seen_person(request, twin)
    permit(request, access.can_merge(user, keep, drop))
    facts = summary(
        ("Compte gardé", f"{keep} ({keep.email})"),
        ("Compte fermé", f"{drop} ({drop.email})"),
        *((label, count) for label, count in merging.what_moves(drop) if count),
    )
    return act_page(
        request,
        confirmed(request),
        partial(merging.merge, keep, drop, by=user, at=timezone.now()),
        says="Les deux comptes n’en font plus qu’un.",
        to=keep,
        title="Fusionner ces deux comptes\xa0?",
        verb="Fusionner les deux comptes",
        facts=facts,
        obstacles=merging.obstacles(keep, drop),
        loss=f"Le compte {drop.email} est fermé pour de bon. Cet acte ne se défait pas.",
        trail=trail_of(keep, "Fusion"),
    )
