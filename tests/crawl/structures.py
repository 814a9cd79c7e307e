"""The structures of the world: one for each role, one for a colleague, one for a person without any role."""

from datetime import UTC, datetime

from maillage.accounts.models import User
from maillage.organisations.models import Exchange, Organisation, Project
from maillage.organisations.tests.factories import (
    make_establishment,
    make_exchange,
    make_follow_up,
    make_mandate,
    make_organisation,
    make_project,
    make_recognition,
    make_request,
)

NOON = datetime(2022, 3, 22, 12, tzinfo=UTC)


def furnish(world, roles: list[str]) -> None:
    """Give each person a structure for which they act, and the colleague what the unit keeps."""
    agent = world.people["same"]
    for role in [*roles, "same", "bearer"]:
        _structure(world, "other" if role == "bearer" else role, world.people[role])
    _log(world, agent)
    closed = make_organisation(name="Structure fermée", status="closed")
    world.objects["closed_organisation"] = dict.fromkeys(("same", "other"), closed.pk)


def _structure(world, owner: str, person: User) -> None:
    organisation = make_organisation(name=f"Structure de {owner}")
    world.keep("organisation", owner, organisation)
    world.keep("mandate", owner, make_mandate(organisation, person))
    world.keep("recognition", owner, make_recognition(organisation))
    make_establishment(organisation)
    world.keep("establishment", owner, make_establishment(organisation, is_head_office=False))
    world.keep("attachment", owner, make_request(person))


def _log(world, agent: User) -> None:
    """Write an exchange about each structure, and projects in each state."""
    for organisation in Organisation.objects.all():
        make_exchange(organisation, agent)
    followed = Organisation.objects.first()
    done = {"done_at": NOON, "done_by": agent}
    rows: dict[str, Exchange | Project] = {
        "follow_up": make_follow_up(followed, agent),
        "done_follow_up": make_follow_up(followed, agent, **done),
        "project": make_project(),
        "dropped_project": make_project(),
    }
    Project.objects.filter(pk=rows["dropped_project"].pk).update(status="dropped")
    make_exchange(rows["project"], agent)
    for kind, row in rows.items():
        world.objects[kind] = dict.fromkeys(("same", "other"), row.pk)
