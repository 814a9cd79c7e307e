"""`maillage journal export|verify|anchor` as someone types it."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from maillage.base.anchors import Anchor
from maillage.base.entries import JournalEntry
from maillage.base.tests.journals import acts

pytestmark = pytest.mark.django_db


def typed(*words: str | Path) -> str:
    out = StringIO()
    call_command("journal", *map(str, words), stdout=out)
    return out.getvalue()


def verdict(*words: str | Path) -> tuple[int, dict[str, object]]:
    out, code = StringIO(), 0
    try:
        call_command("journal", "verify", *map(str, words), stdout=out)
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, json.loads(out.getvalue())


def test_export_then_verify_is_whole(tmp_path: Path) -> None:
    acts(3)
    typed("anchor")

    said = typed("export", "--out", tmp_path / "j.jsonl", "--anchors-out", tmp_path / "a.jsonl")

    assert (
        said == f"Ancres\xa0: 1, dans {tmp_path / 'a.jsonl'}\nEntrées\xa0: 3, dans {tmp_path / 'j.jsonl'}\n"
    )
    assert verdict(tmp_path / "j.jsonl", "--anchors", tmp_path / "a.jsonl") == (
        0,
        {"ok": True, "entries": 3, "first_bad": None, "reason": None},
    )


def test_export_is_itself_an_act(tmp_path: Path) -> None:
    acts(2)

    typed("export", "--out", tmp_path / "j.jsonl")

    entry = JournalEntry.objects.latest("seq")
    assert (entry.action, entry.actor_ref, entry.meta) == (
        "base.journal_exported",
        "commande",
        {"entries": 2},
    )


def test_export_of_an_empty_journal_verifies(tmp_path: Path) -> None:
    typed("export", "--out", tmp_path / "j.jsonl")

    assert verdict(tmp_path / "j.jsonl")[0] == 0


def test_export_is_for_its_author_alone(tmp_path: Path) -> None:
    typed("export", "--out", tmp_path / "j.jsonl")

    assert (tmp_path / "j.jsonl").stat().st_mode & 0o777 == 0o600


def test_export_to_an_absent_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        typed("export", "--out", tmp_path / "absent" / "j.jsonl")

    assert list(tmp_path.iterdir()) == []


def test_export_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "j.jsonl").mkdir()

    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        typed("export", "--out", tmp_path / "j.jsonl")

    assert [path.name for path in tmp_path.iterdir()] == ["j.jsonl"]


def test_export_that_fails_keeps_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    acts(1)
    (tmp_path / "j.jsonl").write_text("former", encoding="utf-8")
    monkeypatch.setattr(JournalEntry, "line", lambda _self, **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        typed("export", "--out", tmp_path / "j.jsonl")

    assert (tmp_path / "j.jsonl").read_text(encoding="utf-8") == "former"
    assert len(list(tmp_path.iterdir())) == 1


def test_verify_of_an_altered_file_exits_one(tmp_path: Path) -> None:
    acts(3)
    file = tmp_path / "j.jsonl"
    typed("export", "--out", file)
    file.write_text(file.read_text(encoding="utf-8").replace('"number":1', '"number":7'), encoding="utf-8")

    code, said = verdict(file)

    assert (code, said["ok"], said["first_bad"]) == (1, False, 2)


def test_verify_of_an_absent_file_exits_two(tmp_path: Path) -> None:
    assert verdict(tmp_path / "absent")[0] == 2


def test_verify_with_absent_anchors_exits_two(tmp_path: Path) -> None:
    typed("export", "--out", tmp_path / "j.jsonl")

    assert verdict(tmp_path / "j.jsonl", "--anchors", tmp_path / "absent")[0] == 2


def test_anchor_is_printed_and_kept() -> None:
    acts(2)

    said = typed("anchor")

    made = Anchor.objects.get()
    assert said == f"{made.line()}\n"
    assert made.date == timezone.localdate()


def test_anchor_of_a_day_given() -> None:
    acts(1)

    typed("anchor", "--on", "2026-03-02")

    assert Anchor.objects.get().date.isoformat() == "2026-03-02"


def test_anchor_tried_is_printed_and_not_kept() -> None:
    acts(1)

    said = typed("anchor", "--dry-run")

    assert json.loads(said)["seq"] == 1
    assert not Anchor.objects.exists()


def test_anchor_of_an_empty_journal_says_so() -> None:
    with pytest.raises(CommandError, match="vide"):
        typed("anchor")


@pytest.mark.parametrize("words", [(), ("export",), ("verify",), ("anchor", "--on", "demain"), ("burn",)])
def test_command_badly_typed_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises((CommandError, SystemExit)):
        typed(*words)
