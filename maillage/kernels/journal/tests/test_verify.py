"""Attacks on an exported file; the reason names the means that caught each."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.journal.chain import Head, append, canonical, export
from maillage.kernels.journal.tests.samples import START, anchor_of, draft, edited, lines, without
from maillage.kernels.journal.verify import verify

Attack = Callable[[list[str]], list[str]]


def replaced(found: list[str], place: int, line: str) -> list[str]:
    return [*found[:place], line, *found[place + 1 :]]


ATTACKS: dict[str, tuple[Attack, int, str]] = {
    "edit payload": (lambda f: replaced(f, 2, edited(f[2], payload={"nom": "Zoe"})), 3, "engagement"),
    "edit salt": (lambda f: replaced(f, 2, edited(f[2], salt="0" * 64)), 3, "engagement"),
    "edit meta": (lambda f: replaced(f, 2, edited(f[2], meta={"state": {}})), 3, "chaîne"),
    "edit commitment": (lambda f: replaced(f, 2, edited(f[2], payload_commit="0" * 64)), 3, "chaîne"),
    "edit author": (lambda f: replaced(f, 2, edited(f[2], actor_ref="accounts.user:8")), 3, "chaîne"),
    "delete first": (lambda f: f[1:], 1, "chaîne"),
    "delete middle": (lambda f: f[:2] + f[3:], 3, "chaîne"),
    "delete and renumber": (lambda f: [*f[:2], edited(f[3], seq=3)], 3, "chaîne"),
    "swap": (lambda f: [f[0], f[2], f[1], *f[3:]], 2, "chaîne"),
    "duplicate": (lambda f: [*f[:2], f[1], *f[2:]], 3, "chaîne"),
    "insert": (lambda f: [*f[:2], edited(f[1], seq=3), *f[2:]], 3, "chaîne"),
    "insert from another chain": (lambda f: replaced(f, 2, lines(5, meta={})[2]), 3, "chaîne"),
    "backdate": (lambda f: replaced(f, 2, edited(f[2], at="2026-03-02T08:00:00.000000Z")), 3, "chaîne"),
    "postdate": (lambda f: replaced(f, 2, edited(f[2], at="2026-03-02T08:33:30.000000Z")), 3, "chaîne"),
    "two digests": (lambda f: replaced(f, 2, edited(f[2], hash=json.loads(f[1])["hash"])), 3, "chaîne"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_on_the_file_is_caught(name: str) -> None:
    attack, place, means = ATTACKS[name]

    verdict = verify(attack(lines(5)))

    assert (verdict.code, verdict.entries, verdict.first_bad) == (1, place - 1, place)
    assert str(verdict.reason).startswith(means)


MALFORMED: dict[str, Callable[[str], str]] = {
    "unknown field": lambda line: edited(line, more=1),
    "missing field": lambda line: without(line, "meta"),
    "salt without payload": lambda line: without(line, "payload"),
    "payload without salt": lambda line: without(line, "salt"),
    "number as text": lambda line: edited(line, seq="2"),
    "true for a number": lambda line: edited(line, seq=True),
    "text as number": lambda line: edited(line, actor_ref=7),
    "meta as a list": lambda line: edited(line, meta=[]),
    "hash in capitals": lambda line: edited(line, hash=json.loads(line)["hash"].upper()),
    "short salt": lambda line: edited(line, salt="ab"),
    "salt as number": lambda line: edited(line, salt=12),
    "hour of Paris": lambda line: edited(line, at="2026-03-02T08:32:00.000000+01:00"),
    "hour to the second": lambda line: edited(line, at="2026-03-02T08:32:00Z"),
    "month thirteen": lambda line: edited(line, at="2026-13-02T08:32:00.000000Z"),
    "float": lambda line: line.replace('"1250.00"', "1250.00"),
    "exponent": lambda line: line.replace('"1250.00"', "125e1"),
    "not a number": lambda line: line.replace('"1250.00"', "NaN"),
    "key twice": lambda line: line.replace('"seq":2', '"seq":1,"seq":2'),
    "nested key twice": lambda line: line.replace('"amount"', '"status":"draft","amount"'),
    "half a character": lambda line: edited(line, actor_ref="\ud800"),
    "not an object": lambda line: f"[{line}]",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_entry_is_altered(name: str) -> None:
    found = lines(3)

    verdict = verify([found[0], MALFORMED[name](found[1]), found[2]])

    assert (verdict.code, verdict.entries, verdict.first_bad) == (1, 1, 2)


@pytest.mark.parametrize(
    "line", ["", "{", "seq;at;action", "\ufeff{}", "[" * 100_000, '{"seq":' + "9" * 5000 + "}"]
)
def test_line_that_is_no_json_is_unreadable(line: str) -> None:
    verdict = verify([*lines(1), line])

    assert (verdict.code, verdict.entries, verdict.first_bad) == (2, 1, 2)


FACES = {
    "true for one": ({"n": 1}, {"n": True}),
    "nothing for false": ({"n": None}, {"n": False}),
    "text for a number": ({"n": 1}, {"n": "1"}),
    "empty list for an empty object": ({"n": {}}, {"n": []}),
    "blank added": ({"n": "a"}, {"n": "a "}),
    "other blank": ({"n": "a b"}, {"n": "a\u00a0b"}),
    "look-alike letter": ({"n": "a"}, {"n": "\u0430"}),
    "compatible form": ({"n": "ﬁ"}, {"n": "fi"}),
    "invisible mark": ({"n": "a"}, {"n": "a\u200d"}),
    "order of a list": ({"n": [1, 2]}, {"n": [2, 1]}),
    "huge number": ({"n": 10**400}, {"n": 10**400 + 1}),
}


@pytest.mark.parametrize("name", FACES)
@pytest.mark.parametrize("place", ["meta", "payload"])
def test_value_that_only_looks_the_same_is_altered(name: str, place: str) -> None:
    told, read = FACES[name]
    found = lines(3, **{place: told})

    assert verify(found).code == 0
    assert verify([found[0], edited(found[1], **{place: read}), found[2]])[:3] == (1, 1, 2)


@pytest.mark.parametrize("seq", [10**18, 10**400, -2, 0, 2.0, "2", None, [2]])
def test_number_that_is_not_the_next_is_altered(seq: object) -> None:
    found = lines(3)

    assert verify([found[0], edited(found[1], seq=seq), found[2]])[:3] == (1, 1, 2)


@given(st.integers(0, 2), st.integers(0, 2000), st.characters(exclude_categories=["Cs"]))
def test_no_character_changes_unseen(entry: int, place: int, character: str) -> None:
    """Whatever one character becomes, the file is refused, or says the very same thing."""
    found = lines(3)
    line = found[entry]
    place %= len(line)
    found[entry] = line[:place] + character + line[place + 1 :]

    if verify(found).code == 0:
        assert canonical(json.loads(found[entry])) == canonical(json.loads(line))


def test_order_of_keys_in_the_file_does_not_count() -> None:
    shuffled = [json.dumps(dict(reversed(json.loads(line).items()))) for line in lines(3)]

    assert verify(shuffled).code == 0


def test_empty_export_is_whole() -> None:
    assert verify([]) == (0, 0, None, None)


def test_erased_contents_raise_no_alarm() -> None:
    found = lines(3)

    assert verify([found[0], without(found[1], "salt", "payload"), found[2]]) == (0, 3, None, None)


def test_whole_chain_meets_its_anchors() -> None:
    found = lines(5)

    anchors = [anchor_of(found[1]), "", anchor_of(found[4], "2026-03-03"), anchor_of(found[4], "2026-03-04")]

    assert verify(found, anchors) == (0, 5, None, None)


def test_deleted_tail_is_caught_by_the_anchor_alone() -> None:
    found = lines(5)

    assert verify(found[:4]).code == 0
    verdict = verify(found[:4], [anchor_of(found[4], "2026-03-03")])
    assert verdict[:3] == (1, 4, 5)
    assert str(verdict.reason).startswith("ancre du 2026-03-03")


def test_emptied_journal_is_caught_by_the_anchor() -> None:
    verdict = verify([], [anchor_of(lines(1)[0])])

    assert (verdict.code, verdict.first_bad) == (1, 1)
    assert str(verdict.reason).startswith("ancre")


def test_chain_hashed_again_is_caught_by_the_anchor_alone() -> None:
    rewritten = lines(5, meta={"state": {"status": "refused"}})

    assert verify(rewritten).code == 0
    verdict = verify(rewritten, [anchor_of(lines(5)[3])])
    assert verdict[:3] == (1, 3, 4)
    assert str(verdict.reason).startswith("ancre")


def test_fork_from_an_older_backup_is_caught_by_the_anchor_alone() -> None:
    found = lines(5)
    restored = json.loads(found[2])
    head = Head(seq=3, at=restored["at"], hash=restored["hash"])
    forked = append(head, draft(99), at=START)
    grown = [*found[:3], export(forked, salt=None, payload=None)]

    assert verify(grown).code == 0
    verdict = verify(grown, [anchor_of(found[3])])
    assert verdict[:3] == (1, 3, 4)
    assert str(verdict.reason).startswith("ancre")


def test_two_anchors_that_disagree_are_caught() -> None:
    found = lines(2)

    verdict = verify(found, [anchor_of(found[1]), anchor_of(found[1], "2026-03-09", hash="0" * 64)])

    assert (verdict.code, verdict.first_bad) == (1, 2)
    assert str(verdict.reason).startswith("ancre du 2026-03-09")


BAD_ANCHORS = [
    "12;abc",
    "[]",
    "{}",
    '{"date":"2026-03-02","seq":1}',
    anchor_of(lines(1)[0], seq=0),
    anchor_of(lines(1)[0], seq="1"),
    anchor_of(lines(1)[0], hash="abc"),
    anchor_of(lines(1)[0], date="2 mars 2026"),
    anchor_of(lines(1)[0], date=20260302),
    anchor_of(lines(1)[0], more=1),
    anchor_of(lines(1)[0]).replace('"seq"', '"seq": 1, "seq"'),
]


@pytest.mark.parametrize("anchor", BAD_ANCHORS)
def test_unreadable_anchor_is_unreadable(anchor: str) -> None:
    verdict = verify(lines(1), [anchor])

    assert (verdict.code, verdict.first_bad) == (2, None)
    assert str(verdict.reason).startswith("ancres illisibles")
