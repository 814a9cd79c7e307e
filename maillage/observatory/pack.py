"""Loading the figures of a data pack: `figures.yaml`."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from maillage.base.loading import Stored, store
from maillage.base.packs import Document, read
from maillage.observatory.facts import FigureFact, FiguresFile
from maillage.observatory.links import loop
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory

File = Document[FiguresFile]
AS_WRITTEN = {"label", "bound", "value", "low", "high", "unit", "denominator", "period", "perimeter"} | {
    *("breakdown", "method", "status", "note")
}


def load(folder: Path) -> list[Stored]:
    """Make the stored figures those of the pack; say what changed, and what goes once nothing needs it.

    A figure, source or topic that the pack no longer says goes, unless what was made here still needs it.
    One made or changed here keeps its key against the pack. Raises `PackError` before anything is written.
    """
    document = read(folder / "figures.yaml", FiguresFile)
    territories = dict(_territories(document.fact.figures))
    _check(document, territories)
    facts = document.fact
    sources = {fact.key: {**fact.model_dump(exclude={"key"}), "from_pack": True} for fact in facts.sources}
    topics: Mapping[str, Mapping[str, object]] = {
        fact.key: {"title": fact.title, "position": rank, "from_pack": True}
        for rank, fact in enumerate(facts.topics, start=1)
    }
    return [
        _stored("sources", Source, sources),
        _stored("thèmes", Topic, topics),
        _stored("chiffres", Figure, _rows(facts.figures, territories)),
    ]


def _stored(kind: str, model: type[Any], rows: Mapping[str, Mapping[str, object]]) -> Stored:
    """Store one kind of row; those made here are not removed."""
    return store(kind, model, rows, gone=model.objects.filter(from_pack=True))


def _territories(facts: Sequence[FigureFact]) -> Collection[tuple[str, int]]:
    asked = {fact.territory for fact in facts}
    return Territory.objects.filter(slug__in=asked).values_list("slug", "pk")


def _rows(facts: Sequence[FigureFact], territories: dict[str, int]) -> dict[str, dict[str, object]]:
    """Return the columns of each figure, by key."""
    sources = dict(Source.objects.values_list("key", "pk"))
    topics = dict(Topic.objects.values_list("key", "pk"))
    return {
        fact.key: fact.model_dump(include=AS_WRITTEN)
        | {
            "position": rank,
            "topic_id": topics[fact.topic],
            "quantity": fact.quantity or fact.key,
            "territory_id": territories[fact.territory],
            "family": fact.family or "",
            "part_of_id": fact.part_of,
            "counts": fact.counts or "",
            "source_id": sources[fact.source],
            "source_line": fact.line,
            "source_place": fact.place,
            "superseded_by_id": fact.superseded_by,
            "from_pack": True,
        }
        for rank, fact in enumerate(facts, start=1)
    }


def _check(document: File, territories: dict[str, int]) -> None:
    """Refuse a key used twice, then one that leads nowhere, round in circles or to something else."""
    for name in ("sources", "topics", "figures"):
        _refuse_twins(document, name)
    declared: dict[str, set[str | None]] = {
        "source": {fact.key for fact in document.fact.sources},
        "topic": {fact.key for fact in document.fact.topics},
        "part_of": {None} | {fact.key for fact in document.fact.figures},
        "superseded_by": {None} | {fact.key for fact in document.fact.figures},
    }
    for index, figure in enumerate(document.fact.figures):
        for name, keys in declared.items():
            if (key := getattr(figure, name)) not in keys:
                raise document.mistake(f"«\xa0{key}\xa0» n’est déclaré nulle part", "figures", index, name)
        if figure.territory not in territories:
            reason = (
                f"le territoire «\xa0{figure.territory}\xa0» n’existe pas\xa0; écrivez FR, R44, 67, 67482…"
            )
            raise document.mistake(reason, "figures", index, "territory")
    _refuse_loops(document)
    _refuse_other_successors(document)


def _refuse_twins(document: File, name: str) -> None:
    seen: set[str] = set()
    for index, fact in enumerate(getattr(document.fact, name)):
        if fact.key in seen:
            raise document.mistake(f"la clé «\xa0{fact.key}\xa0» est employée deux fois", name, index, "key")
        seen.add(fact.key)


def _refuse_loops(document: File) -> None:
    figures = document.fact.figures
    for name in ("part_of", "superseded_by"):
        around = loop({fact.key: getattr(fact, name) for fact in figures})
        for index, fact in enumerate(figures):
            if fact.key in around:
                reason = f"de proche en proche, «\xa0{fact.key}\xa0» mène à lui-même"
                raise document.mistake(reason, "figures", index, name)


def _refuse_other_successors(document: File) -> None:
    by_key = {fact.key: fact for fact in document.fact.figures}
    for index, fact in enumerate(document.fact.figures):
        if fact.superseded_by and _measured(fact) != _measured(by_key[fact.superseded_by]):
            reason = f"«\xa0{fact.superseded_by}\xa0» mesure autre chose\xa0: grandeur, territoire ou famille"
            raise document.mistake(reason, "figures", index, "superseded_by")


def _measured(fact: FigureFact) -> tuple[object, ...]:
    return fact.quantity or fact.key, fact.territory, fact.family
