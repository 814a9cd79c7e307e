"""The permission table, read from permissions.yaml: who gets which answer, where."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import yaml
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

RELATIONS = ("own", "same", "other")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
TABLE = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text())
ROLES: list[str] = TABLE["roles"]
GROUPS: dict[str, list[str]] = TABLE["groups"]
URLS: dict[str, dict] = TABLE["urls"] | (TABLE["demonstration"] if settings.DEMONSTRATION else {})


@dataclass(frozen=True, slots=True)
class Cell:
    """One question to the server: who asks what of whose object, and the answer the table expects."""

    url: str
    method: str
    role: str
    relation: str  # own, same, other, or "" where the address names no object
    expected: str  # a status, or "login"

    @property
    def denied(self) -> bool:
        """Whether the table refuses, on a page that exists for someone else."""
        return self.expected in {"404", "login"} and not URLS[self.url].get("open")


def declared_names(patterns=None, prefix="") -> Iterator[str]:
    """Yield every URL name that the resolver knows, namespaced."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from declared_names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def answer_for(role: str, answers: str | int | dict) -> str:
    """Return the expected answer of a role: by its name, else by a group, else « others »."""
    if not isinstance(answers, dict):
        return str(answers)
    groups = [name for name, members in GROUPS.items() if role in members]
    for name in (role, *groups, "others"):
        if name in answers:
            return str(answers[name])
    message = f"no answer for {role} in {answers}"
    raise KeyError(message)


def cells() -> Iterator[Cell]:
    """Yield every cell of the table; a method it does not name is refused with 405."""
    for url, row in URLS.items():
        relations = RELATIONS if "object" in row else ("",)
        for method, role, relation in product(METHODS, ROLES, relations):
            if role == "visitor" and relation in {"own", "same"}:
                continue  # a visitor has nothing of their own
            yield Cell(url, method, role, relation, expected(url, method, role, relation))


def quick(cell: Cell) -> bool:
    """Keep the cells of the short run: every reading, writing on one relation, other methods by one role."""
    if cell.method in {"GET", "POST"}:
        return cell.method == "GET" or cell.relation in {"", "other"}
    return cell.role == "administrator" and cell.relation in {"", "other"}


def expected(url: str, method: str, role: str, relation: str) -> str:
    """Return what the table says of one question; 405 where it does not name the method."""
    answers = URLS[url].get("get" if method == "HEAD" else method.lower(), "405")
    if isinstance(answers, dict) and "other" in answers:
        answers = answers[relation or "other"]
    return answer_for(role, answers)
