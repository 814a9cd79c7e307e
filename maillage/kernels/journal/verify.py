"""Verify a journal export off line, with nothing but Python: python -I -S verify.py FILE [--anchors FILE].

One JSON object per line: seq, at, actor_ref, action, object_ref, payload_commit, meta, prev_hash, hash, and
salt and payload unless erased. Canonical JSON has its keys sorted, no blank, no float, its text in NFC.
  payload_commit = SHA-256(salt bytes || canonical payload)
  hash           = SHA-256(TAG || prev_hash bytes || canonical(the seven fields of FACTS))
Prints {ok, entries, first_bad, reason}; `entries` counts those whole before the first bad one. Exit 0: whole;
1: altered; 2: unreadable. Only an anchor kept elsewhere shows a cut tail or a chain made again.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from unicodedata import is_normalized, normalize

TAG = b"maillage.journal/1\n"  # the version of the form: another form takes another tag
GENESIS = "0" * 64
TEXTS = ("at", "actor_ref", "action", "object_ref", "payload_commit")
FACTS = ("seq", *TEXTS, "meta")
ERASED = {*FACTS, "prev_hash", "hash"}
WHOLE = {*ERASED, "salt", "payload"}

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
_day = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_instant = re.compile(_day + r"T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{6}Z").fullmatch
_digest = re.compile(r"[0-9a-f]{64}").fullmatch
_text = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


class Altered(ValueError):  # noqa: N818 -- a finding, not an accident
    """What was read is not what was chained; the sentence names the means that saw it."""


class Verdict(NamedTuple):
    """What a verification found: 0 whole, 1 altered, 2 unreadable."""

    code: int
    entries: int = 0
    first_bad: int | None = None
    reason: str | None = None

    def line(self) -> str:
        """Return the verdict as its one JSON line."""
        found = {"ok": self.code == 0, "entries": self.entries, "first_bad": self.first_bad}
        line = json.dumps({**found, "reason": self.reason}, ensure_ascii=False)
        return line.encode(errors="backslashreplace").decode()  # a file name may be no text


def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return the object; refuse a key given twice, of which two readers would keep different values."""
    if len(found := dict(pairs)) != len(pairs):
        raise Altered("chaîne\xa0: une clé est donnée deux fois")
    return found


def _no_float(text: str) -> Json:
    raise Altered(f"chaîne\xa0: nombre à virgule «\xa0{text}\xa0», interdit dans la forme canonique")


_read = json.JSONDecoder(object_pairs_hook=unique, parse_float=_no_float, parse_constant=_no_float).decode


