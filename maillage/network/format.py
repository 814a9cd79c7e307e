"""The published form of a sheet, `maillage-fiche/2`: what `/fiche.json` gives, what a file is held to.

The same models give the JSON Schema (`/fiche.schema.json`), read our own past revisions, and judge the file
of another installation, in which nothing is believed: lengths, counts, depth, links and numbers have limits.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from maillage.base.dates import FuzzyDate
from maillage.base.mistakes import sentence
from maillage.base.packs import UNTYPABLE
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Collectivite, Entry
from maillage.observatory.facts import SLUG, web_address
from maillage.observatory.models import Figure

FORMAT = "maillage-fiche/2"
MAX_BYTES = 2_000_000
DEEPEST = 8  # facts within one another


class SheetError(ValueError):
    """A file that is no sheet; the French sentence says where and why."""


def _typable(text: str) -> str:
    if found := UNTYPABLE.search(text):
        raise ValueError(f"ce texte contient un caractère invisible (U+{ord(found[0]):04X}), à retirer")
    return text


def _honest(address: str) -> str:
    """Refuse « https://grandest.fr@ailleurs.fr »: it leads elsewhere than it reads."""
    if "@" in urlsplit(address).netloc:
        raise ValueError("une adresse ne contient pas de nom d’utilisateur (@)")
    return address


def _period(text: str) -> str:
    return str(FuzzyDate.parse(text))


Words = AfterValidator(_typable)
Key = Annotated[str, Field(pattern=SLUG, max_length=80)]
Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]+$", max_length=20)]
Title = Annotated[str, Field(min_length=1, max_length=200), Words]
Text = Annotated[str, Field(min_length=1, max_length=500), Words]
Period = Annotated[str, Field(max_length=80), Words, AfterValidator(_period)]
Number = Annotated[str, Field(pattern=r"^-?[0-9]{1,16}(\.[0-9]{1,4})?$")]
Address = Annotated[str, Field(max_length=300), Words, AfterValidator(web_address), AfterValidator(_honest)]
Line = Annotated[int, Field(ge=1, le=1_000_000)]


