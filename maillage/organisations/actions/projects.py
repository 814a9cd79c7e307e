"""Projects that have no structure yet: begun, attached to the structure that they became, given up."""

from collections.abc import Collection
from datetime import datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move
from maillage.organisations.models import Organisation, Project
from maillage.organisations.models.mandates import INSTRUCTING

Status = Project.Status


@act
def begin(project: Project, *, by: User, at: datetime) -> Project:
    """Keep a project that someone came to speak of."""
    require_role(by, *INSTRUCTING, at=at)
    project.created_at = at
    project.full_clean()
    project.save(force_insert=True)
    record(by, "organisations.project_begun", project, at=at)
    return project


@act
def correct(project: Project, *, version: int, fields: Collection[str], by: User, at: datetime) -> Project:
    """Save what was corrected, at the version shown; a stale one raises `Conflict`."""
    require_role(by, *INSTRUCTING, at=at)
    project.full_clean()
    project.save_at(version, fields)
    record(by, "organisations.project_corrected", project, at=at)
    return project


@act
def attach(project: Project, *, organisation: Organisation, by: User, at: datetime) -> None:
    """Say which structure a project became: its log is read there from now on."""
    require_role(by, *INSTRUCTING, at=at)
    if not organisation.is_alive:
        raise Refusal(
            "Cette structure n’est plus en activité. Choisissez celle qui porte le projet aujourd’hui."
        )
    project.organisation = organisation
    move(
        project,
        Status.ATTACHED,
        by=by,
        at=at,
        saving=("organisation",),
        action="organisations.project_attached",
    )


@act
def drop(project: Project, *, by: User, at: datetime) -> None:
    """Record that a project is given up; it stays, with its log, until its time is over."""
    require_role(by, *INSTRUCTING, at=at)
    move(project, Status.DROPPED, by=by, at=at, action="organisations.project_dropped")


@act
def resume(project: Project, *, by: User, at: datetime) -> None:
    """Take up again a project given up, or detach one from the wrong structure."""
    require_role(by, *INSTRUCTING, at=at)
    project.organisation = None
    move(
        project,
        Status.OPEN,
        by=by,
        at=at,
        saving=("organisation",),
        action="organisations.project_resumed",
    )
