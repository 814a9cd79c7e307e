"""Verify a journal export off line, with nothing but Python: python -I -S verify.py FILE [--anchors FILE].

One JSON object per line: seq, at, actor_ref, action, object_ref, payload_commit, meta, prev_hash, hash, and
salt and payload unless erased. Canonical JSON has its keys sorted, no blank, no float, its text in NFC.
  payload_commit = SHA-256(salt bytes || canonical payload)
  hash           = SHA-256(TAG || prev_hash bytes || canonical(the line less prev_hash, hash, salt, payload))
Prints {ok, entries, first_bad, reason}; `entries` counts those whole before the first bad one. Exit 0: whole;
1: altered; 2: unreadable. Only an anchor kept elsewhere shows a cut tail or a chain made again.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from json import JSONDecoder, JSONEncoder, dumps
from pathlib import Path
from typing import NamedTuple
from unicodedata import is_normalized, normalize

TAG = b"maillage.journal/1\n"  # the version of the form: another form takes another tag
GENESIS = "0" * 64
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
_day, _hex = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "([0-9a-f]{64})"
_at = _day + r"T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{6}Z"
_str = r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"'
# A line in canonical form, around `meta` and `payload`.
_head = re.compile(rf'(\{{"action":{_str},"actor_ref":{_str},"at":"({_at})",)"hash":"{_hex}","meta":(?=\{{)')
_about = re.compile(rf'(,"object_ref":{_str})(,"payload":)?')
_salt = rf'(?:"salt":"{_hex}",)?'
_tail = re.compile(rf'(,"payload_commit":"{_hex}",)"prev_hash":"{_hex}",{_salt}("seq":([1-9][0-9]*)\}})\n?')
_anchored = re.compile(rf'\{{"date":"({_day})","hash":"{_hex}","seq":([1-9][0-9]*)\}}')
_text = JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


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
        line = dumps({**found, "reason": self.reason}, ensure_ascii=False)
        return line.encode(errors="backslashreplace").decode()  # a file name may be no text


def unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return the object; refuse a key given twice, of which two readers would keep different values."""
    if len(found := dict(pairs)) != len(pairs):
        raise Altered("chaîne\xa0: une clé est donnée deux fois")
    return found


def _no_float(text: str) -> Json:
    raise Altered(f"chaîne\xa0: nombre à virgule «\xa0{text}\xa0», interdit dans la forme canonique")


_read = JSONDecoder(object_pairs_hook=unique, parse_float=_no_float, parse_constant=_no_float).decode
_part = JSONDecoder(parse_float=_no_float, parse_constant=_no_float).raw_decode


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


def commitment(salt: str, private: bytes) -> str:
    """Return the commitment to a private content; without the salt (64 hex digits) it tells nothing of it."""
    return sha256(bytes.fromhex(salt) + private).hexdigest()


def seal(prev_hash: str, facts: bytes) -> str:
    """Return the hash of an entry from the hash before it and its own facts."""
    return sha256(TAG + bytes.fromhex(prev_hash) + facts).hexdigest()


def _cut(line: str, *, sure: bool = False) -> tuple[tuple[str, ...], str | None, str, str] | None:
    """Cut a line; None where it is no entry in canonical form, which is checked unless `sure`."""
    if not (head := _head.match(line)):
        return None
    meta, meta_end = _part(line, head.end())
    if not (about := _about.match(line, meta_end)):
        return None
    payload, end = _part(line, about.end()) if about[2] else (None, about.end())
    if not (tail := _tail.fullmatch(line, end)) or (about[2] is None) != (tail[4] is None):
        return None
    told, private = line[head.end() : meta_end], line[about.end() : end] or "null"
    # Plain texts have one way to be written; the rest is written again to be sure.
    plain = (texts := head[1] + about[1]).isascii() and "\\" not in texts
    if not (sure or (plain and canonical_read([meta, payload]) == f"[{told},{private}]".encode())):
        return None
    facts = f'{head[1]}"meta":{told}{about[1]}{tail[1]}{tail[5]}'
    return (tail[6], head[2], tail[3], head[3], tail[2]), tail[4], facts, private


def follow(prev: tuple[int, str, str], line: str) -> tuple[int, str, str]:
    """Return (seq, at, hash) of the entry once it is proved to follow `prev`; else say why it does not."""
    # A line already in canonical form is hashed as it stands; any other one is first written in that form.
    cut = _cut(line) or _cut(canonical_read(_read(line)).decode(), sure=True)
    if cut is None:
        raise Altered("chaîne\xa0: champ inconnu, manquant ou mal formé")
    (number, at, link, found, commit), salt, facts, private = cut
    if (seq := int(number)) != prev[0] + 1:
        raise Altered(f"chaîne\xa0: entrée {prev[0] + 1} attendue, {seq} lue (retrait, ajout, échange)")
    if at < prev[1]:
        raise Altered("chaîne\xa0: l’heure recule d’une entrée à la suivante (entrée antidatée)")
    if link != prev[2]:
        raise Altered("chaîne\xa0: l’entrée ne s’attache pas à celle qui la précède")
    if found != seal(link, facts.encode()):
        raise Altered("chaîne\xa0: l’empreinte ne correspond plus au contenu de l’entrée")
    if salt and commit != commitment(salt, private.encode()):
        raise Altered("engagement\xa0: le contenu privé, ou son sel, n’est pas celui qui a été engagé")
    return seq, at, found


def _anchor(line: str) -> tuple[int, str, str]:
    if not (found := _anchored.fullmatch(canonical_read(_read(line)).decode())):
        raise Altered("date (AAAA-MM-JJ), seq (numéro) et hash (64 chiffres) attendus")
    return int(found[3]), found[1], found[2]


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
            done = _meet(follow(done, line), wanted)
    except Altered as error:
        return Verdict(1, done[0], done[0] + 1, str(error))
    except OSError as error:
        return Verdict(2, done[0], reason=f"fichier illisible\xa0: {error}")
    except (ValueError, RecursionError):
        return Verdict(2, done[0], done[0] + 1, "ligne illisible\xa0: du JSON en UTF-8 est attendu")
    if not wanted:
        return Verdict(0, done[0])
    missing = "ancre du {1}\xa0: l’entrée {0} manque (fin de chaîne retirée ou sauvegarde plus ancienne)"
    return Verdict(1, done[0], done[0] + 1, missing.format(*wanted[-1]))


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
