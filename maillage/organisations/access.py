"""Who may do what to structures; every predicate also answers for a visitor."""

from maillage.accounts.models import Anyone, User, holds
from maillage.organisations.models import AttachmentRequest, Organisation, Project
from maillage.organisations.models.mandates import INSTRUCTING


def can_see_structures(user: Anyone) -> bool:
    """Internal roles read the list, every structure, and the contact log; nobody else does."""
    return isinstance(user, User) and user.is_obliged()


def can_keep_structures(user: Anyone) -> bool:
    """Agents and heads of unit create structures and projects, and write in the contact log."""
    return holds(user, *INSTRUCTING)


def can_change(user: Anyone, organisation: Organisation) -> bool:
    """They change one that is in creation or in activity; the past of the others stays as it is."""
    return can_keep_structures(user) and organisation.is_alive


def can_merge(user: Anyone, organisation: Organisation) -> bool:
    """They merge one that is in activity: one in creation has nothing to merge yet."""
    return can_keep_structures(user) and organisation.status == Organisation.Status.ACTIVE


def can_reopen(user: Anyone, organisation: Organisation) -> bool:
    """They undo a closure or a merger recorded by mistake."""
    return can_keep_structures(user) and not organisation.is_alive


def can_ask_attachment(user: Anyone) -> bool:
    """Anyone signed in may ask to act for a structure."""
    return isinstance(user, User)


def can_withdraw(user: Anyone, request: AttachmentRequest) -> bool:
    """A request that waits is withdrawn by the person who made it."""
    return isinstance(user, User) and user.pk == request.person_id and request.is_waiting


def can_answer(user: Anyone, request: AttachmentRequest) -> bool:
    """A request is answered by those who keep structures, never by the person who made it."""
    return can_keep_structures(user) and request.is_waiting and user.pk != request.person_id


def can_change_project(user: Anyone, project: Project) -> bool:
    """A project under way is changed, attached to a structure or given up by those who keep structures."""
    return can_keep_structures(user) and project.status == Project.Status.OPEN


def can_resume_project(user: Anyone, project: Project) -> bool:
    """They take up again one that was given up, or attached by mistake."""
    return can_keep_structures(user) and project.status != Project.Status.OPEN
