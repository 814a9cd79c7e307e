"""What structures hold about a person: received, erased, kept no longer than said, moved with an account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import Model

from maillage.accounts.actions import elimination
from maillage.accounts.actions.access_file import sections
from maillage.accounts.actions.erasure import preview
from maillage.accounts.actions.merging import merge, what_moves
from maillage.accounts.models import Role, User
from maillage.accounts.register import rules
from maillage.accounts.retention import reached
from maillage.accounts.tests.factories import AT, ON, make_user
from maillage.accounts.tests.people_data import Life, draft_of, erased, marked_life, places_of
from maillage.organisations.models import AttachmentRequest, Exchange, Mandate, Project
from maillage.organisations.tests.factories import (
    altered,
    make_exchange,
    make_follow_up,
    make_mandate,
    make_organisation,
    make_project,
    make_request,
)

pytestmark = pytest.mark.django_db
RULES = rules()
TOKEN = "QuetscheZephyr"


@pytest.fixture(autouse=True)
def _outbox(settings: LazySettings) -> None:
    """Have mails written as rows, as in a real installation."""
    settings.EMAIL_BACKEND = "maillage.base.outbox.EmailBackend"


@pytest.fixture
def life() -> Life:
    """Someone who acts for a structure, asks to act for another, bears a project and is spoken of."""
    life, agent = marked_life(TOKEN), make_user(role=Role.AGENT, name="Agathe Martin")
    person, made = life.person, make_organisation()
    make_mandate(made, person, evidence=life.mark("justificatif"))
    make_request(person, name=life.mark("structure"), message=life.mark("message"))
    make_project(bearer=person.name, email=person.email, description=life.mark("idee"))
    make_project(bearer="Ana Volutine", description="Sans rapport")
    make_follow_up(made, agent, with_whom=f"{person.name} et Ana Volutine", notes=f"écrire à {person.email}")
    make_exchange(made, agent, with_whom="Ana Volutine")
    return life


def received(person: User, title: str) -> list[dict[str, Any]]:
    """Return the rows of one section of a person's own file."""
    found = [section for section in sections(person) if section.title == title]
    return [{datum.name: datum.value for datum in row} for section in found for row in section.rows]


def test_person_receives_what_is_said_of_them(life: Life) -> None:
    (mandate,), (project,) = received(life.person, "mandat"), received(life.person, "projet")
    (exchange,) = received(life.person, "échange")

    assert mandate["evidence"] == life.mark("justificatif")
    assert project["description"] == life.mark("idee")
    assert life.person.name in exchange["with_whom"]
    assert len(received(life.person, "demande de rattachement")) == 1


def test_erasure_is_announced(life: Life) -> None:
    effects = {effect.what: effect.effect for effect in preview(life.person)}

    assert effects["mandat"] == "terminé et vidé"
    assert effects["échange"] == "gardé, le nom remplacé par un numéro"
    assert effects["projet"] == "vidé"


def test_nothing_of_an_erased_person_is_left(life: Life) -> None:
    erased(life)

    assert [place for place in places_of(TOKEN) if place.startswith("organisations.")] == []


def test_erasure_keeps_what_is_said_of_others(life: Life) -> None:
    erased(life)

    texts = sorted(Exchange.objects.values_list("with_whom", flat=True))
    assert texts == ["Ana Volutine", f"Personne supprimée {life.person.pk} et Ana Volutine"]
    assert Project.objects.exclude(bearer="").get().description == "Sans rapport"


def test_erasure_ends_mandates_and_requests(life: Life) -> None:
    erased(life)

    assert Mandate.objects.get().ends_on == ON
    assert AttachmentRequest.objects.get().status == "withdrawn"
    assert [subject for subject in altered() if subject.startswith("organisations.")] == []


def withdrawn(at: datetime) -> AttachmentRequest:
    made = make_request(make_user(), asked_at=at)
    AttachmentRequest.objects.filter(pk=made.pk).update(status="withdrawn")
    return made


def over(at: datetime) -> Mandate:
    return make_mandate(make_organisation(), starts_on=at.date(), ends_on=at.date())


MAKERS: dict[str, tuple[int, Callable[[datetime], Model]]] = {
    "old_exchanges": (36, lambda at: make_exchange(make_organisation(), make_user(), noted_at=at)),
    "old_projects": (36, lambda at: make_project(created_at=at)),
    "answered_attachments": (24, withdrawn),
    "ended_mandates": (60, over),
}


@pytest.mark.parametrize("rule", MAKERS)
def test_what_is_kept_long_enough_goes_on_a_slip(rule: str) -> None:
    months, make = MAKERS[rule]
    old = make(AT - timedelta(days=31 * (months + 1)))
    make(AT - timedelta(days=30 * (months - 1)))

    assert [pk for pk, _ in reached(RULES[rule], AT)] == [old.pk]


def test_follow_up_that_waits_is_kept() -> None:
    long_ago = AT - timedelta(days=2000)
    make_follow_up(make_organisation(), make_user(), noted_at=long_ago)

    assert reached(RULES["old_exchanges"], AT) == []


def test_project_stays_as_long_as_its_exchanges() -> None:
    long_ago = AT - timedelta(days=2000)
    make_exchange(make_project(created_at=long_ago), make_user())

    assert reached(RULES["old_projects"], AT) == []


def eliminated(kind: str, row: Model) -> None:
    """Sign and execute a slip that lists a row."""
    dpo, archivist = make_user(role=Role.DPO), make_user(role=Role.ARCHIVIST)
    slip = draft_of(int(row.pk), by=dpo, kind=kind)
    elimination.submit(slip, by=dpo, at=AT)
    elimination.give_visa(slip, by=archivist, at=AT)
    elimination.execute(slip, by=dpo, at=AT)


def test_slip_eliminates_old_exchanges() -> None:
    long_ago = AT - timedelta(days=2000)

    eliminated("old_exchanges", make_exchange(make_organisation(), make_user(), noted_at=long_ago))

    assert not Exchange.objects.exists()


def test_slip_of_ended_mandates_says_their_days() -> None:
    made = over(AT - timedelta(days=3000))

    slip = elimination.propose(by=make_user(role=Role.DPO), at=AT)

    assert slip
    line = slip.lines.get()
    assert (line.rule, line.first_on, line.last_on) == ("ended_mandates", made.ends_on, made.ends_on)


def test_merged_account_brings_its_mandates(administrator: User, applicant: User) -> None:
    twin, made = make_user(), make_organisation()
    make_mandate(made, twin)
    make_request(twin)
    make_follow_up(made, twin)

    merge(applicant, twin, by=administrator, at=AT)

    moved = dict(what_moves(applicant))
    assert (moved["Mandats"], moved["Demandes de rattachement"], moved["Suites à donner"]) == (1, 1, 1)
    assert [subject for subject in altered() if subject.startswith("organisations.")] == []


def test_mandate_held_by_both_accounts_stays_on_the_closed_one(administrator: User, applicant: User) -> None:
    twin, made = make_user(), make_organisation()
    for person in (applicant, twin):
        make_mandate(made, person)

    merge(applicant, twin, by=administrator, at=AT)

    assert (applicant.mandates.count(), twin.mandates.count()) == (1, 1)
