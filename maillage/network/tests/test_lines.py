"""The list of the sentences of a document, and what says each."""

from pathlib import Path

import pytest

from maillage.base.packs import PackError
from maillage.network import lines
from maillage.network.sentences import mark
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load

pytestmark = pytest.mark.django_db
TEXT = "Titre\n\n• Une phrase. Une autre…\n"


def listing(folder: Path, *rows: str) -> Path:
    (folder / "lines.yaml").write_text(
        "\n".join(["source: fiche", "lines:", *(f"  - {row}" for row in rows)])
    )
    return folder


def whole(folder: Path) -> Path:
    return listing(
        folder,
        f"{{line: 1, mark: {mark('Titre')}, reason: intertitre}}",
        f"{{line: 3, mark: {mark('Une phrase.')}, entries: [aide]}}",
        f"{{line: 3, sentence: 2, mark: {mark('Une autre…')}, entries: [aide]}}",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("source: fiche\nlines", "source: page\nlines", 1, "« page » n’est déclaré nulle part"),
        ("source: fiche\nlines", "lines", 1, "«  » n’est déclaré nulle part"),
        ("entries: [rencontre]", "entries: [bal]", 6, "« bal » n’est déclaré nulle part"),
        ("figures: [equipe]", "figures: [effectif]", 5, "« effectif » n’est déclaré nulle part"),
        ("sources: [fiche]", "sources: [page]", 5, "« page » n’est déclaré nulle part"),
        ("pack: [name]", "pack: [devise]", 4, "valeur refusée ; possible : 'name', 'sheet_dated'"),
        ("line: 2,", "line: 1,", 4, "les phrases vont dans l’ordre du document"),
        ("line: 2,", "line: 9,", 5, "les phrases vont dans l’ordre du document"),
        ("sentence: 2,", "sentence: 1,", 7, "les phrases vont dans l’ordre du document"),
        (", reason: transition", "", 7, "nommez les faits qui disent cette phrase"),
        ("reason: transition", "reason: transition, entries: [aide]", 7, "nommez les faits"),
        ("reason: transition", f"reason: {'r' * 201}", 7, "trop long ; maximum : 200"),
        ("mark: 0123456789ab", "mark: La phrase.", 3, "« lines.1.mark » : forme refusée"),
        ("line: 1,", "line: première,", 3, "écrivez un nombre entier"),
        ("line: 1,", "line: 1, ligne: 1,", 3, "ce nom n’est pas connu ici"),
    ],
)
def test_malformed_list_is_refused(small_pack: Write, old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(PackError) as caught:
        load(small_pack("lines.yaml", old, new))

    said = str(caught.value).replace("\xa0", " ")
    assert said.startswith(f"lines.yaml, ligne {line} : ")
    assert reason in said


def test_empty_list_needs_no_source(small_pack: Write) -> None:
    folder = small_pack()
    (folder / "lines.yaml").write_text("lines: []\n")

    assert [line.created for line in load(folder)][-1] == 4


def test_whole_list_has_no_gap(small_pack: Write) -> None:
    assert list(lines.gaps(whole(small_pack()), TEXT)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT + "Encore.", ["ligne 4, phrase 1 : absente de lines.yaml"]),
        ("Titre\n\n• Une phrase.\n", ["ligne 3, phrase 2 : absente du document"]),
        (TEXT.replace("Titre", "Sous-titre"), ["ligne 1, phrase 1 : le document dit autre chose"]),
    ],
)
def test_each_gap_is_said(small_pack: Write, text: str, said: list[str]) -> None:
    assert [gap.replace("\xa0", " ") for gap in lines.gaps(whole(small_pack()), text)] == said


def test_skeleton_is_a_list_to_fill_in(small_pack: Write) -> None:
    folder = small_pack()
    written = "\n".join(lines.skeleton(TEXT)).replace("source:", "source: fiche")
    (folder / "lines.yaml").write_text(written)

    load(folder)

    assert written.count("reason: à lire") == 3
    assert list(lines.gaps(folder, TEXT)) == []
