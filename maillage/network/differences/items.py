"""What a published sheet tells, thing by thing: what each says, as compared and as read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maillage.base.dates import FuzzyDate
from maillage.network.format import FactPart, FigurePart, OwnerPart, SectionPart, SheetDocument, SourcePart
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Collectivite, Entry
from maillage.network.wording import lines_in_words
from maillage.observatory.models import Figure
from maillage.observatory.wording import WITH_UNIT, number_in_words

OWNER, SOURCES = "La collectivité", "Sources"
# What is compared, and how it is said: two codes may be said alike, never the reverse.
Said = tuple[object, str]
Place = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing told: under which heading, what it is, its name, and each thing said of it by its label."""

    section: str
    what: str
    key: str
    label: str
    said: Mapping[str, Said]

    @property
    def place(self) -> Place:
        """What makes it the same thing in another sheet: a figure that moves stays itself."""
        return self.what, self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a sheet calls what it names by key."""

    figures: Mapping[str, str]
    facts: Mapping[str, str]
    sources: Mapping[str, str]

    @classmethod
    def of(cls, sheet: SheetDocument) -> "Names":
        """Return the names that a sheet gives."""
        return cls(
            figures={one.key: one.label for one in sheet.figures},
            facts={one.key: one.title for one, _ in sheet.every_fact()},
            sources={one.key: one.title for one in sheet.sources},
        )


def items(sheet: SheetDocument) -> Iterator[Item]:
    """Yield everything the sheet tells, in its order; its addresses are left aside: they tell nothing."""
    names = Names.of(sheet)
    yield Item(section=OWNER, what="collectivité", key="", label=sheet.owner.name, said=owner(sheet.owner))
    for section in sheet.sections:
        title = {"Titre": (section.title, section.title)}
        yield Item(section=section.title, what="thème", key=section.key, label=section.title, said=title)
        for one in section.figures:
            said = {**figure(one, names), "Thème": (section.key, section.title)}
            yield Item(section=section.title, what="chiffre", key=one.key, label=one.label, said=said)
        yield from _facts(section, section.facts, "", names)
    for source in sheet.sources:
        yield Item(section=SOURCES, what="source", key=source.key, label=source.title, said=of_source(source))


def _facts(section: SectionPart, facts: Sequence[FactPart], above: str, names: Names) -> Iterator[Item]:
    for one in facts:
        said = {**fact(one, names), "Thème": (section.key, section.title), "Dans": _named(above, names.facts)}
        yield Item(section=section.title, what="fait", key=one.key, label=one.title, said=said)
        yield from _facts(section, one.facts, one.key, names)


def owner(one: OwnerPart) -> dict[str, Said]:
    """Return what is said of the collectivité."""
    return {
        "Nom": _text(one.name),
        "Catégorie": (one.level, Collectivite.Level(one.level).label if one.level else ""),
        "Territoire": _text(one.territory),
        "Fiche mise à jour": _date(one.sheet_dated),
        "Membre du réseau depuis": _date(one.member_since),
    }


def of_source(one: SourcePart) -> dict[str, Said]:
    """Return what is said of a source."""
    return {
        "Titre": _text(one.title),
        "Éditeur": _text(one.publisher),
        "Date": _date(one.dated),
        "Adresse": _text(one.address),
        "Sert de référence": (one.reference, "oui" if one.reference else "non"),
    }


def figure(one: FigurePart, names: Names) -> dict[str, Said]:
    """Return what is said of a figure."""
    return {
        "Intitulé": _text(one.label),
        "Valeur": ((one.bound, _ends(one), one.unit), _value(one)),
        "Rapporté à": _text(one.denominator),
        "Période": _date(one.period),
        "Territoire": _text(one.territory),
        "Code du territoire": _text(one.territory_code),
        "Famille": (one.family, Figure.Family(one.family).label if one.family else ""),
        "Périmètre": _text(one.perimeter),
        "Partie de": _named(one.part_of, names.figures),
        "Ventilation": _text(one.breakdown),
        "Grandeur": _text(one.quantity),
        "Source": _named(one.source, names.sources),
        "Endroit": _text(f"ligne\xa0{one.line}" if one.line else one.place),
        "Statut": (one.status, Figure.Status(one.status).label),
        "Méthode": _text(one.method),
        "Remplacé par": _named(one.superseded_by, names.figures),
        "Remarque": _text(one.note),
    }


def fact(one: FactPart, names: Names) -> dict[str, Said]:
    """Return what is said of a fact in words."""
    return {
        "Intitulé": _text(one.title),
        "Nature": (one.kind, Kind(one.kind).label),
        "Nuance": (one.variety, Variety(one.variety).label if one.variety else ""),
        "Sigle ou autre nom": _text(one.alias),
        "Explication": _text(one.text),
        "Date": _date(one.on),
        "Lieu": _text(one.place_name),
        "Territoire": _text(one.place),
        "Chiffre qui le mesure": _named(one.figure, names.figures),
        "Statut": (one.status, Entry.Status(one.status).label),
        "Source": _named(one.source, names.sources),
        "Lignes de la source": (tuple(one.lines), lines_in_words(one.lines)),
        "Écrit dans la source": _text(one.as_written),
    }


def _text(said: str | None) -> Said:
    return said or "", said or ""


def _date(said: str) -> Said:
    return said, "" if said == "?" else FuzzyDate.parse(said).in_words()


def _named(key: str | None, names: Mapping[str, str]) -> Said:
    return key or "", names.get(key, key) if key else ""


def _ends(one: FigurePart) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, one.interval or filter(None, [one.value])))


def _value(one: FigurePart) -> str:
    """Return every digit of it, its qualifier and its unit: what changed must show."""
    if not (ends := _ends(one)):
        return "secret"
    said = "\xa0à\xa0".join(number_in_words(end, one.unit) for end in ends)
    unit = "" if one.unit in WITH_UNIT else f"\xa0{one.unit}"
    return f"{Figure.Bound(one.bound).label} {said}{unit}".strip()
