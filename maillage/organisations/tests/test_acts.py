"""Acts done from the pages of structures: done once, led back, refused with what was typed."""

import html
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.organisations.actions import life
from maillage.organisations.models import (
    AttachmentRequest,
    Change,
    Establishment,
    Exchange,
    Mandate,
    Organisation,
    Project,
    Recognition,
)
from maillage.organisations.tests.factories import (
    AT,
    ON,
    make_follow_up,
    make_organisation,
    make_project,
    make_recognition,
    make_request,
    make_siret,
)

pytestmark = pytest.mark.django_db
TODAY = "2026-01-15"


@pytest.fixture
def client(agent: User) -> Client:
    """An agent's browser."""
    return client_of(agent)


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def key() -> dict[str, str]:
    return {"cle": str(uuid4())}


ACTS: dict[str, tuple[dict[str, str], Callable[[], bool]]] = {
    "nom": ({"name": "Nouveau", "on": TODAY}, lambda: Change.objects.get().kind == "renamed"),
    "categorie": (
        {"legal_category": "9230", "on": TODAY},
        lambda: Organisation.objects.get().legal_category == "9230",
    ),
    "fermeture": ({"on": TODAY}, lambda: Organisation.objects.get().status == "closed"),
    "statut": (
        {"kind": "esus", "starts_on": TODAY, "source": "arrêté"},
        lambda: Recognition.objects.get().source == "arrêté",
    ),
    "mandat": (
        {"person": "LOU@exemple.fr", "office": "director", "evidence": "PV", "starts_on": TODAY},
        lambda: Mandate.objects.get().person.email == "lou@exemple.fr",
    ),
    "echange": (
        {
            "kind": "call",
            "on": TODAY,
            "with_whom": "Lou",
            "about": "Aide",
            "follow_up_by": "",
            "version": "1",
        },
        lambda: Exchange.objects.get().with_whom == "Lou",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_act_is_done_and_leads_back_to_the_structure(act: str, client: Client) -> None:
    data, is_done = ACTS[act]
    make_user("lou@exemple.fr")
    made = make_organisation()

    answer = client.post(f"/structures/{made.pk}/{act}/", {**key(), **data})

    assert answer["Location"] == made.get_absolute_url()
    assert is_done()


@pytest.mark.parametrize("act", ACTS)
def test_refused_act_keeps_its_form(act: str, client: Client) -> None:
    answer = client.post(f"/structures/{make_organisation().pk}/{act}/", {**key(), "on": "2026-02-31"})

    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)


def test_merger_names_the_other_by_its_number(client: Client) -> None:
    made, goes_on = make_organisation(), make_organisation()

    client.post(f"/structures/{made.pk}/fusion/", {**key(), "into": goes_on.siren, "on": TODAY})

    made.refresh_from_db()
    assert made.merged_into == goes_on


def test_closure_is_undone_from_the_page(client: Client, agent: User) -> None:
    made = make_organisation()
    life.close(made, on=ON, by=agent, at=AT)

    client.post(f"/structures/{made.pk}/annulation/", {**key(), "on": TODAY, "reason": "Erreur"})

    assert Organisation.objects.get().status == "active"


def test_establishment_is_added_then_moved(client: Client) -> None:
    made = make_organisation()
    first, second = (make_siret(made.siren, office) for office in (1, 2))
    place = {"commune": "Épinal"}
    client.post(
        f"/structures/{made.pk}/etablissement/", {**key(), **place, "siret": first, "is_head_office": "on"}
    )
    site = Establishment.objects.get()

    moved = {**key(), **place, "siret": second, "on": TODAY, "address": "2 rue Neuve"}
    client.post(f"/structures/etablissements/{site.pk}/transfert/", moved)

    assert Organisation.objects.get().address == "2 rue Neuve"
    assert Establishment.objects.get(siret=second).is_head_office


def test_exchange_of_tomorrow_is_refused(client: Client) -> None:
    data = {"kind": "call", "on": "2090-01-01", "with_whom": "Lou", "about": "Aide", "version": "1"}

    answer = client.post(f"/structures/{make_organisation().pk}/echange/", {**key(), **data})

    assert "Notez-le comme suite à donner" in text(answer)


def test_half_a_follow_up_is_refused(client: Client) -> None:
    data = {"kind": "call", "on": TODAY, "with_whom": "Lou", "about": "Aide", "version": "1"}

    answer = client.post(f"/structures/{make_organisation().pk}/echange/", {**key(), **data, "due_on": TODAY})

    assert text(answer).count("Une suite dit quoi faire, qui le fait et pour quand.") == 4


def test_follow_up_is_done_from_the_page_and_put_back(client: Client, agent: User) -> None:
    made = make_follow_up(make_organisation(), agent)

    client.post(f"/structures/suivis/{made.pk}/fait/")
    done = Exchange.objects.get().done_by
    client.post(f"/structures/suivis/{made.pk}/a-refaire/")

    assert (done, Exchange.objects.get().done_by) == (agent, None)


def test_project_lives_from_its_page(client: Client) -> None:
    data = {**key(), "version": "1", "name": "Café-vélo", "bearer": "Lou"}
    made_at = client.post("/structures/projets/nouveau/", data)["Location"]
    organisation = make_organisation()
    pk = Project.objects.get().pk

    client.post(f"/structures/projets/{pk}/rattachement/", {"organisation": organisation.siren})

    assert made_at == f"/structures/projets/{pk}/"
    assert Project.objects.get().organisation == organisation
    assert "devenu une structure" in text(client.get(made_at))


def test_exchange_on_a_project_is_read_on_its_structure(client: Client) -> None:
    organisation = make_organisation()
    project = make_project(status="open")
    data = {"kind": "visit", "on": TODAY, "with_whom": "Lou", "about": "La halle", "version": "1"}
    client.post(f"/structures/projets/{project.pk}/echange/", {**key(), **data})
    client.post(f"/structures/projets/{project.pk}/rattachement/", {"organisation": organisation.siren})

    assert "La halle" in text(client.get(organisation.get_absolute_url()))


def test_person_asks_and_an_agent_confirms(client: Client, applicant: User) -> None:
    made, browser = make_organisation(name="Élan"), client_of(applicant)
    asked = {**key(), "name": "Elan", "number": made.siren, "office": "president"}
    browser.post("/structures/miennes/demande/", asked)
    request = AttachmentRequest.objects.get()

    page = text(client.get(f"/structures/rattachements/{request.pk}/"))
    client.post(f"/structures/rattachements/{request.pk}/", {"organisation": made.siren, "evidence": "PV"})

    assert f"Élan ({made.siren})" in page
    assert made.get_absolute_url() in text(browser.get("/structures/miennes/"))


def test_refusal_is_read_by_the_person(client: Client, applicant: User) -> None:
    request = make_request(applicant)

    client.post(f"/structures/rattachements/{request.pk}/refus/", {"reason": "Le PV manque."})

    assert "Le PV manque." in text(client_of(applicant).get("/structures/miennes/"))


@pytest.mark.parametrize("number", ["732829321", "W12", "12"])
def test_wrong_number_is_refused_when_asking(number: str, applicant: User) -> None:
    data = {**key(), "name": "Élan", "number": number, "office": "president"}

    assert client_of(applicant).post("/structures/miennes/demande/", data).status_code == 422


def test_what_waits_is_on_the_page(client: Client, applicant: User, agent: User) -> None:
    made = make_organisation()
    make_request(applicant, number=made.siren)
    make_follow_up(made, agent, follow_up="Rappeler", due_on=date(2020, 1, 1))
    make_recognition(made, ends_on=timezone.localdate())

    said = text(client.get(made.get_absolute_url()))

    assert "demande à agir pour elle" in said
    assert "en retard" in said
    assert "Le statut ESUS finit le" in said


@pytest.mark.parametrize("role", [Role.ELECTED, Role.FINANCE])
def test_other_internal_roles_read_without_acting(role: str) -> None:
    said = text(client_of(make_user(role=role)).get(make_organisation().get_absolute_url()))

    assert [word for word in ("Corriger la fiche", "Noter un échange", "Ajouter") if word in said] == []
