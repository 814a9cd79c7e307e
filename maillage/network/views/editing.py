"""Changing the sheet: what is proposed is kept aside, compared, then published at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.current import me
from maillage.accounts.models import User
from maillage.base.access import permit
from maillage.base.pages import act_page, attempt, confirmed, form_page, summary, way
from maillage.network import access, drafting, facts_here
from maillage.network.actions import drafts as acts
from maillage.network.drafting import Known, Row
from maillage.network.forms.editing import FactForm, FigureForm, PublishForm, TitleForm
from maillage.network.models import Draft, Entry, Revision
from maillage.network.proposals import proposals
from maillage.network.views.revisions import last_sent, told
from maillage.observatory.models import Figure, Topic
from maillage.observatory.wording import in_words, origin, unit_after

HOME = ("Modifier la fiche", "network:edit")
Nature, Target = Draft.Nature, Draft.Target
KEPT = "La proposition est gardée. Le public la verra une fois publiée."


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List what is proposed, then the whole sheet with what can be changed."""
    user = editor(request)
    drafts = list(Draft.objects.visible_to(user).select_related("by"))
    survey = drafting.survey(drafts)
    context = {
        "sheet": survey.sheet,
        "proposals": proposals(drafts, survey),
        "revision": Revision.objects.visible_to(user).light().first(),
        "sent": last_sent(user),
        "trail": way("Notre fiche", "network:sheet", HOME[0]),
    }
    return render(request, "network/edit.html", context)


@form_page
def edit_figure(request: HttpRequest, key: str) -> HttpResponse:
    """Propose how a figure should read."""
    user = editor(request)
    rows = Figure.objects.visible_to(user).without_references().ready()
    stored, row = get_object_or_404(rows, key=key), rows.get(key=key)
    draft = drafted_on(user, row)
    form = FigureForm(request.POST or None, instance=row, stored=stored, draft=draft)
    value = f"{in_words(stored)} {unit_after(stored)}".strip()
    facts = summary(("Publié aujourd’hui", value), ("D’après", origin(stored)), *_pending(draft))
    return proposal_page(request, form, user, title=f"Modifier «\xa0{stored}\xa0»", facts=facts)


@form_page
def edit_fact(request: HttpRequest, key: str) -> HttpResponse:
    """Propose how a fact should read; also one that is itself only proposed."""
    user = editor(request)
    row = Entry.objects.visible_to(user).ready().filter(key=key).first()
    draft = Draft.objects.visible_to(user).about(Target.FACT, key)
    if row is None and draft and draft.nature == Nature.ADDED:
        return fact_page(request, user, drafting.new_fact(draft, Known.read()), draft)
    if row is None:
        raise Http404
    return fact_page(request, user, row, drafted_on(user, row))


def fact_page(request: HttpRequest, user: User, row: Entry, draft: Draft | None) -> HttpResponse:
    """Show the form of a fact: one to change, or one to add."""
    added = row._state.adding
    form = FactForm(request.POST or None, instance=row, draft=draft)
    within = Entry.objects.filter(key=row.parent_id).first() if added and row.parent_id else None
    facts = summary(("Thème", row.section), ("Dans", within), *_pending(draft))
    title = "Ajouter un fait" if added else f"Modifier «\xa0{row}\xa0»"
    nature = Nature.ADDED if added else Nature.CHANGED
    return proposal_page(request, form, user, title=title, facts=facts, nature=nature)


