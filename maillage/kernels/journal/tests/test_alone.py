"""The verifier as an outsider runs it: one file, no package, no environment."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from maillage.kernels.journal import verify
from maillage.kernels.journal.tests.samples import anchor_of, edited, lines

Result = tuple[int, dict[str, Any]]


def run(folder: Path, *arguments: str) -> Result:
    alone = Path(shutil.copy(verify.__file__, folder / "verify.py"))
    command = [sys.executable, "-I", "-S", str(alone), *arguments]
    done = subprocess.run(  # noqa: S603 -- our own file
        command,
        capture_output=True,
        check=False,
        cwd=folder,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
    )
    assert done.stdout.count(b"\n") == 1
    return done.returncode, json.loads(done.stdout.decode())


def written(folder: Path, found: list[str], name: str = "journal.jsonl") -> str:
    (folder / name).write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    return name


def test_whole_journal_exits_zero(tmp_path: Path) -> None:
    file = written(tmp_path, lines(3))

    code, said = run(tmp_path, file)

    assert (code, said) == (0, {"ok": True, "entries": 3, "first_bad": None, "reason": None})


def test_altered_journal_exits_one(tmp_path: Path) -> None:
    found = lines(3)
    file = written(tmp_path, [found[0], edited(found[1], meta={}), found[2]])

    code, said = run(tmp_path, file)

    assert (code, said["ok"], said["entries"], said["first_bad"]) == (1, False, 1, 2)
    assert "chaîne" in said["reason"]


def test_cut_journal_exits_one_with_its_anchors(tmp_path: Path) -> None:
    found = lines(3)
    file = written(tmp_path, found[:2])
    anchors = written(tmp_path, [anchor_of(found[2])], "anchors.jsonl")

    code, said = run(tmp_path, file, "--anchors", anchors)

    assert (code, said["first_bad"]) == (1, 3)
    assert "ancre" in said["reason"]


def test_empty_file_exits_zero(tmp_path: Path) -> None:
    assert run(tmp_path, written(tmp_path, []))[0] == 0


@pytest.mark.parametrize("content", [b"\xff\xfe", b'{"seq": 1', b"\x00", b"PK\x03\x04"])
def test_file_of_another_kind_exits_two(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal.jsonl").write_bytes(content)

    code, said = run(tmp_path, "journal.jsonl")

    assert (code, said["ok"]) == (2, False)


@pytest.mark.parametrize("arguments", [("absent",), (".",), ("journal.jsonl", "--anchors", "absent")])
def test_absent_file_exits_two(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    written(tmp_path, lines(1))

    code, said = run(tmp_path, *arguments)

    assert (code, said["entries"]) == (2, 0)
    assert "n’est pas un fichier" in said["reason"]


def test_file_whose_name_is_no_text_exits_two(tmp_path: Path) -> None:
    code, said = run(tmp_path, "\udcff")

    assert code == 2
    assert "n’est pas un fichier" in said["reason"]


@pytest.mark.parametrize("end", [b"", b"\r", b" \t"])
def test_blanks_at_the_end_of_a_line_do_not_count(tmp_path: Path, end: bytes) -> None:
    content = b"".join(line.encode() + end + b"\n" for line in lines(3))
    (tmp_path / "journal.jsonl").write_bytes(content)

    assert run(tmp_path, "journal.jsonl")[0] == 0


@pytest.mark.parametrize("garbage", [b"x", b"\n", b"\x00", b"{}", b"null", b"\xef\xbb\xbf", b"\xc3"])
def test_garbage_after_the_end_is_not_passed_over(tmp_path: Path, garbage: bytes) -> None:
    content = b"".join(line.encode() + b"\n" for line in lines(3))
    (tmp_path / "journal.jsonl").write_bytes(content + garbage)

    code, said = run(tmp_path, "journal.jsonl")

    assert (code > 0, said["ok"], said["entries"]) == (True, False, 3)


def test_anchors_of_another_kind_exit_two(tmp_path: Path) -> None:
    written(tmp_path, lines(1))
    (tmp_path / "ancres").write_bytes(b"\xff\n")

    assert run(tmp_path, "journal.jsonl", "--anchors", "ancres")[0] == 2


def test_verifier_stays_short_enough_to_be_read() -> None:
    assert len(Path(verify.__file__).read_text(encoding="utf-8").splitlines()) < 200
