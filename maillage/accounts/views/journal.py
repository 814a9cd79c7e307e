"""The journal, page by page, and its proof."""

from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts import access
from maillage.accounts.actions import proof
from maillage.accounts.current import me
from maillage.accounts.models import User
from maillage.accounts.models.people import fold
from maillage.accounts.views.pages import tabs
from maillage.accounts.wording import ACTS, lines
from maillage.base.access import permit
from maillage.base.anchors import Anchor
from maillage.base.entries import JournalEntry
from maillage.base.fields import day
from maillage.base.pages import paged, way
from maillage.base.references import Reference


class JournalForm(forms.Form):
    """What the journal can be narrowed to."""

    by = forms.CharField(label="Auteur (nom ou adresse)", required=False, max_length=150)
    action = forms.ChoiceField(
        label="Acte",
        required=False,
        choices=[("", "Tous"), *sorted(ACTS.items(), key=lambda act: act[1])],
    )
    since = day("Depuis le", required=False)
    until = day("Jusqu’au", required=False)


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_read_journal(request.user))
    form = JournalForm(request.GET)
    page = paged(request, narrowed(request, form))
    context = {
        "form": form,
        "page": page,
        "lines": lines(page.object_list, request.user),
        "tabs": tabs(request),
        "searching": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "accounts/journal.html", context)


@require_safe
def anchors(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_read_journal(request.user))
    context = {
        "page": paged(request, Anchor.objects.order_by("-date")),
        "tabs": tabs(request),
        "trail": way("Journal", "accounts:journal", "Ancres et preuve"),
    }
    return render(request, "accounts/anchors.html", context)


@require_POST
def export(request: HttpRequest) -> FileResponse:
    permit(request, access.can_read_journal(request.user))
    file = proof.take_out(by=me(request), at=timezone.now())
    return FileResponse(file, as_attachment=True, filename=f"journal-{timezone.localdate()}.zip")


def narrowed(request: HttpRequest, form: JournalForm) -> QuerySet[JournalEntry]:
    entries: QuerySet[JournalEntry] = JournalEntry.objects.visible_to(request.user).order_by("-seq")
    if not form.is_valid():
        return entries.none()
    data = form.cleaned_data
    if data["by"]:
        entries = entries.filter(actor_ref__in=actors(request, data["by"]))
    if data["action"]:
        entries = entries.filter(action=data["action"])
    if data["since"]:
        entries = entries.filter(at__date__gte=data["since"])
    return entries.filter(at__date__lte=data["until"]) if data["until"] else entries


def actors(request: HttpRequest, words: str) -> list[str]:
    """Return the authors that these words name: people, or an automaton by its own word."""
    found = User.objects.visible_to(request.user).filter(folded__contains=fold(words))
    return [str(Reference.of(person)) for person in found[:100]] + [words.lower()]
