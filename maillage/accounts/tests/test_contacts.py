"""Who answers about what, stand-ins, and the hand-over of a portfolio."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from maillage.accounts.actions import contacts
from maillage.accounts.models import Absence, Contact, Role, Topic, User
from maillage.accounts.queries import contact_for
from maillage.accounts.tests.factories import (
    AT,
    ON,
    last_act,
    make_absence,
    make_contact,
    make_delegation,
    make_user,
)
from maillage.base.errors import Refusal
from maillage.base.references import Reference

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = ON - timedelta(days=1), ON + timedelta(days=1)
SUBJECT = Reference("policy.scheme", 3)


@pytest.fixture
def head() -> User:
    """Give a head of unit."""
    return make_user(role=Role.HEAD_OF_UNIT)


def test_contact_is_named_and_journalled(head: User, agent: User) -> None:
    contact = contacts.name_contact(
        agent, Topic.SCHEME, label="Emploi", subject=SUBJECT, starts_on=ON, by=head, at=AT
    )

    assert contact_for(SUBJECT, ON) == agent
    assert last_act() == f"accounts.contact_named accounts.contact:{contact.pk}"


def test_contact_of_what_has_no_page_is_found_by_its_label(agent: User) -> None:
    make_contact(agent, label="Bas-Rhin (67)")

    assert contact_for("bas-rhin (67)", ON) == agent


def test_subject_has_one_contact_at_a_time(head: User, agent: User) -> None:
    make_contact(agent, label="Bas-Rhin (67)")

    with pytest.raises(Refusal, match="Agathe Martin suit déjà"):
        contacts.name_contact(
            make_user(), Topic.DEPARTMENT, label="Bas-Rhin (67)", starts_on=ON, by=head, at=AT
        )


def test_subject_has_one_open_contact_for_the_database(agent: User) -> None:
    make_contact(agent, label="Bas-Rhin (67)")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_contact(make_user(), label="Bas-Rhin (67)")


def test_contact_is_not_named_by_an_agent(agent: User) -> None:
    with pytest.raises(Refusal, match="Responsable d’unité"):
        contacts.name_contact(agent, Topic.SCHEME, label="Emploi", starts_on=ON, by=agent, at=AT)


def test_contact_ends_and_is_journalled(head: User, agent: User) -> None:
    contact = make_contact(agent, label="Marne")

    contacts.end_contact(contact, on=YESTERDAY, by=head, at=AT)

    assert contact_for("Marne", ON) is None
    assert last_act() == f"accounts.contact_ended accounts.contact:{contact.pk}"


@pytest.mark.parametrize(
    ("ends_on", "on", "says"),
    [(YESTERDAY, ON, "finit déjà"), (None, date(2019, 1, 1), "ne peut pas précéder")],
)
def test_contact_ends_once_after_its_beginning(
    head: User, agent: User, ends_on: date | None, on: date, says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        contacts.end_contact(make_contact(agent, ends_on=ends_on), on=on, by=head, at=AT)


def test_stand_in_answers_during_an_absence(agent: User) -> None:
    other = make_user()
    make_contact(agent, label="Marne")
    make_absence(agent, other)

    assert [contact_for("Marne", day) for day in (date(2026, 11, 20), ON)] == [agent, other]


def test_stand_ins_are_followed_to_someone_present(agent: User) -> None:
    second, third = make_user(), make_user()
    make_contact(agent, label="Marne")
    make_absence(agent, second)
    make_absence(second, third, starts_on=ON)

    assert [contact_for("Marne", day) for day in (YESTERDAY, ON)] == [second, third]


def test_closed_account_does_not_answer(agent: User) -> None:
    make_contact(agent, label="Marne")
    make_absence(agent, make_user(is_active=False))

    assert contact_for("Marne", ON) is None


def test_stand_ins_in_a_circle_do_not_loop(agent: User) -> None:
    other = make_user()
    make_contact(agent, label="Marne")
    make_absence(agent, other)
    make_absence(other, agent)

    assert contact_for("Marne", ON) is None


def declare(user: User, stand_in: User, by: User, starts_on: date = ON, ends_on: date = TOMORROW) -> Absence:
    """Declare an absence of two days from `ON`."""
    return contacts.declare_absence(
        user, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in, by=by, at=AT
    )


def test_own_absence_is_declared_and_journalled(agent: User) -> None:
    absence = declare(agent, make_user(), agent)

    assert last_act() == f"accounts.absence_declared accounts.absence:{absence.pk}"


def test_absence_of_another_is_declared_by_the_head_of_unit(head: User, agent: User) -> None:
    assert declare(agent, make_user(), head).user == agent


def test_absence_of_another_is_not_declared_by_a_colleague(agent: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        declare(make_user(), make_user(), agent)


def test_absences_do_not_overlap(agent: User) -> None:
    declare(agent, make_user(), agent)

    with pytest.raises(Refusal, match="déjà déclarée"):
        declare(agent, make_user(), agent, starts_on=TOMORROW, ends_on=date(2026, 12, 1))


def test_circle_of_stand_ins_is_refused(head: User) -> None:
    first, second, third = make_user(), make_user(), make_user()
    declare(first, second, head)
    declare(second, third, head)

    with pytest.raises(Refusal, match="compte déjà sur"):
        declare(third, first, head, starts_on=TOMORROW, ends_on=TOMORROW)


def test_circle_on_different_days_is_accepted(head: User) -> None:
    first, second, third = make_user(), make_user(), make_user()
    declare(first, second, head, ON, ON)
    declare(second, third, head, TOMORROW, TOMORROW)

    assert declare(third, first, head).stand_in == first


def test_nobody_stands_in_for_themself(agent: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_absence(agent, agent)


def test_absence_has_an_end(agent: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_absence(agent, make_user(), ends_on=None)


def test_return_ends_the_absence_on_the_eve(agent: User) -> None:
    absence = make_absence(agent, make_user())

    contacts.cancel_absence(absence, on=ON, by=agent, at=AT)

    assert absence.ends_on == YESTERDAY
    assert last_act() == f"accounts.absence_ended accounts.absence:{absence.pk}"


def test_absence_not_begun_is_erased(agent: User) -> None:
    absence = make_absence(agent, make_user(), starts_on=TOMORROW)

    contacts.cancel_absence(absence, on=ON, by=agent, at=AT)

    assert not Absence.objects.exists()


def test_absence_over_does_not_end_again(agent: User) -> None:
    with pytest.raises(Refusal, match="déjà finie"):
        contacts.cancel_absence(make_absence(agent, make_user()), on=date(2026, 12, 1), by=agent, at=AT)


def test_absence_of_another_is_not_ended_by_a_colleague(agent: User) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        contacts.cancel_absence(make_absence(make_user(), make_user()), on=ON, by=agent, at=AT)


def test_portfolio_is_what_is_followed_then_or_later(agent: User) -> None:
    make_contact(agent, label="Passé", ends_on=YESTERDAY)
    make_contact(agent, label="En cours")
    make_contact(agent, label="À venir", starts_on=TOMORROW)

    assert {contact.label for contact in contacts.portfolio(agent, on=ON)} == {"En cours", "À venir"}


def test_portfolio_is_handed_over_in_one_act(head: User, agent: User) -> None:
    other = make_user()
    for label in ("Marne", "Aube"):
        make_contact(agent, label=label)

    contacts.hand_over(agent, other, on=ON, by=head, at=AT)

    assert [contact_for(label, ON) for label in ("Marne", "Aube")] == [other, other]
    assert [contact_for(label, YESTERDAY) for label in ("Marne", "Aube")] == [agent, agent]
    assert last_act() == f"accounts.portfolio_handed_over accounts.user:{agent.pk}"


def test_contact_that_had_not_begun_changes_hands(head: User, agent: User) -> None:
    other, contact = make_user(), make_contact(agent, starts_on=TOMORROW)

    contacts.hand_over(agent, other, on=ON, by=head, at=AT)

    assert list(Contact.objects.values_list("pk", "user")) == [(contact.pk, other.pk)]


def test_hand_over_keeps_the_end_known(head: User, agent: User) -> None:
    make_contact(agent, ends_on=TOMORROW)

    (taken,) = contacts.hand_over(agent, make_user(), on=ON, by=head, at=AT)

    assert (taken.starts_on, taken.ends_on) == (ON, TOMORROW)


def test_nothing_is_handed_over_to_oneself_or_when_empty(head: User, agent: User) -> None:
    make_contact(agent)

    for giver, receiver in ((agent, agent), (make_user(), agent)):
        with pytest.raises(Refusal, match="Rien à transmettre"):
            contacts.hand_over(giver, receiver, on=ON, by=head, at=AT)


def test_nothing_is_handed_over_to_a_closed_account(head: User, agent: User) -> None:
    make_contact(agent)

    with pytest.raises(Refusal, match="est fermé"):
        contacts.hand_over(agent, make_user(is_active=False), on=ON, by=head, at=AT)


def test_stand_in_does_not_declare_away_the_person_they_sign_for(head: User, agent: User) -> None:
    make_delegation(agent, stand_in=head)

    with pytest.raises(Refusal, match="une autre personne déclare cette absence"):
        contacts.declare_absence(agent, starts_on=ON, ends_on=TOMORROW, stand_in=head, by=head, at=AT)


def test_delegate_declares_their_own_absence_whoever_stands_in(head: User, agent: User) -> None:
    make_delegation(agent, stand_in=head)

    absence = contacts.declare_absence(agent, starts_on=ON, ends_on=TOMORROW, stand_in=head, by=agent, at=AT)

    assert absence.stand_in == head


def test_person_does_not_stand_in_for_themselves(agent: User) -> None:
    with pytest.raises(Refusal, match="On ne se remplace pas soi-même"):
        contacts.declare_absence(agent, starts_on=ON, ends_on=ON, stand_in=agent, by=agent, at=AT)
