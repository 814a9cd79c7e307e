"""Two browsers at once: one act is done, the other gets a sentence; on both engines."""

from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from time import sleep
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from maillage.accounts.actions import (
    addresses,
    chart,
    contacts,
    delegations,
    factors,
    invitations,
    people,
    requests,
    roles,
)
from maillage.accounts.actions.act import MEANWHILE, act
from maillage.accounts.models import Delegation, Role, RoleGrant, User
from maillage.accounts.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    client_of,
    make_factor,
    make_grant,
    make_unit,
    make_user,
)
from maillage.base.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


def while_uncommitted(first: Act, then: Act) -> str:
    """Do an act while another one is done but not committed yet; return the sentence that refuses it."""
    done = Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            done.set()
            sleep(0.3)
        connection.close()

    thread = Thread(target=hold)
    thread.start()
    done.wait(10)
    try:
        then()
    except Refusal as refusal:
        return refusal.sentence
    finally:
        thread.join()
    return ""


def twice(first: Act) -> str:
    """Do the same act in two browsers."""
    return while_uncommitted(first, first)


def by_two_administrators() -> tuple[User, User]:
    """Return two people who administer, and nobody else does."""
    return make_user(role=Role.ADMINISTRATOR), make_user(role=Role.ADMINISTRATOR)


def invite(_user: User, by: User) -> Act:
    return partial(invitations.invite, "lea@exemple.fr", name="Léa", roles=[], by=by, at=AT)


def name_contact(user: User, by: User) -> Act:
    return partial(contacts.name_contact, user, "partner", label="CRESS", starts_on=ON, by=by, at=AT)


def grant(user: User, by: User) -> Act:
    return partial(roles.grant_role, user, Role.EXPERT, starts_on=ON, by=by, at=AT)


def join(user: User, by: User) -> Act:
    return partial(chart.join, user, make_unit(), title="Chargée", starts_on=ON, by=by, at=AT)


def ask_reset(user: User, by: User) -> Act:
    make_factor(user)
    return partial(factors.ask_reset, user, reason="Vue", by=by, at=AT)


def ask_data(user: User, _by: User) -> Act:
    return partial(requests.file, "access", by=user, at=AT)


def open_account(_user: User, by: User) -> Act:
    return partial(people.open_account, "neuf@exemple.fr", name="N", password=None, by=by, at=AT)


def delegate(user: User, by: User) -> Act:
    grantor = make_user()

    def do() -> object:
        made = Delegation(act_number="A-1", grantor=grantor, delegate=user, scope="x", starts_on=LONG_AGO)
        return delegations.delegate(made, by=by, at=AT)

    return do


@pytest.mark.parametrize(
    "prepare",
    [invite, name_contact, grant, join, ask_reset, ask_data, open_account, delegate],
)
def test_same_act_in_two_browsers_is_done_once(prepare: Callable[[User, User], Act]) -> None:
    by, user = make_user(role=Role.ADMINISTRATOR), make_user()

    assert twice(prepare(user, by)) != ""


def test_address_changed_twice_at_once_waits_for_one_answer() -> None:
    by, user = make_user(role=Role.ADMINISTRATOR), make_user()

    ask = partial(addresses.change_email, user, "neuve@exemple.fr", by=by, at=AT)
    twice(ask)

    assert user.email_changes.filter(status="sent").count() == 1


def test_two_administrators_grant_each_other_a_role_without_waiting_for_ever() -> None:
    one, other = by_two_administrators()

    assert while_uncommitted(grant(one, other), grant(other, one)) == ""
    assert RoleGrant.objects.filter(role=Role.EXPERT).count() == 2


def test_two_administrators_do_not_end_each_other_s_role() -> None:
    one, other = by_two_administrators()
    ends = [
        partial(roles.end_role, user.role_grants.get(), on=None, by=by, at=AT)
        for user, by in ((one, other), (other, one))
    ]

    assert while_uncommitted(*ends) != ""
    assert User.objects.active().holding(Role.ADMINISTRATOR, on=ON).count() == 1


def test_two_administrators_do_not_suspend_each_other() -> None:
    one, other = by_two_administrators()
    pairs = ((one, other), (other, one))

    assert while_uncommitted(*(partial(people.suspend, a, reason="x", by=b, at=AT) for a, b in pairs)) != ""
    assert User.objects.active().holding(Role.ADMINISTRATOR, on=ON).count() == 1


def test_second_browser_gets_its_form_again_with_the_sentence() -> None:
    by, user = make_user(role=Role.ADMINISTRATOR), make_user(role=Role.AGENT)
    typed = {"topic": "partner", "label": "CRESS", "user": user.pk, "starts_on": ON, "cle": uuid4()}
    answers = []

    def send() -> None:
        answers.append(client_of(by).post("/administration/interlocuteurs/nouveau/", typed))

    while_uncommitted(name_contact(user, by), send)

    assert answers[0].status_code == 422


def test_other_faults_of_the_database_are_not_hidden() -> None:
    @act
    def wrong() -> RoleGrant:
        return make_grant(make_user(), ends_on="1999-01-01")

    with pytest.raises(IntegrityError):
        wrong()


def test_rule_of_a_model_is_refused_in_its_own_words() -> None:
    @act
    def wrong() -> None:
        Delegation(act_number="A", grantor=user, delegate=user, scope="x", starts_on=ON).full_clean()

    user = make_user()

    with pytest.raises(Refusal, match="On ne se délègue pas sa propre signature"):
        wrong()


def test_same_row_written_outside_of_any_check_is_told_as_a_race() -> None:
    user = make_user(role=Role.EXPERT)

    @act
    def wrong() -> RoleGrant:
        return make_grant(user, Role.EXPERT)

    with pytest.raises(Refusal, match=MEANWHILE[:30]):
        wrong()
