"""The geography of France that is shipped with the platform: tables derived by `scripts/geography`."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.base import packs

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"

# What the pages say of it; `data/README.md` says more.
CODES = "Insee, code officiel géographique au 1er\xa0janvier\xa02026"
POPULATION = "Insee, population municipale 2023, en vigueur au 1er\xa0janvier\xa02026"
HISTORY = "Insee, mouvements de communes depuis 1943\xa0; après 2019, d’après l’état de chaque 1er\xa0janvier"
SHAPES = "Natural Earth, simplifié"


def fingerprint() -> str:
    """Return the SHA-256 of the tables and of the code that loads them."""
    code = b"".join((HERE / name).read_bytes() for name in ("reference.py", "pack.py", "folding.py"))
    return hashlib.sha256(packs.fingerprint(DATA).encode() + code).hexdigest()


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the lines of one table, by column."""
    with io.StringIO(_text(name), newline="") as text:
        yield from csv.DictReader(text)


def geometries() -> dict[str, dict[str, Any]]:
    """Return department code -> GeoJSON geometry."""
    found: dict[str, dict[str, Any]] = json.loads(_text("departments.json.gz"))
    return found


def _text(name: str) -> str:
    content = (DATA / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()
