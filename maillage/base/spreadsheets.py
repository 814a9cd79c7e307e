"""Tables that people open in a spreadsheet: CSV whose cells are never run as formulas."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse

# What a spreadsheet takes for the beginning of a formula (ASVS 5.0, 1.2.10), full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def inert(cell: object) -> object:
    """Return a cell that no spreadsheet runs: a text that looks like a formula takes an apostrophe before it.

    >>> inert("=1+1"), inert(-1)
    ("'=1+1", -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_typed(cell: str) -> str:
    """Return a cell of ours without the apostrophe that `inert` put before it.

    >>> as_typed("'=1+1"), as_typed("'avant"), as_typed("=1")
    ('=1+1', "'avant", '=1')
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def as_csv(name: str, rows: Iterable[Iterable[object]], *, office: bool = False) -> HttpResponse:
    """Return rows as a file to download, in UTF-8, every text cell inert; numbers stay bare.

    `office`: with the mark and the semicolons that a French office suite needs to open it on a double click.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff" if office else "")
    writer = csv.writer(response, delimiter=";" if office else ",")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return response
