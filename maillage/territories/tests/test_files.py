"""Reading CSV files that people bring."""

from pathlib import Path

import pytest

from maillage.territories.files import FileRefused, table
from maillage.territories.numbers import number


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "centres.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(path: Path) -> list[dict[str, str]]:
    return [line.cells for line in table(path, ["code", "latitude"], ["note"])]


@pytest.mark.parametrize(
    "content",
    [
        "code,latitude\n88160,48.1\n",
        "\ufeffcode;latitude\r\n88160;48.1\r\n",
        "latitude\tCODE \n48.1\t 88160 \n\n",
        '"code","latitude"\n"88160","48.1"\n',
    ],
)
def test_separators_case_and_order_do_not_matter(tmp_path: Path, content: str) -> None:
    assert cells(written(tmp_path, content)) == [{"code": "88160", "latitude": "48.1"}]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "ligne 1 : il manque la colonne « code » ; attendu : code, latitude, note (facultatif)"),
        ("code\n88160\n", "ligne 1 : il manque la colonne « latitude »"),
        ("code,latitude\n88160\n", "ligne 2 : 1 cellules pour 2 colonnes"),
        ("code,latitude\n88160,1,2\n", "ligne 2 : 3 cellules pour 2 colonnes"),
        ('code,latitude\n88160,"48.1\n', "ligne 2 : la ligne n’est pas du CSV correct"),
        ("code,latitude\n88160,\u202e1\n", "ligne 2 : un caractère invisible est à retirer"),
        ("code,latitude\n88160,é".encode("latin-1"), "ligne 2 : le texte n’est pas en UTF-8"),
    ],
)
def test_mistake_says_its_line(tmp_path: Path, content: str | bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as caught:
        cells(written(tmp_path, content))

    assert caught.value.sentence.replace("\xa0", " ").startswith(f"centres.csv, {reason}")


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="ce fichier n’existe pas"):
        cells(tmp_path)


@pytest.mark.parametrize("text", ["", "1e3", "1 000", "0x10", "nan", "١", "--1", "1,2,3", "12345678"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        number(text)
