"""No page or export shows a token of a row that its reader may not see."""

import pytest

from tests.crawl import canaries
from tests.crawl.ask import ask, text_of
from tests.crawl.table import ROLES, Cell, cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def planted(world):
    return canaries.plant()


def readings(role):
    return [cell for cell in cells() if cell.role == role and cell.method == "GET"]


def exports(role):
    posted = [cell for cell in cells() if (cell.role, cell.method) == (role, "POST")]
    return [cell for cell in posted if cell.url.endswith(("export", "my_data_file"))]


def leaks(world, planted, cell: Cell) -> list[str]:
    shown = set(canaries.TOKEN.findall(text_of(ask(cell, world))))
    owners = {mark: canaries.owner_of(*planted[mark][:2]) for mark in shown}
    return [
        f"{cell.url} ({cell.relation}) shows {planted[mark]} to {cell.role}"
        for mark, owner in owners.items()
        if not canaries.may_read(world, cell.role, planted[mark][0], owner)
    ]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_what_the_role_may_not_see(world, planted, role):
    found = [leak for cell in readings(role) + exports(role) for leak in leaks(world, planted, cell)]

    assert found == []


@pytest.mark.usefixtures("planted")
def test_tokens_are_seen_by_those_who_may(world):
    """The watch itself works: an administrator's list of people shows tokens."""
    page = ask(Cell("accounts:people", "GET", "administrator", "", "200"), world).content.decode()

    assert len(set(canaries.TOKEN.findall(page))) > 10


def test_a_planted_leak_is_caught(world, planted):
    stranger = canaries.token(type(world.people["other"]), world.people["other"].pk, "name")

    assert not canaries.may_read(world, "agent", "accounts.user", canaries.owner_of(*planted[stranger][:2]))
