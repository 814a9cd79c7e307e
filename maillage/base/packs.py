"""Reading a data pack: YAML in, validated facts out, and each mistake with its file, line and reason."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import yaml
from django.db import models
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from maillage.base.mistakes import sentence
from maillage.base.privacy import tagged

MAX_BYTES = 5_000_000
UNREADABLE = "le fichier manque ou ne peut être lu"

LONGEST_NAME = 100
DEEPEST = 20  # lists and fields within one another; PyYAML fails for good at some hundreds
# What no keyboard types, what PostgreSQL cannot store (NUL), what turns the letters around on a page.
UNTYPABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\ufffe\uffff]"
)


class PackError(ValueError):
    """A pack that cannot be loaded; says the file, the line and the reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}, ligne {line}\xa0: {reason}")
        self.path, self.line, self.reason = path, line, reason


class Fact(BaseModel):
    """What every entry of a pack obeys: no unknown field, and nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


F = TypeVar("F", bound=Fact)
Place = tuple[str | int, ...]
Lines = dict[Place, int]


class PackLoad(models.Model):
    """One pack loaded once; loading it again unchanged does nothing."""

    append_only: ClassVar[bool] = True
    tags = tagged(public="name sha256 loaded_at", technical="id")

    name = models.CharField("paquet", max_length=LONGEST_NAME)
    sha256 = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        app_label = "base"
        verbose_name = "chargement de paquet"
        verbose_name_plural = "chargements de paquets"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


def name_of(folder: Path) -> str:
    """Return the name a pack is known by: that of its folder; `PackError` where that is not one."""
    try:
        name = folder.resolve().name if folder.is_dir() else ""
    except OSError:  # a name too long, a folder that may not be entered
        name = ""
    if not name:
        raise PackError(folder, 1, "ce dossier n’existe pas")
    if UNTYPABLE.search(name) or len(name) > LONGEST_NAME:
        raise PackError(folder, 1, f"donnez au dossier un nom lisible, de {LONGEST_NAME} signes au plus")
    return name


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of every file of the pack, names included; `PackError` for an unreadable one."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + _digest(path) + b"\n")
    return digest.hexdigest()


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise PackError(path, 1, UNREADABLE) from error


@dataclass(frozen=True, slots=True)
class Document(Generic[F]):
    """A file of the pack, read and validated; keeps the lines to blame a fact later."""

    path: Path
    fact: F
    lines: Lines

    def mistake(self, reason: str, *place: str | int) -> PackError:
        """Return the error to raise about one place of this file."""
        return PackError(self.path, _line(self.lines, place), reason)


def read(path: Path, kind: type[F]) -> Document[F]:
    """Return the whole file as one fact of the given kind.

    Raises `PackError` where the file is missing, not UTF-8, not YAML, or not of that kind.
    """
    root = _compose(path)
    lines: Lines = {}
    data = _plain(root, path, (), lines)
    try:
        return Document(path, kind.model_validate(data), lines)
    except ValidationError as error:
        raise _first(path, lines, error.errors()) from error


def _content(path: Path) -> bytes:
    """Return the bytes of a plain file: a pipe would be waited for, a device has no end."""
    try:
        if not path.is_file():
            raise PackError(path, 1, UNREADABLE)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PackError(path, 1, UNREADABLE) from error
    if len(content) > MAX_BYTES:
        raise PackError(path, 1, "le fichier dépasse 5\xa0Mo")
    return content


def _compose(path: Path) -> yaml.Node:
    content = _content(path)
    try:
        text = content.decode()
        _refuse_unfolding(text, path)
        # BaseLoader: every scalar stays the text that was written; « no » or 1.10 are not guessed at.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        raise PackError(
            path, content[: error.start].count(b"\n") + 1, "le texte n’est pas en UTF-8"
        ) from error
    except yaml.YAMLError as error:
        raise PackError(path, _marked(error), "l’écriture YAML est incorrecte ici") from error
    if node is None:
        raise PackError(path, 1, "le fichier est vide")
    return node


def _marked(found: object, name: str = "problem_mark") -> int:
    mark = getattr(found, name, None)
    return mark.line + 1 if mark else 1


def _refuse_unfolding(text: str, path: Path) -> None:
    """Refuse aliases, which let a small file unfold into a huge one, and what is nested beyond reason."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise PackError(path, _marked(event, "start_mark"), "les renvois YAML (*nom) ne sont pas admis")
        if depth > DEEPEST:
            reason = f"plus de {DEEPEST} listes ou champs l’un dans l’autre"
            raise PackError(path, _marked(event, "start_mark"), reason)


def _plain(node: yaml.Node, path: Path, place: Place, lines: Lines) -> object:
    """Return the node as dictionaries, lists and texts, noting the line of each place."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, place, lines))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, (*place, index), lines) for index, item in enumerate(node.value)]
    return _typable(node, path)


def _typable(node: yaml.Node, path: Path) -> str:
    text = str(node.value)
    if found := UNTYPABLE.search(text):
        line, code = node.start_mark.line + 1, f"U+{ord(found[0]):04X}"
        raise PackError(path, line, f"ce texte contient un caractère invisible ({code}), à retirer")
    return text


def _pairs(node: yaml.MappingNode, path: Path, place: Place, lines: Lines) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise PackError(path, line, "un nom de champ doit être un texte simple")
        name = _typable(key, path)
        if name in seen:
            raise PackError(path, line, f"le champ «\xa0{name}\xa0» est écrit deux fois")
        seen.add(name)
        yield name, _plain(value, path, (*place, name), lines)
        lines[(*place, name)] = line


def _first(path: Path, lines: Lines, errors: list[ErrorDetails]) -> PackError:
    """Return the first mistake in the order of the file, counting the others."""
    ordered = sorted(errors, key=lambda error: _line(lines, error["loc"]))
    error = ordered[0]
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    said = sentence(error)
    more = f" (et {len(ordered) - 1} autre(s) erreur(s) dans ce fichier)" if len(ordered) > 1 else ""
    place = f"«\xa0{field}\xa0»\xa0: " if field else ""
    return PackError(path, _line(lines, error["loc"]), f"{place}{said}{more}")


def _line(lines: Lines, place: Place) -> int:
    """Return the line of a place, or of the nearest one that holds it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
