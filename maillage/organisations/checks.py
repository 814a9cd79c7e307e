"""What `maillage check` looks for among structures: what acts refuse, seen again in what is stored."""

from collections.abc import Iterator
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from maillage.base.integrity import Breach
from maillage.base.references import Reference
from maillage.organisations import numbers
from maillage.organisations.actions.life import ENDING
from maillage.organisations.models import Change, Establishment, Mandate, Organisation, Recognition

Status = Organisation.Status
# What the same structure (and person) cannot hold twice on a same day.
ONCE: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Recognition, ("organisation", "kind")),
    (Mandate, ("organisation", "person", "office")),
)
RELATED: dict[str, type[models.Model]] = {
    "mandates": Mandate,
    "recognitions": Recognition,
    "establishments": Establishment,
}
FOR_EVER = Value(date.max)


def breaches(at: datetime) -> Iterator[Breach]:  # noqa: ARG001 -- every app's check takes the instant
    """Yield what is held twice on a day, what outlasts its structure, circles of mergers, false numbers."""
    for model, same in ONCE:
        yield from held_twice(model, same)
    for relation in ENDING:
        yield from outlasting(relation)
    yield from circles()
    yield from false_numbers()


def held_twice(model: type[models.Model], same: tuple[str, ...]) -> Iterator[Breach]:
    """Yield the periods that share a day with a later row that says the same (I7)."""
    twins = model._base_manager.filter(**{name: OuterRef(name) for name in same}, pk__gt=OuterRef("pk"))
    last = Coalesce(OuterRef("ends_on"), FOR_EVER)
    shared = twins.annotate(last=Coalesce("ends_on", FOR_EVER)).filter(
        starts_on__lte=last, last__gte=OuterRef("starts_on")
    )
    for row in model._base_manager.filter(Exists(shared)).order_by("pk"):
        yield _breach("I7", "held_twice", row, "une autre ligne dit la même chose pour les mêmes jours.")


def outlasting(relation: str) -> Iterator[Breach]:
    """Yield what lasts beyond the closure or the merger of its structure (I7)."""
    model, (column, _) = RELATED[relation], ENDING[relation]
    ends = Change.objects.filter(
        organisation=OuterRef("organisation"), kind__in=(Change.Kind.CLOSED, Change.Kind.MERGED)
    )
    rows = model._base_manager.filter(organisation__status__in=(Status.CLOSED, Status.MERGED))
    rows = rows.annotate(ended=Subquery(ends.order_by("-pk").values("on")[:1]))
    beyond = Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": F("ended")})
    for row in rows.filter(beyond).order_by("pk"):
        yield _breach("I7", "outlasting", row, "dure plus longtemps que sa structure, fermée ou fusionnée.")


def circles() -> Iterator[Breach]:
    """Yield the structures whose mergers lead back to themselves (I8)."""
    into = dict(Organisation.objects.filter(status=Status.MERGED).values_list("pk", "merged_into"))
    for start in sorted(into):
        seen, pk = {start}, into[start]
        while pk in into and pk not in seen:
            seen.add(pk)
            pk = into[pk]
        if pk == start:
            subject = Reference(Organisation._meta.label_lower, start)
            yield _breach("I8", "merger_circle", subject, "ses fusions ramènent à elle-même.")


def false_numbers() -> Iterator[Breach]:
    """Yield the SIREN and SIRET whose key is wrong, and the SIRET of another SIREN than it should (I8)."""
    for organisation in Organisation.objects.exclude(siren="").iterator():
        if not _is_true(numbers.siren, organisation.siren):
            yield _breach("I8", "false_number", organisation, "la clé de son SIREN est fausse.")
    for site in Establishment.objects.select_related("organisation").iterator():
        if not _is_true(numbers.siret, site.siret):
            yield _breach("I8", "false_number", site, "la clé de son SIRET est fausse.")
        elif not site.siret.startswith(site.organisation.siren or "-"):
            yield _breach("I8", "false_number", site, "son SIRET n’est pas celui de sa structure.")


def _is_true(check: numbers.Check, number: str) -> bool:
    try:
        check(number)
    except ValidationError:
        return False
    return True


def _breach(invariant: str, what: str, subject: models.Model | Reference, sentence: str) -> Breach:
    return Breach(invariant=invariant, what=what, subject=str(Reference.of(subject)), sentence=sentence)
