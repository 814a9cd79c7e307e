"""`maillage nomenclature`: the same answers as the library, today where no day is given."""

import pytest
from django.core.management import CommandError, call_command


def test_command_answers_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("nomenclature", "family", "9260", "94.99Z")

    assert capsys.readouterr().out.startswith("association\tdans\t")


def test_unknown_code_exits_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("nomenclature", "category", "9310")

    assert stopped.value.code == 1
    assert "9310" in capsys.readouterr().out


def test_question_without_a_verb_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("nomenclature")
