"""The one form: what it makes equal, what it refuses."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.journal.chain import Draft, Head, append, canonical, export, instant, tidy
from maillage.kernels.journal.tests.samples import draft, lines
from maillage.kernels.journal.verify import Altered, commitment, verify

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = texts.map(lambda text: unicodedata.normalize("NFC", text))
scalars = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(
    scalars, lambda more: st.lists(more, max_size=4) | st.dictionaries(keys, more, max_size=4)
)
objects = st.dictionaries(keys, values, max_size=5)


def golden_lines() -> list[str]:
    head, made = Head(), []
    for vector in GOLDEN:
        given_draft = Draft(**vector["draft"])
        entry = append(head, given_draft, at=datetime.fromisoformat(vector["at"]))
        head = entry.head
        made.append(export(entry, salt=given_draft.salt, payload=tidy(given_draft.payload)))
    return made


def test_golden_vectors_are_made_again_to_the_byte() -> None:
    expected = [vector["line"] for vector in GOLDEN]

    made = golden_lines()

    assert len(made) == 50
    assert made == expected


def test_golden_vectors_verify() -> None:
    assert verify(vector["line"] for vector in GOLDEN) == (0, 50, None, None)


def test_hash_is_what_the_documentation_says() -> None:
    line = json.loads(lines(1)[0])
    facts = (
        '{"action":"grants.application_submitted","actor_ref":"accounts.user:7","at":"2026-03-02T08:31:00.000000Z",'
        '"meta":{"state":{"amount":"1250.00","status":"submitted"}},"object_ref":"grants.application:1",'
        f'"payload_commit":"{line["payload_commit"]}","seq":1}}'
    )

    by_hand = hashlib.sha256(b"maillage.journal/1\n" + bytes(32) + facts.encode()).hexdigest()

    assert line["hash"] == by_hand


def test_commitment_is_what_the_documentation_says() -> None:
    by_hand = hashlib.sha256(bytes.fromhex("ab" * 32) + '{"nom":"Zoé"}'.encode()).hexdigest()

    assert commitment("ab" * 32, canonical({"nom": "Zoé"})) == by_hand


@given(objects)
def test_canonical_form_reads_back_as_the_same_value(value: dict[str, Any]) -> None:
    read = json.loads(canonical(value))

    assert read == tidy(value)
    assert canonical(read) == canonical(value)


@given(objects)
def test_order_of_keys_does_not_count(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(objects)
def test_composition_of_accents_does_not_count(value: dict[str, Any]) -> None:
    composed = json.loads(unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False)))
    decomposed = json.loads(unicodedata.normalize("NFD", json.dumps(composed, ensure_ascii=False)))

    assert canonical(decomposed) == canonical(composed)


def test_accent_after_an_escaped_line_feed_stays_an_accent() -> None:
    assert canonical("a\n\u0301b") == '"a\\n\u0301b"'.encode()


@given(objects, objects)
def test_any_act_makes_a_whole_chain(meta: dict[str, Any], payload: dict[str, Any]) -> None:
    assert verify(lines(3, meta=meta, payload=payload)) == (0, 3, None, None)


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal("1.5"), datetime(2026, 1, 1, tzinfo=UTC), {1: "a"}, {"a"}, b"a"]
)
def test_value_without_a_form_is_refused(value: object) -> None:
    with pytest.raises(Altered, match="forme canonique"):
        canonical({"nested": [value]})


def test_keys_equal_once_composed_are_refused() -> None:
    with pytest.raises(Altered, match="deux fois"):
        canonical({"e\u0301": 1, "é": 2})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Altered, match="UTF-8"):
        canonical("\ud800")


def test_hour_is_written_in_utc_with_microseconds() -> None:
    paris = timezone(timedelta(hours=2))

    assert instant(datetime(2026, 7, 14, 9, 30, tzinfo=paris)) == "2026-07-14T07:30:00.000000Z"


def test_hour_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="fuseau"):
        instant(datetime(2026, 7, 14, 9, 30))  # noqa: DTZ001 -- that is what is refused


def test_hour_never_goes_back() -> None:
    first = append(Head(), draft(), at=datetime(2026, 7, 14, tzinfo=UTC))

    second = append(first.head, draft(), at=datetime(2026, 7, 13, tzinfo=UTC))

    assert second.at == first.at


def test_erased_content_leaves_a_line_without_salt() -> None:
    entry = append(Head(), draft(), at=datetime(2026, 7, 14, tzinfo=UTC))

    read = json.loads(export(entry, salt=None, payload=None))

    assert read.keys().isdisjoint({"salt", "payload"})


def test_private_content_must_be_an_object() -> None:
    with pytest.raises(TypeError, match="objet"):
        tidy(["a"])  # type: ignore[arg-type]
