"""Reading a pack: what is right is read exactly, what is wrong is blamed at its line."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from maillage.base.packs import Fact, PackError, fingerprint, read

Write = Callable[[str | bytes], Path]


class Line(Fact):
    key: str
    amount: Decimal


class File(Fact):
    lines: list[Line]


GOOD = "lines:\n  - key: un\n    amount: 1.10\n  - key: non\n    amount: 2\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "faits.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_read_keeps_what_was_written(write: Write) -> None:
    fact = read(write(GOOD), File).fact

    assert [(line.key, str(line.amount)) for line in fact.lines] == [("un", "1.10"), ("non", "2")]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "le fichier est vide"),
        ("lines: [", 1, "l’écriture YAML est incorrecte ici"),
        (b"lines:\n  - key: \xff\n", 2, "le texte n’est pas en UTF-8"),
        ("lines:\n  - key: un\n", 2, "« lines.1.amount » : le champ manque"),
        (GOOD + "plus: 1\n", 6, "« plus » : ce champ est inconnu"),
        (
            GOOD.replace("1.10", "beaucoup"),
            3,
            "« lines.1.amount » : écrire un nombre, avec un point pour les décimales",
        ),
        ("lines:\n  - key: un\n    key: deux\n    amount: 1\n", 3, "le champ « key » est écrit deux fois"),
        ("lines: &a\n  - key: un\n    amount: *a\n", 3, "les renvois YAML (*nom) ne sont pas admis"),
        ("? [a, b]\n: 1\n", 1, "un nom de champ doit être un texte simple"),
        ("lines: texte\n", 1, "« lines » : écrire une liste, un tiret par élément"),
        ("- un\n", 1, "écrire des champs « nom: valeur »"),
    ],
)
def test_read_blames_the_line(write: Write, content: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(PackError) as caught:
        read(write(content), File)

    assert (caught.value.line, caught.value.reason) == (line, reason)


def test_read_counts_the_other_mistakes(write: Write) -> None:
    with pytest.raises(PackError, match=r"ligne 2 : .* \(et 1 autre\(s\) erreur\(s\) dans ce fichier\)"):
        read(write("lines:\n  - key: un\n  - key: deux\n"), File)


def test_read_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"rien.yaml, ligne 1 : le fichier manque"):
        read(tmp_path / "rien.yaml", File)


def test_read_refuses_a_huge_file(write: Write) -> None:
    with pytest.raises(PackError, match="dépasse 5 Mo"):
        read(write(b"#" * 5_000_001), File)


def test_fingerprint_changes_with_content_and_name(write: Write, tmp_path: Path) -> None:
    path = write(GOOD)
    first = fingerprint(tmp_path)

    path.write_text(GOOD + "#")
    second = fingerprint(tmp_path)
    path.rename(tmp_path / "autre.yaml")

    assert len({first, second, fingerprint(tmp_path)}) == 3
