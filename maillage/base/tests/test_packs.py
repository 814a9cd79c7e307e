"""Reading a pack: what is right is read exactly, what is wrong is blamed at its line."""

import json
import os
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.packs import Fact, PackError, fingerprint, name_of, read

Write = Callable[[str | bytes], Path]


class Line(Fact):
    key: str
    amount: Decimal


class File(Fact):
    lines: list[Line]


def plain(sentence: str) -> str:
    """Return a sentence as it is typed here, with the spaces of a keyboard."""
    return sentence.replace("\xa0", " ")


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
        ("lines:\n  - key: un\n", 2, "« lines.1.amount » : il manque"),
        (GOOD + "plus: 1\n", 6, "« plus » : ce nom n’est pas connu ici ; corrigez-le ou retirez-le"),
        (
            GOOD.replace("1.10", "beaucoup"),
            3,
            "« lines.1.amount » : écrivez un nombre",
        ),
        ("lines:\n  - key: un\n    key: deux\n    amount: 1\n", 3, "le champ « key » est écrit deux fois"),
        ("lines: &a\n  - key: un\n    amount: *a\n", 3, "les renvois YAML (*nom) ne sont pas admis"),
        ("? [a, b]\n: 1\n", 1, "un nom de champ doit être un texte simple"),
        ("lines: texte\n", 1, "« lines » : écrivez une liste"),
        ("- un\n", 1, "écrivez des noms suivis de leurs valeurs"),
        (
            "lines: " + "[" * 20 + "]" * 20,
            1,
            "plus de 20 listes ou champs l’un dans l’autre",
        ),
        ("lines: " + "{a: " * 5000 + "1" + "}" * 5000, 1, "plus de 20 listes ou champs l’un dans l’autre"),
        (
            'lines:\n  - key: "a\\0b"\n',
            2,
            "ce texte contient un caractère invisible (U+0000), à retirer",
        ),
        ('lines:\n  - "a\\eb": 1\n', 2, "ce texte contient un caractère invisible (U+001B), à retirer"),
        (
            'lines:\n  - key: "a\\ud800b"\n',
            2,
            "ce texte contient un caractère invisible (U+D800), à retirer",
        ),
        ("lines:\n  - key: a\u202eb\n", 2, "ce texte contient un caractère invisible (U+202E), à retirer"),
        (b"lines: \x00", 1, "l’écriture YAML est incorrecte ici"),
        (GOOD.encode("utf-16"), 1, "le texte n’est pas en UTF-8"),
        ("lines: []\n---\nlines: []\n", 2, "l’écriture YAML est incorrecte ici"),
        ("%YAML 9.9\n---\nlines: []\n", 1, "l’écriture YAML est incorrecte ici"),
        ("lines:\n\t- a\n", 2, "l’écriture YAML est incorrecte ici"),
        (GOOD.replace("1.10", "Infinity"), 3, "« lines.1.amount » : écrivez un nombre fini"),
        (GOOD.replace("1.10", "NaN"), 3, "« lines.1.amount » : écrivez un nombre fini"),
        (GOOD.replace("1.10", "[1]"), 3, "« lines.1.amount » : écrivez un nombre"),
        (GOOD.replace("key: un", "key: {a: 1}"), 2, "« lines.1.key » : écrivez un texte"),
        ("lines: [1]", 1, "« lines.1 » : écrivez des noms suivis de leurs valeurs"),
    ],
)
def test_read_blames_the_line(write: Write, content: str | bytes, line: int, reason: str) -> None:
    with pytest.raises(PackError) as caught:
        read(write(content), File)

    assert (caught.value.line, plain(caught.value.reason)) == (line, reason)


def test_read_counts_the_other_mistakes(write: Write) -> None:
    with pytest.raises(PackError, match=r"ligne 2\xa0: .* \(et 1 autre\(s\) erreur\(s\) dans ce fichier\)"):
        read(write("lines:\n  - key: un\n  - key: deux\n"), File)


def test_read_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"rien.yaml, ligne 1\xa0: le fichier manque"):
        read(tmp_path / "rien.yaml", File)


def test_read_takes_a_folder_for_no_file(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="le fichier manque ou ne peut être lu"):
        read(tmp_path, File)


@pytest.mark.parametrize("target", ["faits.yaml", "/dev/zero"])
def test_read_follows_no_loop_and_no_device(tmp_path: Path, target: str) -> None:
    (tmp_path / "faits.yaml").symlink_to(target)

    with pytest.raises(PackError, match="le fichier manque ou ne peut être lu"):
        read(tmp_path / "faits.yaml", File)


def test_read_waits_for_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "faits.yaml")

    with pytest.raises(PackError, match="le fichier manque ou ne peut être lu"):
        read(tmp_path / "faits.yaml", File)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_read_refuses_or_reads_any_bytes(content: bytes) -> None:
    with TemporaryDirectory() as folder, suppress(PackError):
        path = Path(folder, "faits.yaml")
        path.write_bytes(content)

        assert read(path, File).fact.lines == []


@given(st.recursive(st.text(max_size=5), lambda more: st.lists(more) | st.dictionaries(st.text(), more)))
def test_read_blames_any_shape_in_french(tree: object) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "faits.yaml")
        path.write_text(json.dumps({"lines": tree, "more": tree}))
        with pytest.raises(PackError) as caught:
            read(path, File)

    assert not re.search("Input|should|valid", caught.value.reason)


def test_read_refuses_a_huge_file(write: Write) -> None:
    with pytest.raises(PackError, match="dépasse 5\xa0Mo"):
        read(write(b"#" * 5_000_001), File)


def test_fingerprint_changes_with_content_and_name(write: Write, tmp_path: Path) -> None:
    path = write(GOOD)
    first = fingerprint(tmp_path)

    path.write_text(GOOD + "#")
    second = fingerprint(tmp_path)
    path.rename(tmp_path / "autre.yaml")

    assert len({first, second, fingerprint(tmp_path)}) == 3


def test_fingerprint_passes_over_what_is_no_file(write: Write, tmp_path: Path) -> None:
    write(GOOD)
    first = fingerprint(tmp_path)

    os.mkfifo(tmp_path / "tube")
    (tmp_path / "ici").symlink_to(".")
    (tmp_path / "nulle-part").symlink_to("absent")

    assert fingerprint(tmp_path) == first


def test_fingerprint_knows_a_name_that_is_not_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")).write_text("a")

    assert fingerprint(tmp_path)


def test_name_of_a_folder_is_its_own_even_from_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert name_of(Path()) == tmp_path.name


@pytest.mark.parametrize("name", ["absent", "x" * 5000, "fichier"])
def test_name_of_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "fichier").write_text("a")

    with pytest.raises(PackError, match="ce dossier n’existe pas"):
        name_of(tmp_path / name)


@pytest.mark.parametrize("name", [b"\xff", b"n" * 101])
def test_name_that_cannot_be_kept_is_refused(tmp_path: Path, name: bytes) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    folder.mkdir()

    with pytest.raises(PackError, match="un nom lisible, de 100 signes au plus"):
        name_of(folder)
