"""Who acts for a structure: granted and ended by an agent, or asked for by the person."""

from datetime import date, datetime
from functools import partial

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, day_of, person_or_none, require_open, require_role
from maillage.accounts.models import User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move
from maillage.organisations.actions import letters
from maillage.organisations.actions.organisations import locked, require_alive
from maillage.organisations.models import AttachmentRequest, Mandate, Organisation
from maillage.organisations.models.mandates import INSTRUCTING, Office

MOST_WAITING = 5
Status = AttachmentRequest.Status


@act
def grant(
    organisation: Organisation,
    *,
    person: User,
    office: str,
    evidence: str,
    starts_on: date,
    ends_on: date | None = None,
    by: By,
    at: datetime,
) -> Mandate:
    """Let a person act for a structure from a day, on evidence; never oneself, never twice the same."""
    require_role(by, *INSTRUCTING, at=at)
    if by == person:
        raise Refusal("On ne s’accorde pas un mandat à soi-même. Demandez à une autre personne du pôle.")
    require_open(person)
    require_alive(locked(organisation))
    same = organisation.mandates.filter(person=person, office=office)
    if same.meeting(starts_on, ends_on).exists():
        raise Refusal(f"{person} a déjà ce mandat sur une partie de ces jours. Mettez-y fin d’abord.")
    mandate = Mandate(
        organisation=organisation,
        person=person,
        office=office,
        evidence=evidence.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=person_or_none(by),
    )
    mandate.full_clean()
    mandate.save(force_insert=True)
    about = {"evidence": mandate.evidence}
    record(by, "organisations.mandate_granted", mandate, private=about, person=person.pk, at=at)
    return mandate


@act
def end(mandate: Mandate, *, on: date, reason: str = "", by: By, at: datetime) -> None:
    """Bring the last day of a mandate to that day; the person no longer sees the structure after it."""
    require_role(by, *INSTRUCTING, at=at)
    locked(mandate.organisation)
    if on < mandate.starts_on:
        raise Refusal(f"Ce mandat commence le {mandate.starts_on:%d/%m/%Y}\xa0: il ne finit pas avant.")
    if mandate.ends_on is not None and mandate.ends_on <= on:
        raise Refusal(f"Ce mandat finit déjà le {mandate.ends_on:%d/%m/%Y}.")
    mandate.ends_on, mandate.end_reason = on, reason.strip()
    mandate.save(update_fields=["ends_on", "end_reason"])
    record(by, "organisations.mandate_ended", mandate, private={"reason": mandate.end_reason}, at=at)


@act
def ask(
    *, name: str, number: str = "", office: str, message: str = "", by: User, at: datetime
) -> AttachmentRequest:
    """Ask to act for a structure, named as the person knows it; an agent answers."""
    waiting = AttachmentRequest.objects.filter(person=by).waiting()
    if waiting.count() >= MOST_WAITING:
        raise Refusal(f"{MOST_WAITING} demandes attendent déjà une réponse. Retirez-en une, ou patientez.")
    if number and waiting.filter(number=number).exists():
        raise Refusal("Vous avez déjà demandé à agir pour cette structure. La réponse viendra ici.")
    request = AttachmentRequest(
        person=by, name=name.strip(), number=number, office=office, message=message.strip(), asked_at=at
    )
    request.full_clean()
    request.save(force_insert=True)
    record(by, "organisations.attachment_asked", request, private={"name": request.name}, at=at)
    return request


@act
def confirm(
    request: AttachmentRequest,
    *,
    organisation: Organisation,
    evidence: str,
    starts_on: date | None = None,
    by: User,
    at: datetime,
) -> Mandate:
    """Say yes: the person gets the mandate that they asked for, and is told."""
    mandate = grant(
        organisation,
        person=request.person,
        office=Office(request.office),
        evidence=evidence,
        starts_on=starts_on or day_of(at),
        by=by,
        at=at,
    )
    request.mandate = mandate
    answer(request, Status.GRANTED, by=by, at=at, saving=("mandate",))
    return mandate


@act
def refuse(request: AttachmentRequest, *, reason: str, by: User, at: datetime) -> None:
    """Say no, and why; the person is told."""
    require_role(by, *INSTRUCTING, at=at)
    request.reason = reason.strip()
    answer(request, Status.REFUSED, by=by, at=at, saving=("reason",))


def answer(request: AttachmentRequest, to: str, *, saving: tuple[str, ...], by: User, at: datetime) -> None:
    """Close a request with its answer, and tell the person."""
    if by.pk == request.person_id:
        raise Refusal("On ne répond pas à sa propre demande. Demandez à une autre personne du pôle.")
    request.answered_by, request.answered_at = by, at
    step = partial(move, request, to, by=by, at=at)
    step(saving=(*saving, "answered_by", "answered_at"), action=f"organisations.attachment_{to}")
    letters.tell_answer(request)


@act
def withdraw(request: AttachmentRequest, *, by: User, at: datetime) -> None:
    """Take back one's own request before it is answered."""
    if by.pk != request.person_id:
        raise Refusal("Seule la personne qui a fait cette demande la retire.")
    move(request, Status.WITHDRAWN, by=by, at=at, action="organisations.attachment_withdrawn")