@form_page
def add_to_theme(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a fact under a heading."""
    user = editor(request)
    return fact_page(request, user, facts_here.under(get_object_or_404(Topic, key=key)), None)


@form_page
def add_to_fact(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a fact within another."""
    user = editor(request)
    above = get_object_or_404(Entry.objects.visible_to(user).ready(), key=key)
    return fact_page(request, user, facts_here.under(above.section, above), None)


@form_page
def edit_theme(request: HttpRequest, key: str) -> HttpResponse:
    """Propose another title for a heading."""
    user = editor(request)
    row = get_object_or_404(Topic, key=key)
    title, draft = f"Changer le titre «\xa0{row}\xa0»", drafted_on(user, row)
    form = TitleForm(request.POST or None, instance=row, draft=draft)
    return proposal_page(request, form, user, title=title, facts=summary(*_pending(draft)))


@form_page
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Propose to take a fact off the sheet, with those it contains."""
    user = editor(request)
    row = get_object_or_404(Entry.objects.visible_to(user).ready(), key=key)
    draft = Draft.objects.visible_to(user).about(Target.FACT, key)
    gone = drafting.within(Entry.objects.visible_to(user).filter(section=row.section), {key})
    loss = f"Partiront avec lui les {len(gone) - 1} faits qu’il contient." if len(gone) > 1 else ""

    def act(**_: object) -> Draft:
        version = draft.version if draft else 0
        return acts.propose(row, nature=Nature.WITHDRAWN, version=version, by=user, at=timezone.now())

    return act_page(
        request,
        confirmed(request),
        act,
        says="Le retrait est proposé. Le fait reste sur la fiche jusqu’à la publication.",
        to=HOME[1],
        title=f"Retirer «\xa0{row}\xa0»",
        verb="Proposer le retrait",
        lead="Les révisions passées le garderont. Un prochain chargement du paquet ne le remettra pas.",
        facts=summary(("Thème", row.section), ("Explication", row.text), *_pending(draft)),
        loss=loss,
        trail=_trail(f"Retirer «\xa0{row}\xa0»"),
    )


@form_page
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a proposal."""
    user = editor(request)
    draft = get_object_or_404(Draft.objects.visible_to(user), pk=pk)

    def act(**_: object) -> None:
        acts.abandon(draft, by=user, at=timezone.now())

    return act_page(
        request,
        confirmed(request),
        act,
        says="La proposition est abandonnée. La fiche reste comme elle est.",
        to=HOME[1],
        title=f"Abandonner la proposition sur «\xa0{draft}\xa0»",
        verb="Abandonner",
        loss="Le texte proposé sera perdu.",
        facts=summary(*_pending(draft)),
        trail=_trail("Abandonner"),
    )


@form_page
def publish(request: HttpRequest) -> HttpResponse:
    """Show what publishing would change, and publish with a reason."""
    user = editor(request)
    drafts = list(Draft.objects.visible_to(user).select_related("by"))
    form = PublishForm(request.POST or None)

    def act(**data: Any) -> Revision:  # noqa: ANN401 -- what the form holds
        return acts.publish(**data, by=user, at=timezone.now())

    if attempt(request, form, act):
        messages.success(request, "La fiche est publiée. Les révisions précédentes restent.")
        return redirect(Revision.objects.light().first() or HOME[1])
    survey = drafting.survey(drafts, on=timezone.localdate())
    context = {
        "form": form,
        "proposals": proposals(drafts, survey),
        **told(survey.changes),
        "trail": _trail("Publier"),
    }
    return render(request, "network/publish.html", context, status=422 if form.errors else 200)


def editor(request: HttpRequest) -> User:
    """Return the person, who may change the sheet."""
    permit(request, access.can_edit(request.user))
    return me(request)


def drafted_on(user: User, row: Row) -> Draft | None:
    """Return the proposal about a row, which then reads, in memory, as proposed."""
    draft = Draft.objects.visible_to(user).about(drafting.target_of(row), row.key)
    if draft:
        known = Known.read()
        left = drafting.lost(draft, known)
        drafting.put(row, {name: said for name, said in draft.altered.items() if name not in left}, known)
    return draft


def proposal_page(
    request: HttpRequest,
    form: FigureForm | FactForm | TitleForm,
    user: User,
    *,
    nature: Draft.Nature = Nature.CHANGED,
    **page: Any,  # noqa: ANN401 -- what the template shows
) -> HttpResponse:
    """Show the form of a proposal, and keep what it holds."""
    return act_page(
        request,
        form,
        proposing(form, user, nature),
        says=KEPT,
        to=HOME[1],
        verb="Garder la proposition",
        lead="Rien ne change pour le public avant la publication.",
        trail=_trail(page["title"]),
        **page,
    )


def proposing(
    form: FigureForm | FactForm | TitleForm, user: User, nature: Draft.Nature
) -> Callable[..., Draft]:
    """Return the act that keeps what a form holds; sent again after a clash, it replaces the other text."""
    row = form.instance

    def act(version: int, **_: object) -> Draft:
        if nature == Nature.ADDED and not row.key:
            row.key = facts_here.free_key(row.title)
        new = None if isinstance(form, TitleForm) else form.new_source
        said: dict[str, Any] = {"nature": nature, "version": version, "new_source": new}
        try:
            return acts.propose(row, **said, by=user, at=timezone.now())
        except acts.Overtaken:
            theirs = Draft.objects.visible_to(user).about(drafting.target_of(row), row.key)
            form.data = {**dict(form.data.items()), "version": str(theirs.version if theirs else 0)}
            raise

    return act


def _pending(draft: Draft | None) -> list[tuple[str, object]]:
    if draft is None:
        return []
    changes = [change for change in drafting.survey([draft]).changes if change.key == draft.key]
    said = [f"{one.label}\xa0: {one.after or 'rien'}" for change in changes for one in change.fields]
    words = "\xa0; ".join(said) if draft.nature != Nature.WITHDRAWN else draft.get_nature_display()
    return [(f"Déjà proposé par {draft.by}", words)]


def _trail(here: str) -> list[dict[str, str]]:
    return [*way("Notre fiche", "network:sheet", here)[:1], *way(*HOME, here)]
