"""Who may do what to people; every predicate also answers for a visitor."""

from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from maillage.accounts.models import (
    Absence,
    Anyone,
    DataRequest,
    Delegation,
    EliminationSlip,
    FactorReset,
    Role,
    User,
    holds,
)
from maillage.base.outbox import Mail
from maillage.base.references import Reference

# Who keeps the portfolios, and who keeps the delegations of signature.
PORTFOLIO_KEEPERS = (Role.HEAD_OF_UNIT, Role.ADMINISTRATOR)
DELEGATION_KEEPERS = (Role.ASSEMBLIES_OFFICER, Role.ADMINISTRATOR)


def is_someone(user: Anyone) -> bool:
    """Pages about oneself, or about rows seen as oneself, ask a visitor to sign in."""
    return isinstance(user, User)


def can_see_people(user: Anyone) -> bool:
    """Internal roles see the list of people; which rows is `User.objects.visible_to`."""
    return isinstance(user, User) and user.is_obliged()


def can_administer_people(user: Anyone) -> bool:
    """Only administrators change accounts, roles and the organisation chart."""
    return holds(user, Role.ADMINISTRATOR)


def can_act_on(user: Anyone, person: User) -> bool:
    """Administrators act on anyone's account but their own."""
    return can_administer_people(user) and user.pk != person.pk


def can_grant(user: Anyone, person: User) -> bool:
    """A role is granted by an administrator, never to oneself, and only on an open account."""
    return can_act_on(user, person) and person.is_active


def can_end_role(user: Anyone, person: User) -> bool:
    """A role is ended by an administrator, never one's own; a suspended account must not get it back."""
    return can_act_on(user, person) and person.merged_into_id is None


def can_suspend(user: Anyone, person: User) -> bool:
    """An open account is suspended by an administrator, never one's own."""
    return can_act_on(user, person) and person.is_active


def can_restore(user: Anyone, person: User) -> bool:
    """A suspended account is opened again, unless it was merged into another or erased."""
    gone = person.merged_into_id is not None or person.erased_at is not None
    return can_act_on(user, person) and not person.is_active and not gone


def can_change_email(user: Anyone, person: User) -> bool:
    """Administrators give a new address to someone else; one's own is changed from one's account."""
    return can_act_on(user, person) and person.is_active


def can_merge(user: Anyone, keep: User, drop: User) -> bool:
    """Two accounts of the same person are merged by an administrator who is neither."""
    return can_act_on(user, keep) and can_act_on(user, drop) and keep.pk != drop.pk


def can_ask_reset(user: Anyone, person: User) -> bool:
    """The reset of a lost second factor is asked by an administrator for someone else."""
    return can_act_on(user, person) and person.is_active


def can_answer_reset(user: Anyone, reset: FactorReset) -> bool:
    """It is answered by another administrator, who is not the person either."""
    return can_act_on(user, reset.user) and user.pk != reset.asked_by_id


def can_read_journal(user: Anyone) -> bool:
    """The journal is read by administration, data protection and archives."""
    return holds(user, Role.ADMINISTRATOR, Role.DPO, Role.ARCHIVIST)


def can_see_mails(user: Anyone) -> bool:
    """What the platform writes to people is followed by administrators."""
    return holds(user, Role.ADMINISTRATOR)


def can_resume_mail(user: Anyone, mail: Mail) -> bool:
    """A mail that was given up is tried again, unless its text is already erased."""
    readable = bool(mail.body) or not mail.secret
    return can_see_mails(user) and mail.status == Mail.Status.FAILED and readable


def can_cancel_mail(user: Anyone, mail: Mail) -> bool:
    """A mail that waits or was given up is cancelled; one being handed over may already be gone."""
    return can_see_mails(user) and mail.status in {Mail.Status.WAITING, Mail.Status.FAILED}


def can_export_people(user: Anyone) -> bool:
    """The list of people leaves the platform with administration and data protection only."""
    return holds(user, Role.ADMINISTRATOR, Role.DPO)


def can_see_chart(user: Anyone) -> bool:
    """The organisation chart is for internal roles."""
    return can_see_people(user)


def can_name_contacts(user: Anyone) -> bool:
    """Heads of unit and administrators name contacts and hand portfolios over."""
    return holds(user, *PORTFOLIO_KEEPERS)


def can_declare_absence(user: Anyone, person: User) -> bool:
    """One's own absence when one holds an internal role; anyone's for heads of unit and administrators."""
    if not can_see_people(user) or not person.is_obliged():
        return False
    return user.pk == person.pk or can_name_contacts(user)


def can_keep_delegations(user: Anyone) -> bool:
    """Delegations of signature are recorded by administrators and by assemblies officers."""
    return holds(user, *DELEGATION_KEEPERS)


def can_sign(
    user: Anyone, amount: Decimal, on: date | None = None, *, scheme: Reference | None = None
) -> bool:
    """Tell whether a delegation in force lets this person sign that amount (euros), today unless told.

    No ceiling stated means no ceiling. A delegation limited to a scheme counts for that scheme only.
    A stand-in signs on the days when the delegate, whose account is open, is declared absent.
    """
    if not isinstance(user, User) or not user.is_active:
        return False
    day = on or timezone.localdate()
    away = Absence.objects.on(day).values("user")
    holder = Q(delegate=user) | Q(stand_in=user, delegate__in=away, delegate__is_active=True)
    enough = Q(ceiling__isnull=True) | Q(ceiling__gte=amount)
    about = Q(scheme=None) if scheme is None else Q(scheme=None) | Q(scheme=scheme)
    return Delegation.objects.on(day).filter(holder, enough, about).exists()


def can_handle_requests(user: Anyone) -> bool:
    """Requests about personal data are answered by data protection."""
    return holds(user, Role.DPO)


def can_answer_request(user: Anyone, request: DataRequest) -> bool:
    """Data protection answers an open request, never its own."""
    return can_handle_requests(user) and request.is_open and user.pk != request.person_id


def can_refuse_request(user: Anyone, request: DataRequest) -> bool:
    """A request is refused with a reason; an erasure no longer once the archives gave their visa."""
    signed = request.slip is not None and request.slip.status == EliminationSlip.Status.VISA
    return can_answer_request(user, request) and not signed


def can_see_slips(user: Anyone) -> bool:
    """Elimination slips are for archives and data protection, who also draft, submit and execute them."""
    return holds(user, Role.ARCHIVIST, Role.DPO)


def can_submit_slip(user: Anyone, slip: EliminationSlip) -> bool:
    """A drafted slip is submitted by archives or data protection."""
    return can_see_slips(user) and slip.status == EliminationSlip.Status.DRAFTED


def can_sign_slip(user: Anyone, slip: EliminationSlip) -> bool:
    """The visa is given or refused by an archivist who neither drafted nor submitted the slip."""
    waits = slip.status == EliminationSlip.Status.SUBMITTED
    return holds(user, Role.ARCHIVIST) and waits and not _wrote(user, slip)


def must_leave_visa(user: Anyone, slip: EliminationSlip) -> bool:
    """An archivist who drafted or submitted the slip that waits leaves the visa to another one."""
    waits = slip.status == EliminationSlip.Status.SUBMITTED
    return holds(user, Role.ARCHIVIST) and waits and _wrote(user, slip)


def _wrote(user: Anyone, slip: EliminationSlip) -> bool:
    return user.pk in {slip.drafted_by_id, slip.submitted_by_id}


def can_execute_slip(user: Anyone, slip: EliminationSlip) -> bool:
    """A slip is executed once it has its visa, not before."""
    return can_see_slips(user) and slip.status == EliminationSlip.Status.VISA
