"""The journal taken out: its anchors, its file, and who took it."""

import io
from collections.abc import Iterator
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.actions import people
from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import AT, ON, client_of, last_act, make_user
from maillage.base.anchors import anchor
from maillage.kernels.journal.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(administrator: User) -> None:
    """Have an act with a private reason in the journal, and an anchor on it."""
    people.suspend(make_user(), reason="motif-secret", by=administrator, at=AT)
    anchor(ON, AT)


def taken(client: Client) -> ZipFile:
    """Return the file that a person takes away."""
    answer = client.post(reverse("accounts:journal_export"))
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def lines(file: ZipFile, name: str) -> Iterator[str]:
    """Yield the lines of one file of the proof."""
    yield from file.read(name).decode().splitlines()


@pytest.mark.usefixtures("done")
def test_proof_verifies_and_holds_its_own_line(archivist: User) -> None:
    file = taken(client_of(archivist))

    verdict = verify(lines(file, "journal.jsonl"), lines(file, "ancres.jsonl"))

    assert (verdict.code, verdict.entries) == (0, 2)
    assert last_act() == "base.journal_exported base.journalhead:1"
    assert "base.journal_exported" in list(lines(file, "journal.jsonl"))[-1]


@pytest.mark.usefixtures("done")
def test_proof_holds_no_private_content(archivist: User) -> None:
    file = taken(client_of(archivist))

    assert [name for name in file.namelist() if b"motif-secret" in file.read(name)] == []


def test_proof_comes_with_its_verifier_and_how_to_run_it(archivist: User) -> None:
    file = taken(client_of(archivist))

    assert file.namelist() == ["LISEZ-MOI.txt", "verify.py", "ancres.jsonl", "journal.jsonl"]
    assert "python -I verify.py" in file.read("LISEZ-MOI.txt").decode()


@pytest.mark.usefixtures("done")
def test_anchors_are_listed_the_last_first(archivist: User) -> None:
    anchor(ON + timedelta(days=1), AT)

    answer = client_of(archivist).get(reverse("accounts:anchors"))

    assert [shown.date for shown in answer.context["page"]] == [ON + timedelta(days=1), ON]


def test_no_anchor_yet_says_when_the_first_comes(archivist: User) -> None:
    assert "Aucune ancre" in client_of(archivist).get(reverse("accounts:anchors")).content.decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.ELECTED, Role.FINANCE])
def test_proof_is_unknown_to_others(role: str) -> None:
    client = client_of(make_user(role=role))

    assert client.get(reverse("accounts:anchors")).status_code == 404
    assert client.post(reverse("accounts:journal_export")).status_code == 404
