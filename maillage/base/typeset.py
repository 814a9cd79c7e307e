"""Documents: a Typst template and data make the bytes of a tagged PDF (PDF/UA-1)."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import typst

CODE = Path(__file__).resolve().parent.parent
SHARED = CODE / "base" / "typst"
# What the fonts can show and Typst can shape: Latin, Greek, Cyrillic, punctuation, currencies, arrows, signs.
_SHOWN = re.compile(
    "[\\n\\t -~"
    "\u00a0-\u00ac\u00ae-\u024f\u0386-\u038a\u038c\u038e-\u03a1\u03a3-\u045f\u1e00-\u1eff\u2010-\u2027"
    "\u202f-\u2040\u2044-\u2052\u2070\u2071\u2074-\u208e\u20a0-\u20bf\u2100-\u211e\u2122\u2126-\u2151"
    "\u2153-\u215f\u2190-\u22ff\u2500-\u2606\u2610-\u262f\u2713\u2714]",
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Cn", "Mn", "Me", "Zl", "Zp"}
MISSING = "▯"
_NAME = re.compile(r"([a-z_]+)/([a-z_]+\.typ)")


class TypesetError(Exception):
    """A document that cannot be made; the French sentence says which, and why."""


def typeset(template: str | Path, data: Mapping[str, object], *, at: datetime | None = None) -> bytes:
    """Return the PDF/UA-1 bytes of a document; the same template, data and `at` give the same bytes.

    `template` is "app/name.typ", found in maillage/app/typst/, or a path. It reads its own folder and the
    shared `@base/typst:1.0.0`, nothing else. Strings of `data` are shown as they are; a character that no
    font has shows as ▯. `at` becomes the creation date of the file, which has none otherwise.
    Raise `TypesetError`. Not to be called inside a transaction: it may take a tenth of a second.
    """
    path = template if isinstance(template, Path) else _path(template)
    inputs = {"data": _json(path, data)} | ({"dated": "1"} if at else {})
    try:
        return typst.compile(
            path,
            root=path.parent,
            font_paths=_fonts(),
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            package_path=CODE,
            package_cache_path=SHARED / "none",
            timestamp=int(at.timestamp()) if at else 0,
        )
    except typst.TypstError as error:
        raise TypesetError(_sentence(path, " ".join([error.message, *error.hints]))) from None
    except BaseException as error:
        # Typst's own faults come as a pyo3 PanicException, which is no Exception and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise TypesetError(_sentence(path, "le compositeur de documents a rencontré une erreur")) from error


def shown(text: str) -> str:
    """Return the text as a document shows it: composed, nothing invisible, ▯ for what no font has."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(one if _SHOWN.match(one) else _stand_in(one) for one in composed)


def _stand_in(character: str) -> str:
    return "" if unicodedata.category(character) in _INVISIBLE else MISSING


def _path(template: str) -> Path:
    match = _NAME.fullmatch(template)
    path = CODE / match[1] / "typst" / match[2] if match else None
    if path is None or not path.is_file():
        raise TypesetError(f"Le modèle de document « {template} » n’existe pas.")
    return path


def _json(path: Path, data: Mapping[str, object]) -> str:
    try:
        return json.dumps(_plain(data), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise TypesetError(_sentence(path, f"donnée impossible à transmettre, {error}")) from None


def _plain(value: object) -> object:
    """Return data as JSON holds them; amounts and dates as texts, as their words are the caller's choice."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return shown(str(value)) if isinstance(value, str | Decimal | date) else value


def _sentence(path: Path, reason: str) -> str:
    return f"Le document « {path.stem} » n’a pas pu être composé : {reason}"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the bundled fonts alone: the same document on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[SHARED / "fonts"])
