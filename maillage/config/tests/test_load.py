"""`maillage load PACK`: what changed, or file, line and reason, and nothing loaded."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from maillage.base.entries import JournalEntry
from maillage.base.packs import PackLoad
from maillage.network.format import DEEPEST
from maillage.network.models import Collectivite, Entry, Revision
from maillage.observatory.models import Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Give a copy of the real pack, that a test may spoil."""
    return shutil.copytree(settings.PACK, tmp_path / "copie")


def load(pack: Path, *options: str) -> str:
    said = StringIO()
    call_command("load", str(pack), *options, stdout=said)
    return said.getvalue().replace("\xa0", " ")


def spoil(pack: Path, old: str, new: str, name: str = "figures.yaml") -> int:
    """Replace the first text by the other; return its line."""
    text = (pack / name).read_text()
    before, found, _ = text.partition(old)
    assert found
    (pack / name).write_text(text.replace(old, new, 1))
    return before.count("\n") + 1


def test_load_says_what_was_done_and_journals_it(pack: Path) -> None:
    said = load(pack)

    entry = JournalEntry.objects.get(action="base.pack_loaded")
    assert f"chiffres : {Figure.objects.count()} créés, 0 modifiés, 0 inchangés, 0 retirés" in said
    assert entry.meta["counts"]["chiffres"] == [Figure.objects.count(), 0, 0, 0]
    assert entry.meta["sha256"] == PackLoad.objects.get(name="copie").sha256


def test_load_twice_does_nothing(pack: Path) -> None:
    load(pack)

    assert load(pack) == "copie : rien n’a changé depuis le dernier chargement.\n"
    assert PackLoad.objects.filter(name="copie").count() == Revision.objects.count() == 1
    assert JournalEntry.objects.count() == 2


def test_load_that_changes_a_figure_publishes_a_revision(pack: Path) -> None:
    load(pack)
    spoil(pack, "label: Superficie", "label: Étendue")
    load(pack)

    told = list(Revision.objects.order_by("number").values_list("number", "note", "changes"))
    assert told == [(1, "Paquet «\xa0copie\xa0» chargé", 0), (2, "Paquet «\xa0copie\xa0» chargé", 1)]


def test_load_of_facts_too_deep_for_a_sheet_is_refused(pack: Path) -> None:
    deep = "{key: k0, kind: aim, title: T, line: 1}"
    for rank in range(1, DEEPEST + 1):
        deep = f"{{key: k{rank}, kind: aim, title: T, line: 1, entries: [{deep}]}}"
    cadre = pack / "entries" / "cadre.yaml"
    cadre.write_text(f"{cadre.read_text()}  - {deep}\n")

    with pytest.raises(CommandError, match="la fiche ne peut être publiée"):
        load(pack)

    assert not PackLoad.objects.filter(name="copie").exists()


def test_load_of_another_file_of_the_pack_changes_no_figure(pack: Path) -> None:
    load(pack)
    (pack / "LISEZMOI").write_text("a")

    assert "0 créés, 0 modifiés" in load(pack)
    assert PackLoad.objects.filter(name="copie").count() == 2


def test_pack_takes_the_place_of_another_and_back(pack: Path) -> None:
    load(pack)
    other = shutil.copytree(pack, pack.parent / "autre")
    spoil(other, "name: Région Grand Est", "name: Autre Région", "pack.yaml")
    load(other)

    assert "collectivités : 0 créés, 1 modifiés" in load(pack)
    assert Collectivite.objects.get().name == "Région Grand Est"


def test_load_says_to_name_the_site_after_another_collectivite(pack: Path) -> None:
    assert "À faire" not in load(pack)
    spoil(pack, "name: Région Grand Est", "name: Autre Région", "pack.yaml")

    assert "Réglez MAILLAGE_COLLECTIVITE sur « Autre Région »." in load(pack)


def test_altered_line_of_the_pack_is_one_change(pack: Path) -> None:
    load(pack)
    spoil(pack, "alias: GUEST", "alias: Guest", "entries/evenements.yaml")

    assert f"faits : 0 créés, 1 modifiés, {Entry.objects.count() - 1} inchangés, 0 retirés" in load(pack)


def test_dry_run_says_the_same_and_writes_nothing(pack: Path) -> None:
    tried = load(pack, "--dry-run")

    assert not Figure.objects.exists()
    assert not PackLoad.objects.filter(name="copie").exists()
    assert not JournalEntry.objects.exists()
    assert tried == load(pack)


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("figures.yaml", "value: 57433", "value: beaucoup", "« figures.1.value » : écrivez un nombre"),
        ("figures.yaml", "value: 57433", "valeur: 57433", "« figures.1.valeur » : ce nom n’est pas connu"),
        ("figures.yaml", "topics:", "topics: [" + "[" * 5000 + "]", "plus de 20 listes"),
        ("figures.yaml", "label: Superficie", 'label: "\\0"', "ce texte contient un caractère"),
        ("figures.yaml", "topic: emploi", "topic: chomage", "« chomage » n’est déclaré nulle part"),
        ("pack.yaml", "territory: R44", "territory: R99", "le territoire « R99 » n’existe pas"),
        ("entries/aides.yaml", "kind: aid", "kind: cadeau", "« entries.1.kind » : valeur refusée"),
        ("lines.yaml", "line: 3\n", "line: 1\n", "les phrases vont dans l’ordre du document"),
    ],
)
def test_malformed_pack_is_refused_whole(pack: Path, name: str, old: str, new: str, reason: str) -> None:
    line = spoil(pack, old, new, name)

    with pytest.raises(CommandError) as caught:
        load(pack)

    said = f"Paquet refusé, rien n’a été chargé. {Path(name).name}, ligne {line} : {reason}"
    assert str(caught.value).replace("\xa0", " ").startswith(said)
    assert not JournalEntry.objects.exists()
    assert not PackLoad.objects.filter(name="copie").exists()
    assert not Figure.objects.exists()
    assert not Entry.objects.exists()


def test_malformed_pack_leaves_what_was_loaded(pack: Path) -> None:
    load(pack)
    before = list(Figure.objects.values())
    line = spoil(pack, "value: 57433", "value: NaN")

    with pytest.raises(CommandError, match=f"ligne {line}\\b"):
        load(pack)

    assert list(Figure.objects.values()) == before


@pytest.mark.parametrize("name", ["absent", "x" * 5000, "copie/figures.yaml"])
def test_what_is_no_folder_is_refused(pack: Path, name: str) -> None:
    with pytest.raises(CommandError, match="ce dossier n’existe pas"):
        load(pack.parent / name)


def test_folder_without_facts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"figures.yaml, ligne 1\xa0: le fichier manque"):
        load(tmp_path)
