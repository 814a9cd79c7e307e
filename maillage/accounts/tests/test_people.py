"""People as rows: who they are, what they hold, whom they see."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import OBLIGING, Role, RoleGrant, User, holds
from maillage.accounts.tests.factories import ON, client_of, make_grant, make_user
from maillage.base.entries import JournalEntry

pytestmark = pytest.mark.django_db


def test_email_is_kept_in_lower_case() -> None:
    assert User.objects.create_user(" Marie@Exemple.FR ").email == "marie@exemple.fr"


def test_email_is_unique_whatever_the_case() -> None:
    make_user("marie@exemple.fr")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Marie@exemple.fr")


def test_email_taken_is_told_in_french() -> None:
    make_user("marie@exemple.fr")

    with pytest.raises(Exception, match="Un compte existe déjà avec cette adresse"):
        User(email="MARIE@exemple.fr").validate_constraints()


def test_person_is_found_by_email_whatever_the_case() -> None:
    user = make_user("marie@exemple.fr")

    assert User.objects.get_by_natural_key("MARIE@exemple.fr") == user


def test_person_is_shown_by_name_then_email() -> None:
    assert [str(User(name="Marie", email="m@exemple.fr")), str(User(email="m@exemple.fr"))] == [
        "Marie",
        "m@exemple.fr",
    ]


def test_folded_text_follows_a_partial_save() -> None:
    user = make_user(name="Zoé")
    user.name = "Élise Ça"
    user.save(update_fields=["name"])

    assert User.objects.get(folded__startswith="elise ca") == user


def test_suspended_account_cannot_stay_open() -> None:
    user = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(suspended_at=timezone.now())


def test_account_is_not_merged_into_itself() -> None:
    user = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(merged_into=user, is_active=False)


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (date(2026, 1, 1), date(2026, 11, 23), True),
        (date(2026, 1, 1), date(2026, 11, 22), False),
    ],
)
def test_role_is_held_from_first_to_last_day(first: date, last: date | None, *, held: bool) -> None:
    user = make_user()
    make_grant(user, starts_on=first, ends_on=last)

    assert user.has_role(Role.AGENT, on=ON) is held


def test_role_of_a_closed_account_is_not_held() -> None:
    user = make_user(role=Role.AGENT)
    user.is_active = False

    assert not user.has_role(Role.AGENT, on=ON)


def test_roles_are_read_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = User.objects.get(pk=make_user(role=Role.AGENT).pk)

    with django_assert_num_queries(1):
        assert [user.has_role(Role.AGENT, on=ON), user.has_role(Role.DPO), user.is_obliged(ON)] == [
            True,
            False,
            True,
        ]


def test_roles_are_read_again_once_forgotten() -> None:
    user = make_user()
    assert not user.has_role(Role.AGENT)

    make_grant(user)

    assert user.has_role(Role.AGENT)


@pytest.mark.parametrize("role", Role.values)
def test_second_factor_is_due_for_internal_roles(role: str) -> None:
    assert make_user(role=role).is_obliged(ON) is (role in OBLIGING)


def test_visitor_holds_nothing(visitor: AnonymousUser) -> None:
    assert not holds(visitor, *Role.values)


def test_visitor_sees_nobody(agent: User, visitor: AnonymousUser) -> None:
    assert not User.objects.visible_to(visitor).exists()
    assert agent.is_active


def test_applicant_sees_only_themself(agent: User, applicant: User) -> None:
    assert list(User.objects.visible_to(applicant)) == [applicant]
    assert agent.is_active


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DPO])
def test_everyone_is_seen_by(role: str, agent: User, applicant: User) -> None:
    user = make_user(role=role)

    assert set(User.objects.visible_to(user)) == {agent, applicant, user}


def test_agent_sees_colleagues_and_not_others(agent: User, applicant: User) -> None:
    colleague, partner = make_user(role=Role.ELECTED), make_user(role=Role.PARTNER)
    make_user(role=Role.AGENT, is_active=False)

    assert set(User.objects.visible_to(agent)) == {agent, colleague}
    assert {partner, applicant}.isdisjoint(User.objects.visible_to(agent))


def test_former_colleague_is_no_longer_seen(agent: User) -> None:
    make_grant(make_user(), ends_on=date(2021, 1, 1))

    assert list(User.objects.visible_to(agent)) == [agent]


def test_page_of_a_person_has_an_address(agent: User) -> None:
    assert agent.get_absolute_url() == f"/administration/personnes/{agent.pk}/"


def test_role_unknown_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(make_user(), "emperor")


def test_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(make_user(), starts_on=ON, ends_on=date(2026, 11, 22))


def test_same_role_is_not_open_twice() -> None:
    user = make_user(role=Role.AGENT)

    with pytest.raises(Exception, match="Cette personne a déjà ce rôle"):
        RoleGrant(user=user, role=Role.AGENT, starts_on=ON).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(user, starts_on=ON)


def openings(client: Client, user: User) -> int:
    """Open a person's page, and return how many openings the journal holds."""
    assert client.get(user.get_absolute_url()).status_code == 200
    return JournalEntry.objects.filter(action="accounts.person_file_opened").count()


@pytest.mark.parametrize("role", ["", Role.PARTNER, Role.EXPERT])
def test_opening_the_file_of_a_natural_person_is_journalled(administrator: User, role: str) -> None:
    assert openings(client_of(administrator), make_user(role=role)) == 1


def test_opening_the_page_of_a_colleague_or_one_s_own_is_not(administrator: User, agent: User) -> None:
    assert [openings(client_of(administrator), user) for user in (agent, administrator)] == [0, 0]


def test_page_of_a_former_colleague_is_a_natural_person_s_file(administrator: User) -> None:
    user = make_user()
    make_grant(user, Role.AGENT, ends_on=date(2021, 1, 1))

    assert openings(client_of(administrator), user) == 1


def test_openings_do_not_hide_the_acts_on_the_page(administrator: User, applicant: User) -> None:
    office = client_of(administrator)
    office.get(applicant.get_absolute_url())

    assert list(office.get(applicant.get_absolute_url()).context["entries"]) == []