class Part(BaseModel):
    """What every part of a sheet obeys: no unknown name, no conversion, French names outside."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_by_name=True)


class OwnerPart(Part):
    """The collectivité."""

    name: Title = Field(alias="nom")
    level: Collectivite.Level | None = Field(None, alias="categorie")
    territory: Code | None = Field(None, alias="territoire")
    sheet_dated: Period = Field("?", alias="fiche_mise_a_jour")
    member_since: Period = Field("?", alias="membre_depuis")


class SourcePart(Part):
    """A document that figures and facts come from."""

    key: Key = Field(alias="cle")
    title: Title = Field(alias="titre")
    publisher: Title = Field(alias="editeur")
    dated: Period = Field(alias="date")
    address: Address | None = Field(alias="adresse")
    reference: bool


class FigurePart(Part):
    """A figure with all that says how it is known."""

    key: Key = Field(alias="cle")
    label: Title = Field(alias="intitule")
    quantity: Key = Field(alias="grandeur")
    in_words: Text = Field(alias="en_clair")
    bound: Figure.Bound = Field(alias="precision")
    value: Number | None = Field(alias="valeur")
    interval: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = Field(alias="intervalle")
    unit: Annotated[str, Field(min_length=1, max_length=60), Words] = Field(alias="unite")
    denominator: Title | None = Field(alias="rapporte_a")
    part_of: Key | None = Field(alias="partie_de")
    breakdown: Title | None = Field(alias="ventilation")
    counts: Key | None = Field(None, alias="annonce_tant_de")
    period: Period = Field(alias="periode")
    territory: Title = Field(alias="territoire")
    territory_code: Code = Field(alias="code_territoire")
    family: Figure.Family | None = Field(alias="famille")
    perimeter: Title | None = Field(alias="perimetre")
    source: Key
    line: Line | None = Field(alias="ligne")
    place: Title | None = Field(alias="endroit")
    status: Figure.Status = Field(alias="statut")
    method: Text | None = Field(alias="methode")
    superseded_by: Key | None = Field(alias="remplace_par")
    note: Text | None = Field(alias="remarque")
    address: Address = Field(alias="adresse")

    @model_validator(mode="after")
    def value_or_interval(self) -> Self:
        """Refuse what the database refuses: a value or an interval, nothing for a secret figure."""
        given = (self.value is not None) + (self.interval is not None)
        if given != (self.status != Figure.Status.SUPPRESSED):
            raise ValueError("donnez une valeur ou un intervalle\xa0; rien pour un chiffre secret")
        if self.interval and Decimal(self.interval[0]) > Decimal(self.interval[1]):
            raise ValueError("la première borne de l’intervalle dépasse la seconde")
        return self


class FactPart(Part):
    """A fact in words, its source, and the facts it contains."""

    key: Key = Field(alias="cle")
    kind: Kind = Field(alias="nature")
    variety: Variety | None = Field(alias="nuance")
    title: Title = Field(alias="intitule")
    alias: Title | None = Field(alias="autre_nom")
    as_written: Title | None = Field(alias="ecrit_dans_la_source")
    text: Text | None = Field(alias="explication")
    on: Period = Field(alias="date")
    place_name: Title | None = Field(alias="lieu")
    place: Code | None = Field(alias="territoire")
    figure: Key | None = Field(alias="chiffre")
    status: Entry.Status = Field(alias="statut")
    source: Key | None
    lines: Annotated[list[Line], Field(max_length=50)] = Field(alias="lignes")
    facts: Annotated[list["FactPart"], Field(max_length=1_000)] = Field(alias="faits")


class SectionPart(Part):
    """One heading of the sheet, its figures, then its facts."""

    key: Key = Field(alias="cle")
    title: Title = Field(alias="titre")
    figures: Annotated[list[FigurePart], Field(max_length=1_000)] = Field(alias="chiffres")
    facts: Annotated[list[FactPart], Field(max_length=1_000)] = Field(alias="faits")

    def every_fact(self) -> Iterator[tuple[FactPart, int]]:
        """Yield each fact with how deep it stands (0: nothing contains it), then those it contains."""
        waiting = [(fact, 0) for fact in reversed(self.facts)]
        while waiting:
            fact, depth = waiting.pop()
            yield fact, depth
            waiting += [(one, depth + 1) for one in reversed(fact.facts)]


class SheetDocument(Part):
    """A whole sheet."""

    format: Literal["maillage-fiche/2"]
    owner: OwnerPart = Field(alias="collectivite")
    address: Address = Field(alias="adresse")
    sources: Annotated[list[SourcePart], Field(max_length=1_000)]
    sections: Annotated[list[SectionPart], Field(max_length=100)]

    @property
    def figures(self) -> list[FigurePart]:
        """Every figure, in order."""
        return [figure for section in self.sections for figure in section.figures]

    def every_fact(self) -> Iterator[tuple[FactPart, int]]:
        """Yield every fact with its depth, in order."""
        for section in self.sections:
            yield from section.every_fact()

    @model_validator(mode="after")
    def consistent(self) -> Self:
        """Refuse a key used twice, a source that is not given, and facts too deep within one another."""
        facts = list(self.every_fact())
        if any(depth >= DEEPEST for _, depth in facts):
            raise ValueError(f"plus de {DEEPEST} faits l’un dans l’autre")
        _once("source", [one.key for one in self.sources])
        _once("section", [one.key for one in self.sections])
        _once("chiffre", [one.key for one in self.figures])
        _once("fait", [fact.key for fact, _ in facts])
        used = {one.source for one in self.figures} | {fact.source for fact, _ in facts if fact.source}
        if missing := sorted(used - {one.key for one in self.sources}):
            raise ValueError(f"la source «\xa0{missing[0]}\xa0» n’est pas dans la liste des sources")
        return self


def _once(what: str, keys: list[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{what} «\xa0{key}\xa0»\xa0: cette clé est employée deux fois")
        seen.add(key)


def read(content: bytes) -> SheetDocument:
    """Return the sheet that a JSON file holds; raise `SheetError` for any other content."""
    if len(content) > MAX_BYTES:
        raise SheetError("Le fichier dépasse 2\xa0Mo\xa0: ce n’est pas une fiche.")
    content = content.removeprefix(BOM_UTF8)
    try:
        document = SheetDocument.model_validate_json(content)
    except ValidationError as error:
        raise SheetError(_first(error)) from error
    json.loads(content, object_pairs_hook=_each_name_once)
    return document


def _each_name_once(pairs: list[tuple[str, object]]) -> None:
    """Refuse a name given twice in one object: two readers may each take another of its values."""
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SheetError(f"Le nom «\xa0{twice}\xa0» est écrit deux fois dans le même objet.")


def _first(error: ValidationError) -> str:
    """Return where the first mistake is, and what to write instead."""
    detail = error.errors()[0]
    if detail["type"] == "json_invalid":
        return "Ce fichier n’est pas du JSON, ou il est coupé."
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in detail["loc"])
    others = f" (et {error.error_count() - 1} autre(s) erreur(s))" if error.error_count() > 1 else ""
    where = f"«\xa0{place}\xa0»\xa0: " if place else ""
    return f"{where}{sentence(detail)}{others}."


def schema(address: str) -> dict[str, object]:
    """Return the JSON Schema (2020-12) of the format; `address`: the public one, without a final slash."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{address}/fiche.schema.json",
        **SheetDocument.model_json_schema(),
        "title": FORMAT,
        "description": "La fiche d’une collectivité\xa0: ses chiffres et ses faits, avec leurs sources.",
    }
