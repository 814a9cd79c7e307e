"""One's desk: what waits, for whom, in which order."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.actions import elimination, requests
from maillage.accounts.models import DataRequest, FactorReset, Role, User
from maillage.accounts.register import rules
from maillage.accounts.tests.factories import (
    AT,
    ON,
    client_of,
    make_grant,
    make_invitation,
    make_reset,
    make_user,
)
from maillage.base.outbox import Mail
from maillage.network.actions.revisions import publish
from maillage.organisations.tests.factories import (
    make_follow_up,
    make_organisation,
    make_project,
    make_request,
)
from maillage.portal.desk import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def dpo() -> User:
    return make_user(role=Role.DPO, name="Dominique")


@pytest.fixture
def archivist() -> User:
    return make_user(role=Role.ARCHIVIST, name="Archibald")


def subjects(user: User) -> list[str]:
    return [one.subject for one in waiting(user, ON)]


def test_request_waits_for_data_protection_alone(dpo: User, agent: User, applicant: User) -> None:
    requests.file("access", text="", by=applicant, at=AT)

    assert subjects(dpo) == ["Recevoir mes données\xa0: Dominique Petit"]
    assert subjects(agent) == subjects(applicant) == []


def test_request_says_its_deadline(dpo: User, applicant: User) -> None:
    asked = requests.file("access", text="", by=applicant, at=AT)

    (one,) = waiting(dpo, ON)
    assert (one.due, one.since, one.address) == (asked.due_on, ON, asked.get_absolute_url())


def test_nobody_is_asked_to_answer_themselves(dpo: User) -> None:
    requests.file("access", text="", by=dpo, at=AT)

    assert subjects(dpo) == []


def test_slip_waits_for_whoever_can_move_it(dpo: User, archivist: User) -> None:
    rows: list[int | str] = [make_invitation(dpo).pk]
    listed = [elimination.Listed(rule=rules()["unanswered_invitations"], rows=rows)]
    slip = elimination.draft(listed, reason="Durées atteintes", by=dpo, at=AT)
    elimination.submit(slip, by=dpo, at=AT)

    assert subjects(archivist) == [str(slip)]
    assert subjects(dpo) == []


def test_lost_factor_waits_for_another_administrator(administrator: User) -> None:
    reset = make_reset(make_user(name="Perdue"), make_user(role=Role.ADMINISTRATOR))

    assert subjects(administrator) == ["Second facteur perdu\xa0: Perdue"]
    assert subjects(reset.asked_by) == []


def test_answered_reset_waits_for_nobody(administrator: User) -> None:
    make_reset(make_user(), make_user(role=Role.ADMINISTRATOR))
    FactorReset.objects.update(status="approved", answered_by=administrator, answered_at=AT)

    assert subjects(administrator) == []


def test_lost_mails_wait_for_administrators_in_one_line(administrator: User, agent: User) -> None:
    written = {"created_at": AT, "next_attempt_at": AT, "give_up_at": AT + timedelta(days=3)}
    for number in range(3):
        mail = Mail.objects.create(message_id=f"<{number}@x>", sender="a@x.fr", to=["b@x.fr"], **written)
        for status in (Mail.Status.SENDING, Mail.Status.FAILED):
            Mail.objects.filter(pk=mail.pk).update(status=status)

    assert subjects(administrator) == ["Messages qui n’ont pas pu partir\xa0: 3"]
    assert subjects(agent) == []


def test_file_of_ones_data_waits_until_it_is_gone(dpo: User, applicant: User) -> None:
    asked = requests.file("access", text="", by=applicant, at=AT)
    requests.prepare(asked, by=dpo, at=AT)
    requests.complete(asked, by=dpo, at=AT)
    last = DataRequest.objects.get(pk=asked.pk).available_until

    assert subjects(applicant) == ["Le fichier de vos données est prêt"]
    assert last is not None
    assert waiting(applicant, last.date() + timedelta(days=2)) == []


def test_follow_up_waits_for_the_person_it_names(agent: User) -> None:
    structure = make_organisation(name="Les Jardins")
    follow_up = make_follow_up(structure, agent)

    (one,) = waiting(agent, ON)
    assert (one.subject, one.waits, one.due) == ("Les Jardins", follow_up.follow_up, follow_up.due_on)
    assert subjects(make_user(role=Role.AGENT)) == []


def test_follow_up_that_is_done_waits_no_more(agent: User) -> None:
    make_follow_up(make_organisation(), agent, done_at=AT, done_by=agent)

    assert subjects(agent) == []


def test_follow_up_about_a_project_names_it(agent: User) -> None:
    project = make_project()
    make_follow_up(project, agent)

    assert subjects(agent) == [str(project)]


def test_request_to_act_waits_for_those_who_instruct(agent: User, applicant: User, dpo: User) -> None:
    asked = make_request(applicant)

    assert subjects(agent) == [f"Dominique Petit demande à agir pour {asked.name}"]
    assert subjects(dpo) == subjects(applicant) == []


def test_nobody_answers_their_own_request_to_act(agent: User) -> None:
    make_request(agent)

    assert subjects(agent) == []


def test_what_is_due_first_comes_first(dpo: User) -> None:
    for days, name in ((0, "Seconde"), (-3, "Première")):
        requests.file("access", text="", by=make_user(name=name), at=AT + timedelta(days=days))

    assert [one.rpartition(" ")[2] for one in subjects(dpo)] == ["Première", "Seconde"]


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/bureau/")

    assert answer.status_code == 302
    assert answer["Location"] == "/compte/connexion/?next=/bureau/"


def test_desk_without_anything_says_so(applicant: User) -> None:
    page = client_of(applicant).get("/bureau/").content.decode()

    assert "Rien ne vous attend" in page
    assert "Vos outils" not in page


def test_late_is_said_in_words(dpo: User, applicant: User) -> None:
    requests.file("access", text="", by=applicant, at=AT - timedelta(days=60))

    assert "en retard" in client_of(dpo).get("/bureau/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_desk_asks_few_questions_whatever_waits(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both = make_grant(make_user(role=Role.DPO)).user
    for _ in range(count):
        requests.file("access", text="", by=make_user(), at=AT)
        make_follow_up(make_organisation(), both)
        make_follow_up(make_project(), both)
    client = client_of(both)
    client.get("/bureau/")  # the session is prolonged

    with django_assert_num_queries(12):
        client.get("/bureau/")


@pytest.mark.usefixtures("grand_est")
def test_sheet_left_alone_waits_on_the_desk_of_agents(agent: User) -> None:
    publish(note="Paquet chargé", by="commande", at=AT)

    assert "La fiche de la collectivité" in [one.subject for one in waiting(agent, ON)]
