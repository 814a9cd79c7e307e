"""A line hashed as it stands, and the same line written in another way: one verdict, whatever the writing."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.journal.chain import canonical
from maillage.kernels.journal.tests.samples import lines, without
from maillage.kernels.journal.tests.test_form import objects
from maillage.kernels.journal.verify import GENESIS, commitment, seal, verify


def loose(line: str) -> str:
    """Write a line in another way: other order, blanks, escapes."""
    return json.dumps(dict(reversed(json.loads(line).items())))


@given(objects, objects)
def test_whole_line_is_whole_however_written(meta: dict[str, Any], payload: dict[str, Any]) -> None:
    first, second, third = lines(3, meta=meta, payload=payload)

    assert verify([first + "\n", loose(second), third]) == (0, 3, None, None)


FORGED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "author": lambda entry: entry | {"actor_ref": "accounts.user:8"},
    "author, accented": lambda entry: entry | {"actor_ref": "accounts.user:é"},
    "meta": lambda entry: entry | {"meta": {}},
    "payload": lambda entry: entry | {"payload": {"nom": "Zoe"}},
    "salt": lambda entry: entry | {"salt": "0" * 64},
    "number": lambda entry: entry | {"seq": 2},
    "link": lambda entry: entry | {"prev_hash": "1" * 64},
    "hour": lambda entry: entry | {"at": "2026-03-02T08:00:00.000000Z"},
    "erased by half": lambda entry: {name: entry[name] for name in entry if name != "salt"},
    "field more": lambda entry: entry | {"zzz": 1},
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_line_gets_one_verdict_however_written(name: str) -> None:
    forged = canonical(FORGED[name](json.loads(lines(1)[0]))).decode()

    verdict = verify([forged])

    assert verdict[:3] == (1, 0, 1)
    assert verify([loose(forged)]) == verdict


@given(objects, st.integers(0, 2000), st.integers(0, 3), st.text(max_size=3))
def test_line_changed_anywhere_says_the_same_or_is_refused(
    payload: dict[str, Any], place: int, cut: int, put: str
) -> None:
    (line,) = lines(1, payload=payload)
    place %= len(line) + 1
    changed = line[:place] + put + line[place + cut :]

    if verify([changed]).code == 0:
        assert canonical(json.loads(changed)) == canonical(json.loads(line))


def sealed_as_it_stands(text: str) -> str:
    """Return a first line made by a forger who hashes what is not in canonical form."""
    entry = json.loads(lines(1)[0]) | {"meta": {"mark": 1}, "payload": {"mark": 1}}
    entry["payload_commit"] = commitment(entry["salt"], text.encode())
    facts = canonical({name: entry[name] for name in entry if name not in HASHED_APART}).decode()
    entry["hash"] = seal(GENESIS, facts.replace('{"mark":1}', text).encode())
    return canonical(entry).decode().replace('{"mark":1}', text)


HASHED_APART = {"prev_hash", "hash", "salt", "payload"}
NOT_CANONICAL = ['{"b":1,"a":2}', '{"a":1,"a":1}', '{"a": 1}', '{"a":-0}', '{"a":"\\u0065"}', '{"e\u0301":1}']


@pytest.mark.parametrize("text", NOT_CANONICAL)
def test_hash_of_another_writing_proves_nothing(text: str) -> None:
    assert verify([sealed_as_it_stands('{"a":1}')]).code == 0
    assert verify([sealed_as_it_stands(text)])[:3] == (1, 0, 1)


@pytest.mark.parametrize("number", ["01", "1.0", "+1", "-1", "１"])
def test_number_written_another_way_is_refused(number: str) -> None:
    assert verify([lines(1)[0].replace('"seq":1}', f'"seq":{number}}}')]).code > 0


def test_private_content_that_is_null_is_no_erased_one() -> None:
    (line,) = lines(1)
    erased = canonical(json.loads(without(line, "salt", "payload"))).decode()

    assert verify([erased]).code == 0
    assert verify([erased.replace(',"payload_commit"', ',"payload":null,"payload_commit"')]).code == 1
