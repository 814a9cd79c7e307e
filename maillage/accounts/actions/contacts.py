"""Naming contacts, declaring absences, handing a portfolio over."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from maillage.accounts.access import PORTFOLIO_KEEPERS
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_open, require_role
from maillage.accounts.models import Absence, Contact, User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.references import Reference

DAY = timedelta(days=1)


@act
def name_contact(
    user: User,
    topic: str,
    *,
    label: str,
    subject: Reference | None = None,
    starts_on: date,
    by: By,
    at: datetime,
) -> Contact:
    """Name the contact of a scheme, a partner or a department from a day; a subject has one at a time."""
    require_role(by, *PORTFOLIO_KEEPERS, at=at)
    require_open(user)
    contact = Contact(user=user, topic=topic, label=label.strip(), subject=subject, starts_on=starts_on)
    same = Contact.objects.filter(topic=topic, label__iexact=contact.label)
    taken = same.meeting(starts_on, None).select_related("user").first()
    if taken:
        raise Refusal(f"{taken.user} suit déjà «\xa0{taken}\xa0». Transmettez-le, ou mettez-y fin.")
    contact.full_clean()
    contact.save()
    record(by, "accounts.contact_named", contact, user=user.pk, topic=topic, label=contact.label, at=at)
    return contact


@act
def end_contact(contact: Contact, *, on: date, by: By, at: datetime) -> None:
    """End a person's charge of a subject after that day."""
    require_role(by, *PORTFOLIO_KEEPERS, at=at)
    if contact.ends_on is not None:
        raise Refusal(f"Ce suivi finit déjà le {contact.ends_on:%d/%m/%Y}.")
    if on < contact.starts_on:
        raise Refusal("Le dernier jour ne peut pas précéder le premier.")
    contact.ends_on = on
    contact.save()
    record(by, "accounts.contact_ended", contact, user=contact.user_id, at=at)


def portfolio(user: User, *, on: date) -> QuerySet[Contact]:
    """Return what a hand-over of that day would move: what the person follows then or later."""
    return Contact.objects.filter(user=user).meeting(on, None).order_by("topic", "label")


@act
def hand_over(giver: User, receiver: User, *, on: date, by: By, at: datetime) -> list[Contact]:
    """Give everything a person follows to another from a day, in one act; return the new contacts."""
    require_role(by, *PORTFOLIO_KEEPERS, at=at)
    require_open(receiver)
    moved = list(portfolio(giver, on=on))
    if giver == receiver or not moved:
        raise Refusal("Rien à transmettre\xa0: choisissez une autre personne, ou une autre date.")
    taken = [pass_on(contact, receiver, on=on) for contact in moved]
    record(
        by,
        "accounts.portfolio_handed_over",
        giver,
        receiver=receiver.pk,
        on=on.isoformat(),
        contacts=[contact.pk for contact in moved],
        at=at,
    )
    return taken


def pass_on(contact: Contact, receiver: User, *, on: date) -> Contact:
    """End one charge on the eve and begin the other; one that had not begun simply changes hands."""
    if contact.starts_on >= on:
        contact.user = receiver
        contact.save()
        return contact
    last, contact.ends_on = contact.ends_on, on - DAY
    contact.save()
    return Contact.objects.create(
        user=receiver,
        topic=contact.topic,
        label=contact.label,
        subject=contact.subject,
        starts_on=on,
        ends_on=last,
    )


@act
def declare_absence(
    user: User,
    *,
    starts_on: date,
    ends_on: date,
    stand_in: User,
    by: By,
    at: datetime,
) -> Absence:
    """Declare days away and who answers meanwhile; refuse overlaps and circles of stand-ins."""
    if by != user:
        require_role(by, *PORTFOLIO_KEEPERS, at=at)
        require_not_own_signature(user, by, starts_on, ends_on)
    require_open(stand_in)
    if user.absences.meeting(starts_on, ends_on).exists():
        raise Refusal("Une absence est déjà déclarée sur une partie de ces jours.")
    if closes_a_circle(user, stand_in, starts_on, ends_on):
        raise Refusal(f"{stand_in} compte déjà sur {user} ces jours-là. Choisissez quelqu’un d’autre.")
    absence = Absence(user=user, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in)
    absence.full_clean()
    absence.save()
    record(by, "accounts.absence_declared", absence, user=user.pk, stand_in=stand_in.pk, at=at)
    return absence


def require_not_own_signature(user: User, by: By, starts_on: date, ends_on: date) -> None:
    """Refuse to declare away someone in whose absence one signs: that would be taking their signature."""
    covered = user.delegations.meeting(starts_on, ends_on)
    if isinstance(by, User) and covered.filter(stand_in=by).exists():
        raise Refusal(f"Vous signez quand {user} s’absente\xa0: une autre personne déclare cette absence.")


def closes_a_circle(user: User, stand_in: User, starts_on: date, ends_on: date) -> bool:
    """Tell whether following stand-ins from this one leads back to the person, on a same day."""
    for absence in stand_in.absences.meeting(starts_on, ends_on).select_related("stand_in"):
        first, last = max(starts_on, absence.starts_on), min(ends_on, absence.ends_on or ends_on)
        if absence.stand_in == user or closes_a_circle(user, absence.stand_in, first, last):
            return True
    return False


@act
def cancel_absence(absence: Absence, *, on: date, by: By, at: datetime) -> None:
    """Come back: the absence ends on the eve, or is erased if it had not begun."""
    if by != absence.user:
        require_role(by, *PORTFOLIO_KEEPERS, at=at)
    if absence.ends_on is not None and absence.ends_on < on:
        raise Refusal("Cette absence est déjà finie.")
    gone = absence.starts_on >= on
    if not gone:
        absence.ends_on = on - DAY
        absence.save()
    record(by, "accounts.absence_ended", absence, user=absence.user_id, at=at)
    if gone:
        absence.delete()
