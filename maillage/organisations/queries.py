"""Reads that span several tables of this app, and what a text typed by a person may name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Max, Min, Prefetch, Q, QuerySet

from maillage.accounts.models import User
from maillage.organisations import numbers
from maillage.organisations.models import (
    AttachmentRequest,
    Change,
    Establishment,
    Exchange,
    Mandate,
    Organisation,
    Project,
    Recognition,
)
from maillage.organisations.models.organisations import OrganisationQuerySet
from maillage.territories.folding import fold
from maillage.territories.models import Territory
from maillage.territories.search import search, search_formers

IN_BRACKETS = re.compile(r"\(([0-9A-Z]+)\)\s*$")
SOON = timedelta(days=180)  # a status whose end comes is announced
LATEST = 20  # exchanges shown at first
ESTABLISHMENTS = ("-is_head_office", "siret")  # after those that are open, the last closed first


def matching(rows: OrganisationQuerySet, text: str) -> OrganisationQuerySet:
    """Keep the structures that a search names: a number or its beginning, else words of the name or commune.

    `rows` come from `visible_to`: a name that may not be told is not found either.
    """
    number = numbers.compact(text)
    if re.fullmatch(r"[0-9]{3,14}", number):
        sites = Establishment.objects.filter(siret__startswith=number).values("organisation")
        called = Q(told=True, folded__contains=number)  # « Alliance 1901 »
        return rows.filter(Q(siren__startswith=number) | Q(pk__in=sites) | called)
    if re.fullmatch(r"W[0-9]{2,9}", number):
        return rows.filter(rna__startswith=number)
    for word in words(text):
        rows = rows.filter(Q(told=True, folded__contains=word) | Q(commune__folded__contains=f" {word}"))
    return rows


def words(text: str) -> list[str]:
    """Return the words of a search, folded."""
    return fold(text).split()


def named(rows: OrganisationQuerySet, text: str, *, at_most: int) -> Sequence[Organisation]:
    """Return the one that a text names (by its number or its whole name), else those it may name."""
    bracket = IN_BRACKETS.search(text)
    exact = list(rows.numbered(bracket[1] if bracket else text)[:at_most])
    if exact or bracket:
        return exact
    found = rows.filter(Q(told=True))
    for word in words(text):
        found = found.filter(folded__contains=word)
    found_rows = list(found.select_related("commune")[:at_most])
    whole = [row for row in found_rows if fold(row.name) == fold(text)]
    return whole if len(whole) == 1 else found_rows


def communes(text: str, *, at_most: int) -> Sequence[Territory]:
    """Return the communes that a text names: by a code, a name, a postal code, or a name that is no more.

    One alone where the code or the whole name is that of one only.
    """
    bracket = IN_BRACKETS.search(text)
    found = list(search(bracket[1] if bracket else text, level=Territory.Level.COMMUNE, limit=at_most))
    whole = [one for one in found if getattr(one, "rank", None) == 0]
    if whole or found:
        return whole or found
    former = search_formers(text, limit=at_most)
    return sorted({one for gone in former for one in gone.today.all()}, key=lambda one: one.code)


def departments() -> QuerySet[Territory]:
    """Return the departments where there are structures."""
    places = Organisation.objects.order_by().values("commune__department")
    return Territory.objects.filter(pk__in=places).order_by("code")


def recognised_on(on: date) -> Prefetch:  # type: ignore[type-arg]
    """Return the prefetch of the statuses of a day, as `in_force`."""
    return Prefetch("recognitions", Recognition.objects.on(on), to_attr="in_force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one page shows of a structure on a day."""

    recognitions: list[Recognition]
    past_recognitions: list[Recognition]
    mandates: list[Mandate]
    past_mandates: list[Mandate]
    establishments: list[Establishment]
    changes: list[Change]


def profile(organisation: Organisation, on: date, reader: User) -> Profile:
    """Return the rows of a structure: statuses and mandates in force or to come, then those of the past."""
    recognitions = list(organisation.recognitions.all())
    mandates = list(organisation.mandates.visible_to(reader).select_related("person"))
    sites = organisation.establishments.select_related("commune", "replaced_by")
    others = Prefetch("other", Organisation.objects.visible_to(reader))
    return Profile(
        recognitions=[row for row in recognitions if not over(row, on)],
        past_recognitions=[row for row in recognitions if over(row, on)],
        mandates=[row for row in mandates if not over(row, on)],
        past_mandates=[row for row in mandates if over(row, on)],
        establishments=list(sites.order_by(F("closed_on").desc(nulls_first=True), *ESTABLISHMENTS)),
        changes=list(organisation.changes.prefetch_related(others)),
    )


def over(row: Recognition | Mandate, on: date) -> bool:
    """Tell whether the last day is past."""
    return row.ends_on is not None and row.ends_on < on


def lineage(organisation: Organisation) -> list[int]:
    """Return the numbers of a structure and of all those that it absorbed, one query a generation."""
    found, last = [organisation.pk], [organisation.pk]
    while last := list(Organisation.objects.filter(merged_into__in=last).values_list("pk", flat=True)):
        found += [pk for pk in last if pk not in found]
    return found


def log(organisation: Organisation, reader: User) -> QuerySet[Exchange]:
    """Return the exchanges with a structure, those absorbed, and the projects they come from."""
    seen = Exchange.objects.visible_to(reader).about(*lineage(organisation))
    return seen.select_related("by", "follow_up_by", "done_by", "organisation", "project")


def with_subjects(exchanges: QuerySet[Exchange], reader: User) -> QuerySet[Exchange]:
    """Fetch what each exchange is about, structures named as this person may read them."""
    organisations = Prefetch("organisation", Organisation.objects.visible_to(reader))
    projects = Prefetch("project", Project.objects.visible_to(reader))
    return exchanges.prefetch_related(organisations, projects)


def last_heard(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Add to each project the day of its last exchange, and the next follow-up due."""
    to_do = Q(exchanges__due_on__isnull=False, exchanges__done_at__isnull=True)
    heard = projects.annotate(last_on=Max("exchanges__on"), next_on=Min("exchanges__due_on", filter=to_do))
    return heard.order_by("-created_at", "-pk")


def mandates_of(user: User, on: date) -> list[Mandate]:
    """Return the mandates of a person in force that day or to come, their structures told by name."""
    seen = Prefetch("organisation", Organisation.objects.told_to(user).select_related("commune"))
    return list(Mandate.objects.filter(person=user).meeting(on, None).prefetch_related(seen))


def successor(organisation: Organisation, reader: User) -> Organisation | None:
    """Return the structure that goes on, through every merger since; None for one not merged."""
    pk, seen = organisation.merged_into_id, {organisation.pk}
    while pk and pk not in seen:
        seen.add(pk)
        last, pk = pk, Organisation.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    return Organisation.objects.told_to(reader).get(pk=last) if len(seen) > 1 else None


def waiting_for(organisation: Organisation) -> QuerySet[AttachmentRequest]:
    """Return the requests to act for a structure that name one of its numbers and have no answer."""
    known = [number for number in (organisation.siren, organisation.rna) if number]
    return AttachmentRequest.objects.waiting().filter(number__in=known).select_related("person")


def ending_soon(recognitions: Sequence[Recognition], on: date) -> list[Recognition]:
    """Return the statuses in force whose last day comes within six months."""
    return [row for row in recognitions if row.is_in_force(on) and row.ends_on and row.ends_on <= on + SOON]
