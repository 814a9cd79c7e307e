"""Reading files that people bring: CSV and GeoJSON, each mistake with its file, its place and its reason."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from maillage.base.errors import Refusal
from maillage.base.packs import UNTYPABLE

MAX_BYTES = 200_000_000
MAX_LINES = 2_000_000
SEPARATORS = ",;\t"


class FileRefused(Refusal):
    """A file that is not taken in; says which one, where and why."""

    def __init__(self, path: Path, place: str, reason: str) -> None:
        where = f"{path.name}, {place}" if place else path.name
        super().__init__(f"{where}\xa0: {reason}.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a CSV file, by column; knows its place."""

    path: Path
    number: int
    cells: dict[str, str]

    def refuse(self, reason: str) -> NoReturn:
        """Refuse the whole file because of this line."""
        raise FileRefused(self.path, f"ligne {self.number}", reason)


def text_of(path: Path) -> str:
    """Return the text of a plain UTF-8 file; a pipe would be waited for, a device has no end."""
    try:
        if not path.is_file():
            raise FileRefused(path, "", "ce fichier n’existe pas")
        if path.stat().st_size > MAX_BYTES:
            raise FileRefused(path, "", f"le fichier dépasse {MAX_BYTES // 10**6}\xa0Mo")
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(path, "", "le fichier ne peut être lu") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(path, f"ligne {line}", "le texte n’est pas en UTF-8") from error


def table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Line]:
    """Yield the lines of a CSV file whose first line names its columns, in any order; others are ignored.

    The separator is a comma, a semicolon or a tabulation.
    """
    text = text_of(path)
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True
    )
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if missing := [name for name in required if name not in head]:
            wanted = ", ".join([*required, *(f"{name} (facultatif)" for name in optional)])
            raise FileRefused(
                path, "ligne 1", f"il manque la colonne «\xa0{missing[0]}\xa0»\xa0; attendu\xa0: {wanted}"
            )
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _line(path, reader.line_num, head, row)
    except csv.Error as error:
        raise FileRefused(path, f"ligne {reader.line_num}", "la ligne n’est pas du CSV correct") from error


def _line(path: Path, number: int, head: list[str], row: list[str]) -> Line:
    line = Line(path, number, dict(zip(head, (cell.strip() for cell in row), strict=False)))
    if number > MAX_LINES:
        line.refuse(f"plus de {MAX_LINES} lignes")
    if len(row) != len(head):
        line.refuse(f"{len(row)} cellules pour {len(head)} colonnes")
    if any(UNTYPABLE.search(cell) for cell in row):
        line.refuse("un caractère invisible est à retirer")
    return line


def json_of(path: Path) -> Any:  # noqa: ANN401 -- whatever the file holds; outlines.py checks it
    """Return what a JSON file holds; NaN and infinities, which JSON does not have, are refused."""

    def refuse(name: str) -> NoReturn:
        raise FileRefused(path, "", f"«\xa0{name}\xa0» n’est pas un nombre")

    text = text_of(path)
    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise FileRefused(path, f"ligne {error.lineno}", "ce n’est pas du JSON") from error
    except (RecursionError, ValueError) as error:  # nested without end; an integer of thousands of digits
        raise FileRefused(path, "", "ce JSON est démesuré") from error
