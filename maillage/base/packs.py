"""Reading a data pack: YAML in, validated facts out, and each mistake with its file, line and reason."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

import yaml
from django.db import models
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from maillage.base.privacy import tagged

MAX_BYTES = 5_000_000

FRENCH = {
    "missing": "le champ manque",
    "extra_forbidden": "ce champ est inconnu",
    "decimal_parsing": "écrire un nombre, avec un point pour les décimales",
    "int_parsing": "écrire un nombre entier",
    "bool_parsing": "écrire true ou false",
    "string_type": "écrire un texte",
    "list_type": "écrire une liste, un tiret par élément",
    "model_type": "écrire des champs « nom: valeur »",
    "string_too_short": "le texte est vide ou trop court",
    "string_too_long": "le texte est trop long",
    "string_pattern_mismatch": "la forme n’est pas celle attendue",
    "date_from_datetime_parsing": "écrire une date comme 2022-03-22",
    "date_parsing": "écrire une date comme 2022-03-22",
}


class PackError(ValueError):
    """A pack that cannot be loaded; says the file, the line and the reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path.name}, ligne {line} : {reason}")
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

    name = models.CharField("paquet", max_length=100)
    sha256 = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le")

    class Meta:
        app_label = "base"
        verbose_name = "chargement de paquet"
        verbose_name_plural = "chargements de paquets"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of every file of the pack, names included."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


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


def _compose(path: Path) -> yaml.Node:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackError(path, 1, "le fichier manque ou ne peut être lu") from error
    if len(content) > MAX_BYTES:
        raise PackError(path, 1, "le fichier dépasse 5 Mo")
    try:
        text = content.decode()
        _refuse_aliases(text, path)
        # BaseLoader: every scalar stays the text that was written; « no » or 1.10 are not guessed at.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        raise PackError(
            path, content[: error.start].count(b"\n") + 1, "le texte n’est pas en UTF-8"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PackError(path, mark.line + 1 if mark else 1, "l’écriture YAML est incorrecte ici") from error
    if node is None:
        raise PackError(path, 1, "le fichier est vide")
    return node


def _refuse_aliases(text: str, path: Path) -> None:
    """Aliases would let a small file unfold into a huge one."""
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise PackError(path, line, "les renvois YAML (*nom) ne sont pas admis")


def _plain(node: yaml.Node, path: Path, place: Place, lines: Lines) -> object:
    """Return the node as dictionaries, lists and texts, noting the line of each place."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, path, place, lines))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, (*place, index), lines) for index, item in enumerate(node.value)]
    return node.value


def _pairs(node: yaml.MappingNode, path: Path, place: Place, lines: Lines) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise PackError(path, line, "un nom de champ doit être un texte simple")
        if key.value in seen:
            raise PackError(path, line, f"le champ « {key.value} » est écrit deux fois")
        seen.add(key.value)
        yield key.value, _plain(value, path, (*place, key.value), lines)
        lines[(*place, key.value)] = line


def _first(path: Path, lines: Lines, errors: list[ErrorDetails]) -> PackError:
    """Return the first mistake in the order of the file, counting the others."""
    ordered = sorted(errors, key=lambda error: _line(lines, error["loc"]))
    error = ordered[0]
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    said = FRENCH.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    more = f" (et {len(ordered) - 1} autre(s) erreur(s) dans ce fichier)" if len(ordered) > 1 else ""
    return PackError(
        path, _line(lines, error["loc"]), f"« {field} » : {said}{more}" if field else said + more
    )


def _line(lines: Lines, place: Place) -> int:
    """Return the line of a place, or of the nearest one that holds it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
