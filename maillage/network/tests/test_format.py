"""The published form: ours obeys it, and a file that does not is refused with where and why."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from maillage.network.format import DEEPEST, MAX_BYTES, SheetDocument, SheetError, read, schema
from maillage.network.models import Entry
from maillage.observatory.models import Figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("grand_est")]


@pytest.fixture
def ours(client: Client) -> bytes:
    """The sheet of the real pack, as published."""
    return client.get(reverse("network:sheet-json")).content


def nested(depth: int) -> dict[str, Any]:
    """Return facts within one another."""
    said = [
        "autre_nom",
        "ecrit_dans_la_source",
        "explication",
        "lieu",
        "territoire",
        "chiffre",
        "nuance",
        "source",
    ]
    fact: dict[str, Any] = dict.fromkeys(said) | {
        "nature": "aim",
        "nuance": None,
        "intitule": "Fait",
        "date": "?",
    }
    fact |= {"statut": "a_completer", "lignes": [], "faits": []}
    for rank in range(depth):
        fact = {**fact, "cle": f"f{rank}", "faits": [fact] if rank else []}
    return fact


def test_our_sheet_comes_back_as_it_was(ours: bytes) -> None:
    said = read(ours)

    assert json.loads(said.model_dump_json(by_alias=True)) == json.loads(ours)
    assert len(said.figures) == Figure.objects.without_references().count()
    assert {fact.key for fact, _ in said.every_fact()} == set(Entry.objects.values_list("key", flat=True))


Alter = Callable[[dict[str, Any]], object]
MISTAKES: list[tuple[Alter, str]] = [
    (lambda said: said.update(format="maillage-fiche/9"), "« format »"),
    (lambda said: said.update(plus=1), "« plus » : ce nom n’est pas connu ici"),
    (lambda said: said.pop("collectivite"), "« collectivite » : il manque"),
    (lambda said: said.update(adresse="javascript:alert(1)"), "« adresse » : écrivez une adresse"),
    (lambda said: figure(said).update(valeur="1e9"), "valeur » : forme refusée"),
    (lambda said: figure(said).update(valeur=7), "valeur » : écrivez un texte"),
    (lambda said: figure(said).update(intervalle=["1", "2"]), "donnez une valeur ou un intervalle"),
    (lambda said: figure(said).update(intitule="a\u202eb"), "caractère invisible (U+202E)"),
    (lambda said: figure(said).update(periode="hier"), "periode »"),
    (lambda said: figure(said).update(source="autre"), "la source « autre » n’est pas dans la liste"),
    (lambda said: figure(said).update(intitule="x" * 201), "trop long ; maximum : 200"),
    (lambda said: said["sections"].append(said["sections"][0]), "cette clé est employée deux fois"),
    (lambda said: facts(said).append(nested(DEEPEST + 1)), f"plus de {DEEPEST} faits l’un dans l’autre"),
]


def figure(said: dict[str, Any]) -> dict[str, Any]:
    """Return the first figure."""
    first: dict[str, Any] = said["sections"][0]["chiffres"][0]
    return first


def facts(said: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the facts of the first section."""
    first: list[dict[str, Any]] = said["sections"][0]["faits"]
    return first


@pytest.mark.parametrize(("alter", "reason"), MISTAKES)
def test_altered_sheet_is_refused_with_its_place(ours: bytes, alter: Alter, reason: str) -> None:
    said = json.loads(ours)
    alter(said)

    with pytest.raises(SheetError) as refused:
        read(json.dumps(said).encode())

    assert reason in str(refused.value).replace("\xa0", " ")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": "\\ud800"}', b"\x00"])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(SheetError):
        read(content)


def test_huge_file_is_refused_unread() -> None:
    with pytest.raises(SheetError, match="dépasse"):
        read(b" " * (MAX_BYTES + 1))


def test_facts_as_deep_as_allowed_are_read(ours: bytes) -> None:
    said = json.loads(ours)
    facts(said).append(nested(DEEPEST))

    assert max(depth for _, depth in read(json.dumps(said).encode()).every_fact()) == DEEPEST - 1


def test_schema_names_every_part_and_itself(client: Client) -> None:
    said = client.get(reverse("network:schema")).json()

    assert said == json.loads(json.dumps(schema(settings.PUBLIC_ADDRESS)))
    assert said["$id"] == f"{settings.PUBLIC_ADDRESS}/fiche.schema.json"
    assert set(said["required"]) == {part.alias or name for name, part in SheetDocument.model_fields.items()}
