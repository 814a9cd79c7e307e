"""`maillage pack new|check|lines`: an empty pack that loads, a pack verified, a document listed."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from maillage.base.packs import PackLoad
from maillage.config import packs
from maillage.config.management.commands.pack import EMPTY
from maillage.network.kinds import Kind, Variety
from maillage.network.models import Entry
from maillage.observatory.models import Figure
from maillage.territories.models import Territory

pytestmark = pytest.mark.django_db
BRETAGNE = {
    "pack.yaml": {
        "key: ma-collectivite": "key: region-bretagne",
        "name: Ma collectivité": "name: Région Bretagne",
        "level: other": "level: region",
        "# territory: R53": "territory: R53",
        'member_since: "?"': "member_since: 2010",
    },
    "figures.yaml": {
        "sources: []": "sources:\n  - {key: page, title: Page, publisher: Région, dated: 2024}",
    },
    "entries/aides.yaml": {
        "# source: fiche-2022": "source: page",
        "    title: Premier dispositif d’aide\n    status: a_completer": "    title: Pass Asso\n    line: 3",
    },
}


def run(*words: str) -> str:
    said = StringIO()
    call_command("pack", *words, stdout=said)
    return said.getvalue().replace("\xa0", " ")


@pytest.fixture
def bretagne(tmp_path: Path) -> Path:
    """Give a pack begun with `pack new` for another region."""
    Territory.objects.create(slug="R53", level="region", code="53", name="Bretagne")
    run("new", str(folder := tmp_path / "bretagne"))
    for name, replaced in BRETAGNE.items():
        text = (folder / name).read_text()
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        (folder / name).write_text(text)
    return folder


def test_new_pack_loads_and_gives_a_sheet_to_complete(client: Client, tmp_path: Path) -> None:
    said = run("new", str(folder := tmp_path / "nouveau"))

    packs.load(folder, at=timezone.now())

    assert said.startswith(f"Paquet écrit dans {folder}.")
    assert set(Entry.objects.values_list("status", flat=True)) == {"a_completer"}
    assert not Figure.objects.exists()
    page = client.get("/fiche/").content.decode()
    assert "<h1>Ma collectivité</h1>" in page
    assert page.count("à compléter") > Entry.objects.count() / 2


def test_new_pack_is_good(tmp_path: Path) -> None:
    run("new", str(tmp_path / "nouveau"))

    assert run("check", str(tmp_path / "nouveau")) == "nouveau : le paquet est bon.\n"


def test_new_pack_goes_into_an_empty_folder(tmp_path: Path) -> None:
    run("new", str(tmp_path))

    assert (tmp_path / "entries" / "aides.yaml").exists()


@pytest.mark.parametrize("busy", ["folder", "file"])
def test_new_pack_overwrites_nothing(tmp_path: Path, busy: str) -> None:
    path = tmp_path / "note.txt"
    path.write_text("à garder")

    with pytest.raises(CommandError, match="existe et n’est pas vide"):
        run("new", str(tmp_path if busy == "folder" else path))

    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("note.txt", "à garder")]


def test_new_pack_where_nothing_can_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")

    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        run("new", str(tmp_path / "fichier" / "paquet"))


def test_every_file_of_the_empty_pack_is_explained() -> None:
    for path in EMPTY.rglob("*.yaml"):
        assert path.read_text().startswith("# ")


@pytest.mark.parametrize("kind", [*Kind, *Variety])
def test_every_kind_of_fact_is_explained_in_the_empty_pack(kind: Kind | Variety) -> None:
    assert f"- `{kind.value}`\xa0: {kind.label}" in (EMPTY / "LISEZMOI.md").read_text()


def test_sheet_of_another_region_speaks_of_it_alone(client: Client, bretagne: Path, settings: object) -> None:
    settings.COLLECTIVITE_NAME = "Région Bretagne"  # type: ignore[attr-defined]
    packs.load(bretagne, at=timezone.now())

    pages = [client.get(path).content.decode() for path in ("/fiche/", "/fiche.json")]

    assert all("Région Bretagne" in page and "Pass Asso" in page for page in pages)
    assert not any(word in page for page in pages for word in ("Grand Est", "grand-est", "R44", "ITIS"))


def test_check_says_what_is_wrong_and_writes_nothing(bretagne: Path) -> None:
    path = bretagne / "entries" / "aides.yaml"
    path.write_text(path.read_text().replace("line: 3", "line: trois"))

    with pytest.raises(CommandError, match=r"Paquet refusé. aides.yaml, ligne \d+"):
        run("check", str(bretagne))

    assert not PackLoad.objects.filter(name="bretagne").exists()
    assert not Entry.objects.exists()


def test_check_leaves_a_good_pack_unloaded(bretagne: Path) -> None:
    assert run("check", str(bretagne)) == "bretagne : le paquet est bon.\n"
    assert not Entry.objects.exists()


def test_lines_of_a_document_are_listed_then_compared(bretagne: Path, tmp_path: Path) -> None:
    document = tmp_path / "page.txt"
    document.write_text("Titre\nUne aide. Une autre.\n")
    said = run("lines", str(document)).replace("source:  #", "source: page  #")
    (bretagne / "lines.yaml").write_text(said)

    assert run("check", str(bretagne), "--document", str(document)) == "bretagne : le paquet est bon.\n"
    document.write_text("Titre\nUne aide. Une autre. Une troisième.\n")
    with pytest.raises(CommandError, match="1 écart"):
        run("check", str(bretagne), "--document", str(document))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_unreadable_document_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content:
        (tmp_path / "page.txt").write_bytes(content)

    with pytest.raises(CommandError, match="ne peut pas être lu comme un texte"):
        run("lines", str(tmp_path / "page.txt"))


def test_check_of_the_real_pack_is_good() -> None:
    assert run("check", str(settings.PACK)) == "grand-est : le paquet est bon.\n"


def test_pack_of_another_region_has_its_own_home_page(client: Client, bretagne: Path) -> None:
    packs.load(bretagne, at=timezone.now())

    page = client.get("/").content.decode()
    assert "de notre territoire, faits et chiffres à l’appui" in page
    assert "Pass Asso" in page
    assert "Grand Est Emploi" not in page
