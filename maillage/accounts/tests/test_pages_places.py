"""What the pages about places do: units, contacts, absences, delegations, invitations."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import (
    Absence,
    Contact,
    Delegation,
    Invitation,
    Kind,
    Membership,
    Unit,
    User,
)
from maillage.accounts.tests.factories import client_of, make_contact, make_unit
from maillage.accounts.tests.visits import address, sent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_unit_is_created_changed_and_closed_on_its_pages(administrator: User) -> None:
    assert sent(administrator, "new_unit", administrator, kind="pole", name="Avant", starts_on=TODAY) == 302
    pk, client = Unit.objects.get().pk, client_of(administrator)

    client.post(reverse("accounts:change_unit", args=[pk]), {"name": "Après", "on": TODAY})
    client.post(reverse("accounts:close_unit", args=[pk]), {"on": TODAY})

    unit = Unit.objects.get()
    assert (unit.name, unit.ends_on) == ("Après", TODAY)


def test_person_joins_and_leaves_on_their_pages(administrator: User, agent: User) -> None:
    unit = make_unit(Kind.POLE)
    status = sent(administrator, "join", agent, unit=unit.pk, title="Chargée", starts_on=TODAY)
    place = Membership.objects.get()

    client_of(administrator).post(reverse("accounts:leave", args=[place.pk]), {"on": TODAY})

    place.refresh_from_db()
    assert (status, place.ends_on) == (302, TODAY)


def test_contact_is_named_and_ended_on_its_pages(administrator: User, agent: User) -> None:
    typed = {"topic": "department", "label": "Marne (51)", "user": agent.pk, "starts_on": TODAY}
    status = sent(administrator, "name_contact", agent, **typed)
    contact = Contact.objects.get()

    client_of(administrator).post(reverse("accounts:end_contact", args=[contact.pk]), {"on": TODAY})

    contact.refresh_from_db()
    assert (status, contact.user, contact.ends_on) == (302, agent, TODAY)


def test_hand_over_shows_what_moves_before_moving_it(
    administrator: User, agent: User, colleague: User
) -> None:
    make_contact(agent, label="Marne (51)")
    client, page = client_of(administrator), address("hand_over", agent)
    typed = {"receiver": str(colleague.pk), "on": TODAY.isoformat()}

    shown = client.get(page, typed).content.decode()
    assert "Ce que Camille Durand suivra" in shown
    assert Contact.objects.filter(user=agent, ends_on=None).exists()

    assert client.post(page, typed).status_code == 302
    assert Contact.objects.get(ends_on=None).user == colleague


def test_own_absence_is_declared_and_ended_on_its_pages(agent: User, colleague: User) -> None:
    typed = {"starts_on": TODAY, "ends_on": TODAY, "stand_in": colleague.pk}
    status = sent(agent, "absence", agent, **typed)
    absence = Absence.objects.get()

    client_of(agent).post(reverse("accounts:end_absence", args=[absence.pk]), {"on": TODAY})

    assert (status, Absence.objects.exists()) == (302, False)


def test_absence_with_days_in_disorder_is_refused(agent: User, colleague: User) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}

    assert sent(agent, "absence", agent, stand_in=colleague.pk, **days) == 422


def test_delegation_is_recorded_and_ended_on_its_pages(
    administrator: User, agent: User, colleague: User
) -> None:
    people = {"grantor": agent.pk, "delegate": colleague.pk}
    act = {"act_number": "A-1", "scope": "Courriers", "ceiling": "1 234,56", "starts_on": TODAY}
    status = sent(administrator, "new_delegation", agent, **people, **act)
    delegation = Delegation.objects.get()

    client_of(administrator).post(reverse("accounts:end_delegation", args=[delegation.pk]), {"on": TODAY})

    delegation.refresh_from_db()
    assert (status, str(delegation.ceiling), delegation.ends_on) == (302, "1234.56", TODAY)


def test_delegation_to_its_grantor_is_refused_in_words(administrator: User, agent: User) -> None:
    people = {"grantor": agent.pk, "delegate": agent.pk, "cle": uuid4()}
    act = {"act_number": "A-1", "scope": "Courriers", "starts_on": TODAY}

    answer = client_of(administrator).post(address("new_delegation", agent), {**people, **act})

    assert answer.status_code == 422
    assert "On ne se délègue pas sa propre signature." in answer.content.decode()


def test_invitation_is_sent_and_cancelled_on_its_pages(administrator: User) -> None:
    typed = {"email": "neuve@exemple.fr", "name": "Neuve", "roles": ["agent"]}
    status = sent(administrator, "invite", administrator, **typed)
    page = reverse("accounts:cancel_invitation", args=[Invitation.objects.get().pk])

    client_of(administrator).post(page)

    assert (status, Invitation.objects.get().status) == (302, "cancelled")
