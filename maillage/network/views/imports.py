"""Importing the sheet of another member: the file, what it holds, then yes or no; and taking one out."""

from itertools import chain
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, address_of, confirmed, form_page, perform, summary, way
from maillage.base.references import Reference
from maillage.base.templatetags.french import en_mots
from maillage.network import access
from maillage.network.actions import members as acts
from maillage.network.differences import by_section, find
from maillage.network.format import SheetError, read
from maillage.network.forms.members import FileForm, KeepForm
from maillage.network.incoming import Incoming, receive
from maillage.network.models import MemberSheet

MOST_CHANGES = 100
TO_DO = (
    "Rien n’a été importé. Téléchargez de nouveau le fichier\xa0; si la faute demeure, "
    "signalez-la à la collectivité qui le publie."
)


@form_page
def choose(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_import_sheets(request.user))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        try:
            incoming = receive(form.cleaned_data["fichier"], on=timezone.localdate())
        except SheetError as error:
            form.add_error("fichier", f"{error} {TO_DO}")
        else:
            return show(request, incoming)
    return ask(request, form)


def ask(request: HttpRequest, form: FileForm, *refusals: str) -> HttpResponse:
    context = {"form": form, "refusals": refusals, "trail": way("Le réseau", "network:members", "Importer")}
    return render(request, "network/import.html", context, status=422 if form.errors or refusals else 200)


def show(request: HttpRequest, incoming: Incoming) -> HttpResponse:
    """Show what was read, and what it changes; nothing is kept yet."""
    former = incoming.former
    changes = find(read(former.document.encode()), incoming.document) if former else []
    context = {
        "incoming": incoming,
        "facts": facts(incoming),
        "changes": by_section(changes[:MOST_CHANGES]),
        "count": len(changes),
        "rest": max(0, len(changes) - MOST_CHANGES),
        "form": KeepForm(initial={"fiche": incoming.text}),
        "trail": way("Le réseau", "network:members", "Importer"),
    }
    return render(request, "network/import_preview.html", context)


def facts(incoming: Incoming) -> list[dict[str, object]]:
    owner = incoming.sheet.collectivite
    dated = owner and owner.sheet_dated
    return summary(
        ("Catégorie", owner and owner.get_level_display()),
        ("Territoire", incoming.document.owner.territory),
        ("Adresse de sa fiche", incoming.document.address),
        ("Fiche mise à jour", en_mots(dated) if dated and dated.earliest else "date non dite"),
        ("Chiffres", len(incoming.document.figures)),
        ("Faits", len(incoming.sheet.entries)),
        ("Points à vérifier, selon nos règles", incoming.points),
    )


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_import_sheets(request.user))
    form = KeepForm(request.POST)
    made = perform(request, form, lambda fiche: acts.import_sheet(fiche, by=me(request), at=timezone.now()))
    if made is None:
        return ask(request, FileForm(), *map(str, chain.from_iterable(form.errors.values())))
    messages.success(request, "La fiche est importée.")
    return redirect(address_of(cast("Reference", made)))


@form_page
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    rows = MemberSheet.objects.visible_to(request.user).latest()
    member = get_object_or_404(rows, member__key=key).member
    permit(request, access.can_import_sheets(request.user))
    return act_page(
        request,
        confirmed(request),
        lambda: acts.withdraw(member, by=me(request), at=timezone.now()),
        says=f"«\xa0{member}\xa0» n’est plus dans l’annuaire.",
        to=reverse("network:members"),
        back=member,
        title=f"Retirer «\xa0{member}\xa0» de l’annuaire",
        verb="Retirer de l’annuaire",
        loss="Sa fiche ne sera plus lisible ici, ni comparée à la nôtre. "
        "Les fiches importées restent gardées\xa0: importer un nouveau fichier la remettra dans l’annuaire.",
        trail=way("Le réseau", "network:members", "Retirer", through=member),
    )
