"""Loading the geography over what is stored: what changes, what ends, what was imported and stays."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.base.entries import JournalEntry
from maillage.base.packs import PackLoad
from maillage.territories import pack, reference
from maillage.territories.models import Former, Shape, Territory
from maillage.territories.tests.conftest import AT
from maillage.territories.tests.drawings import polygon, square

pytestmark = pytest.mark.django_db
Write = Callable[..., None]
TABLES = {
    "regions.csv": ["code,name", "44,Grand Est"],
    "departments.csv": ["code,name,region", "88,Vosges,44"],
    "councils.csv": ["code,name,starts_on,ends_on,departments,reference", "88D,Conseil,,,88,"],
    "epci.csv": ["code,kind,name", "200000001,CC,CC de la Vallée"],
    "communes.csv.gz": [
        "code,name,department,epci,population,postal_codes,latitude,longitude,position",
        "88001,Amont,88,200000001,100,88000,48.0,6.0,geonames",
        "88002,Aval,88,200000001,300,88000 88100,49.0,7.0,geonames",
    ],
    "former.csv.gz": [
        "code,name,starts_on,ends_on,exact,kind,into,today",
        "88003,Hameau,,2019-01-01,1,merged,88002,88002",
    ],
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give a way to write a small geography, tables changed by name."""
    monkeypatch.setattr(reference, "DATA", tmp_path)

    def write(**changed: list[str]) -> None:
        for name, lines in TABLES.items():
            text = "\n".join(changed.get(name.partition(".")[0], lines)) + "\n"
            content = text.encode()
            (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        shapes = json.dumps({"88": polygon(square(0))}).encode()
        (tmp_path / "departments.json.gz").write_bytes(gzip.compress(shapes))

    write()
    return write


def load() -> dict[str, tuple[int, int, int, int]]:
    return {
        line.kind: (line.created, line.updated, line.unchanged, line.removed)
        for line in pack.load_reference(at=AT)
    }


def place(slug: str) -> Territory:
    return Territory.objects.get(slug=slug)


@pytest.mark.usefixtures("write")
def test_first_load_makes_everything_and_journals_it() -> None:
    assert load()["territoires"] == (6, 0, 0, 0)

    entry = JournalEntry.objects.get(action="base.pack_loaded")
    assert entry.meta["counts"]["anciennes communes"] == [1, 0, 0, 0]
    assert PackLoad.objects.get().name == "territoires"


@pytest.mark.usefixtures("write")
def test_wider_territories_hold_the_sum_and_the_centre_of_their_communes() -> None:
    load()

    for slug in ("R44", "88", "200000001"):
        assert (place(slug).population, place(slug).point) == (400, (48.75, 6.75))
    assert place("FR").population == 400


@pytest.mark.usefixtures("write")
def test_second_load_does_nothing() -> None:
    load()
    before = JournalEntry.objects.count(), list(Territory.objects.values())

    assert load() == {}
    assert (JournalEntry.objects.count(), list(Territory.objects.values())) == before


def test_new_population_updates_the_rows_and_keeps_them(write: Write) -> None:
    load()
    before = place("88001").pk
    write(communes=[*TABLES["communes.csv.gz"][:1], "88001,Amont,88,200000001,101,88000,48.0,6.0,geonames",
                    TABLES["communes.csv.gz"][2]])  # fmt: skip

    assert load()["territoires"] == (0, 5, 1, 0)  # the commune and all that hold it
    assert (place("88001").pk, place("88001").population, place("R44").population) == (before, 101, 401)


def test_commune_that_merged_ends_and_becomes_a_code_of_the_past(write: Write) -> None:
    load()
    former = [*TABLES["former.csv.gz"], "88001,Amont,,2027-01-01,0,new_commune,88002,88002"]
    write(communes=[TABLES["communes.csv.gz"][0], TABLES["communes.csv.gz"][2]], former=former)

    assert load()["territoires"][3] == 1
    assert place("88001").ended
    assert [row.code for row in Former.objects.get(code="88001").today.all()] == ["88002"]
    assert not Territory.objects.of_level("commune").filter(slug="88001").exists()


def test_commune_back_after_its_end_is_the_same_row(write: Write) -> None:
    load()
    before = place("88001").pk
    write(communes=[TABLES["communes.csv.gz"][0], TABLES["communes.csv.gz"][2]])
    load()
    write()

    load()

    assert (place("88001").pk, place("88001").ended) == (before, False)


def test_imported_position_and_shape_stay(write: Write) -> None:
    load()
    Territory.objects.filter(slug="88001").update(latitude=48.5, longitude=6.5, position="official")
    Shape.objects.filter(territory__slug="88").update(origin=Shape.Origin.IMPORTED, source="IGN")
    write(regions=["code,name", "44,Grand-Est"])

    load()

    assert place("88001").point == (48.5, 6.5)
    assert place("R44").name == "Grand-Est"
    assert Shape.objects.get(territory__slug="88").source == "IGN"


def test_council_moves_to_other_departments(write: Write) -> None:
    load()
    write(councils=["code,name,starts_on,ends_on,departments,reference", "88D,Conseil,,,,"])

    load()

    assert list(place("88").councils.all()) == []