def normal(value: object) -> Json:
    """Return the value with its text in NFC; refuse what the form cannot hold (floats, dates, odd keys)."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str):
        return normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return unique([(normalize("NFC", key), normal(item)) for key, item in value.items()])
    raise Altered(f"chaîne\xa0: {type(value).__name__} n’a pas de forme canonique")


def canonical_read(value: Json) -> bytes:
    """Return the one form of what was read without a float: only keys and accents are left to set."""
    text = _text(value)
    try:
        return (text if text.isascii() or is_normalized("NFC", text) else _text(normal(value))).encode()
    except UnicodeEncodeError as error:
        raise Altered("chaîne\xa0: demi-caractère sans forme UTF-8") from error


def commitment(salt: str, payload: Json) -> str:
    """Return the commitment to a private content; without the salt (64 hex digits) it tells nothing of it."""
    return sha256(bytes.fromhex(salt) + canonical_read(payload)).hexdigest()


def seal(prev_hash: str, entry: dict[str, Json]) -> str:
    """Return the hash of an entry from the hash before it and its own facts."""
    facts = canonical_read({name: entry[name] for name in FACTS})
    return sha256(TAG + bytes.fromhex(prev_hash) + facts).hexdigest()


def _form(entry: Json) -> dict[str, Json]:
    if not isinstance(entry, dict) or (entry.keys() != WHOLE and entry.keys() != ERASED):
        raise Altered("chaîne\xa0: champ inconnu ou manquant")
    if not all(type(entry[name]) is str for name in TEXTS) or type(entry["meta"]) is not dict:
        raise Altered("chaîne\xa0: champ d’un autre type que prévu")
    if not _instant(str(entry["at"])) or not _digest(str(entry["payload_commit"])):
        raise Altered("chaîne\xa0: heure ou engagement illisible (AAAA-MM-JJTHH:MM:SS.ffffffZ, 64 chiffres)")
    return entry


def _open_commitment(salt: Json, payload: Json, commit: Json) -> None:
    if type(salt) is not str or not _digest(salt) or commitment(salt, payload) != commit:
        raise Altered("engagement\xa0: le contenu privé, ou son sel, n’est pas celui qui a été engagé")


def follow(prev: tuple[int, str, str], read: Json) -> tuple[int, str, str]:
    """Return (seq, at, hash) of the entry once it is proved to follow `prev`; else say why it does not."""
    (seq, prev_at, prev_hash), entry = prev, _form(read)
    if type(entry["seq"]) is not int or entry["seq"] != seq + 1:
        raise Altered(
            f"chaîne\xa0: entrée {seq + 1} attendue, {entry['seq']!r} lue (retrait, ajout, échange)"
        )
    if (at := str(entry["at"])) < prev_at:
        raise Altered("chaîne\xa0: l’heure recule d’une entrée à la suivante (entrée antidatée)")
    if entry["prev_hash"] != prev_hash:
        raise Altered("chaîne\xa0: l’entrée ne s’attache pas à celle qui la précède")
    if entry["hash"] != (found := seal(prev_hash, entry)):
        raise Altered("chaîne\xa0: l’empreinte ne correspond plus au contenu de l’entrée")
    if "salt" in entry:
        _open_commitment(entry["salt"], entry["payload"], entry["payload_commit"])
    return seq + 1, at, found


def _anchor(line: str) -> tuple[int, str, str]:
    found = _read(line)
    if not isinstance(found, dict) or found.keys() != {"date", "seq", "hash"}:
        raise Altered("champs date, seq et hash attendus")
    day, seq, digest = found["date"], found["seq"], found["hash"]
    if type(seq) is not int or seq < 1 or type(digest) is not str or not _digest(digest):
        raise Altered("numéro ou empreinte illisible")
    if type(day) is not str or not re.fullmatch(_day, day):
        raise Altered("date illisible (AAAA-MM-JJ attendu)")
    return seq, day, digest


def _meet(reached: tuple[int, str, str], anchors: list[tuple[int, str, str]]) -> tuple[int, str, str]:
    """Return what was reached if the anchors taken there saw the same; they come sorted, last first."""
    while anchors and anchors[-1][0] == reached[0]:
        _, day, digest = anchors.pop()
        if digest != reached[2]:
            raise Altered(f"ancre du {day}\xa0: l’empreinte était autre (chaîne refaite ou bifurquée)")
    return reached


def verify(lines: Iterable[str], anchors: Iterable[str] = ()) -> Verdict:
    """Follow the chain line by line and through the anchors; stop at the first entry that fails."""
    try:
        wanted = sorted((_anchor(line) for line in anchors if line.strip()), reverse=True)
    except (ValueError, OSError, RecursionError) as error:
        return Verdict(2, reason=f"ancres illisibles\xa0: {error}")
    done = (0, "", GENESIS)
    try:
        for line in lines:
            done = _meet(follow(done, _read(line)), wanted)
    except Altered as error:
        return Verdict(1, done[0], done[0] + 1, str(error))
    except OSError as error:
        return Verdict(2, done[0], reason=f"fichier illisible\xa0: {error}")
    except (ValueError, RecursionError):
        return Verdict(2, done[0], done[0] + 1, "ligne illisible\xa0: du JSON en UTF-8 est attendu")
    if wanted:
        missing = "ancre du {1}\xa0: l’entrée {0} manque (fin de chaîne retirée ou sauvegarde plus ancienne)"
        return Verdict(1, done[0], done[0] + 1, missing.format(*wanted[-1]))
    return Verdict(0, done[0])


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a file, cut at line feeds only."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} n’est pas un fichier")
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def main() -> int:
    """Verify the file named on the command line."""
    parser = argparse.ArgumentParser(description="Vérifie un export du journal, hors ligne.")
    parser.add_argument("file", metavar="FICHIER", type=Path)
    parser.add_argument("--anchors", metavar="ANCRES", type=Path, help="lignes JSON {date, seq, hash}")
    asked = parser.parse_args()
    verdict = verify(lines_of(asked.file), lines_of(asked.anchors) if asked.anchors else ())
    sys.stdout.buffer.write(f"{verdict.line()}\n".encode())
    return verdict.code


if __name__ == "__main__":
    sys.exit(main())
