"""A structure of partial diffusion: its name and its address reach nobody who may not read them."""

import pytest
from django.http import HttpResponse

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.base.references import Reference, resolve
from maillage.organisations.actions import life
from maillage.organisations.models import Organisation
from maillage.organisations.tests.factories import (
    AT,
    ON,
    make_establishment,
    make_follow_up,
    make_mandate,
    make_organisation,
)

pytestmark = pytest.mark.django_db
SECRET = ("Refuge Quetschelune", "12 impasse Zéphyr", "RQZ", "Ancien Brumazel")
OTHERS = sorted(set(Role.values) - {Role.AGENT, Role.HEAD_OF_UNIT, Role.ADMINISTRATOR, Role.DPO})


@pytest.fixture
def hidden(agent: User) -> Organisation:
    """A structure of partial diffusion, renamed, followed, merged into from another."""
    made = make_organisation(name=SECRET[3], address=SECRET[1], acronym=SECRET[2], partial=True)
    make_establishment(made, address=SECRET[1], name=SECRET[0])
    life.rename(made, name=SECRET[0], acronym=SECRET[2], on=ON, by=agent, at=AT)
    make_follow_up(made, agent)
    life.merge(make_organisation(name="Absorbée"), into=made, on=ON, by=agent, at=AT)
    made.refresh_from_db()
    return made


def shown(user: User, made: Organisation) -> str:
    """Return all that a person may read of it: pages, lists and file."""
    client, merged = client_of(user), Organisation.objects.get(merged_into=made)
    pages: list[HttpResponse] = [
        client.get(address)  # type: ignore[misc]
        for address in (
            "/structures/",
            "/structures/?q=quetschelune",
            f"/structures/{made.siren}/",
            f"/structures/{merged.pk}/",
            "/structures/suivis/",
            "/structures/miennes/",
        )
    ]
    pages.append(client.post("/structures/export/"))  # type: ignore[arg-type]
    return "".join(page.content.decode() for page in pages)


@pytest.mark.parametrize("role", ["", *OTHERS])
def test_neither_name_nor_address_reach_others(role: str, hidden: Organisation) -> None:
    text = shown(make_user(role=role), hidden)

    assert [word for word in SECRET if word in text] == []


@pytest.mark.parametrize("role", [Role.AGENT, Role.HEAD_OF_UNIT, Role.ADMINISTRATOR, Role.DPO])
def test_those_who_instruct_or_watch_read_them(role: str, hidden: Organisation) -> None:
    text = shown(make_user(role=role), hidden)

    assert [word for word in SECRET if word not in text] == []


def test_those_who_act_for_it_read_them(hidden: Organisation) -> None:
    person = make_user()
    make_mandate(hidden, person)

    text = shown(person, hidden)

    assert SECRET[0] in text
    assert SECRET[1] in text


def test_elected_member_sees_that_it_exists_by_its_number(hidden: Organisation) -> None:
    text = shown(make_user(role=Role.ELECTED), hidden)

    assert f"Structure à diffusion partielle {hidden.spaced_siren}" in text


def test_any_road_but_visible_to_hides_it(hidden: Organisation) -> None:
    assert SECRET[0] not in str(Organisation.objects.get(pk=hidden.pk))
    assert Organisation.objects.get(pk=hidden.pk).shown_address == ""


def test_loose_link_tells_what_its_reader_may_read(hidden: Organisation, agent: User) -> None:
    ref = Reference.of(hidden)

    told, masked = resolve(ref, agent), resolve(ref, make_user(role=Role.ELECTED))

    assert (told or ("",))[0] == SECRET[0]
    assert SECRET[0] not in str(masked)
    assert resolve(ref, make_user()) is None


@pytest.mark.usefixtures("hidden")
def test_hidden_names_come_last_whatever_they_are() -> None:
    make_organisation(name="Zzz")
    page = client_of(make_user(role=Role.ELECTED)).get("/structures/").content.decode()

    assert page.index("Zzz") < page.index("Structure à diffusion partielle")
