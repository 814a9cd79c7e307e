"""Loading the part of a data pack that the sheet tells: the collectivité and its facts in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from django.db import models

from maillage.base.dates import FuzzyDate
from maillage.base.loading import Stored, store
from maillage.base.packs import PackError, name_of, read
from maillage.network import lines
from maillage.network.facts import CollectiviteFact, EntriesFile, Told, told
from maillage.network.models import Collectivite, Entry
from maillage.observatory.models import Figure, Source, Topic
from maillage.territories.models import Territory
from maillage.territories.pack import make_home

Keys = Mapping[type[models.Model], Mapping[str, int]]


def load(folder: Path, below: Sequence[Stored]) -> list[Stored]:
    """Make the stored facts those of the pack; `below`: what the apps below have just stored from it.

    Raises `PackError`, with file and line, for a section, source, figure or territory that does not exist, a
    key used twice, a fact without source, or a list of lines that names what the pack does not tell.
    """
    keys: Keys = {kind.gone.model: kind.rows for kind in below}
    collectivites = store("collectivités", Collectivite, _collectivite(folder))
    facts = list(chain.from_iterable(told(read(path, EntriesFile)) for path in _files(folder)))
    _check(facts)
    entries = _stored(_rows(facts, keys))
    lines.check(folder, {**keys, Entry: entries.rows})
    return [collectivites, entries]


def _stored(rows: Mapping[str, Mapping[str, object]]) -> Stored:
    """Store the facts; those made here stay, and so does what contains them."""
    parents = dict(Entry.objects.values_list("key", "parent"))
    needed: set[str] = set()
    waiting = list(Entry.objects.filter(from_pack=False).values_list("key", flat=True))
    while waiting:
        needed.add(key := waiting.pop())
        waiting += [above for above in [parents[key]] if above and above not in needed]
    gone = Entry.objects.filter(from_pack=True).exclude(key__in=needed)
    return store("faits", Entry, rows, gone=gone)


def _collectivite(folder: Path) -> dict[str, dict[str, object]]:
    document = read(folder / "pack.yaml", CollectiviteFact)
    fact = document.fact
    found = _territories([fact.territory])
    if fact.territory and fact.territory not in found:
        raise document.mistake(f"le territoire «\xa0{fact.territory}\xa0» n’existe pas", "territory")
    make_home(fact.territory or "")
    columns = fact.model_dump(exclude={"key", "territory"})
    columns["sheet_dated"] = _later(fact.key, FuzzyDate.parse(fact.sheet_dated))
    return {fact.key: {**columns, "territory_id": found.get(fact.territory or ""), "pack": name_of(folder)}}


def _later(key: str, said: FuzzyDate) -> FuzzyDate:
    """Return the day of the sheet: that of the pack, or of a publication here since."""
    stored = Collectivite.objects.filter(key=key).values_list("sheet_dated", flat=True).first()
    days = [one for one in (said, stored) if one is not None and one.latest]
    return max(days, key=lambda one: one.latest or date.min, default=said)


def _files(folder: Path) -> list[Path]:
    """Return the files of `entries/`, by name; refuse what would otherwise be silently left out."""
    try:
        found = sorted((folder / "entries").iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise PackError(folder / "entries", 1, "ce n’est pas un dossier lisible") from error
    shown = [path for path in found if not path.name.startswith(".")]
    for path in shown:
        if path.suffix != ".yaml":
            raise PackError(path, 1, "le dossier «\xa0entries\xa0» ne contient que des fichiers .yaml")
    return shown


def _check(facts: Sequence[Told]) -> None:
    """Refuse a key used twice in the pack, and a known fact that no source says."""
    seen: set[str] = set()
    for one in facts:
        if one.fact.key in seen:
            raise one.mistake(f"la clé «\xa0{one.fact.key}\xa0» est employée deux fois", "key")
        seen.add(one.fact.key)
        if one.fact.status == Entry.Status.KNOWN and one.source is None:
            raise one.mistake("il manque «\xa0source\xa0», ici ou en tête du fichier", "key")


def _rows(facts: Sequence[Told], keys: Keys) -> dict[str, dict[str, object]]:
    """Return the columns of each fact, by key, those that contain before those they contain."""
    territories = _territories([one.fact.place for one in facts])
    return {
        one.fact.key: one.fact.model_dump(
            include={"kind", "title", "alias", "as_written", "text", "on", "status"}
        )
        | {
            "variety": one.fact.variety or "",
            "place_name": one.fact.place_name or "",
            "position": rank,
            "parent_id": one.parent,
            "from_pack": True,
            "source_lines": one.fact.line or [],
            "section_id": _section(one, keys),
            "source_id": _found(one, "source", one.source, keys[Source]),
            "figure_id": _found(one, "figure", one.fact.figure, keys[Figure]),
            "place_id": _found(one, "place", one.fact.place, territories),
        }
        for rank, one in enumerate(facts, start=1)
    }


def _territories(slugs: Sequence[str | None]) -> dict[str, int]:
    return dict(Territory.objects.filter(slug__in=set(filter(None, slugs))).values_list("slug", "pk"))


def _section(one: Told, keys: Keys) -> int:
    section = one.document.fact.section
    if section not in keys[Topic]:
        raise one.document.mistake(f"le thème «\xa0{section}\xa0» n’est déclaré nulle part", "section")
    return keys[Topic][section]


def _found(one: Told, field: str, key: str | None, among: Mapping[str, int]) -> int | None:
    if key is None:
        return None
    if key not in among:
        what = "n’existe pas" if field == "place" else "n’est déclaré nulle part"
        raise one.mistake(f"«\xa0{key}\xa0» {what}", field)
    return among[key]
