"""Recording the statuses of a structure: ESUS, SIAE, EA, ESAT, RUP, membership of a PTCE."""

from datetime import date, datetime

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, require_role
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.organisations.actions.organisations import locked, require_alive
from maillage.organisations.models import Recognition
from maillage.organisations.models.mandates import INSTRUCTING


@act
def recognise(recognition: Recognition, *, by: By, at: datetime) -> Recognition:
    """Record a status between two days; the same one is never held twice on a same day.

    The structure is locked: of two agents who record the same status, the second sees what the first did.
    """
    require_role(by, *INSTRUCTING, at=at)
    require_alive(locked(recognition.organisation))
    same = recognition.organisation.recognitions.filter(kind=recognition.kind)
    if twin := same.meeting(recognition.starts_on, recognition.ends_on).first():
        raise Refusal(f"Ce statut est déjà enregistré {days(twin)}. Mettez-y fin, ou changez les dates.")
    recognition.full_clean()
    recognition.save(force_insert=True)
    record(by, "organisations.recognised", recognition, organisation=recognition.organisation_id, at=at)
    return recognition


@act
def end_recognition(recognition: Recognition, *, on: date, by: By, at: datetime) -> None:
    """Bring the last day of a status to that day: withdrawn, given up, or simply known now."""
    require_role(by, *INSTRUCTING, at=at)
    locked(recognition.organisation)
    if on < recognition.starts_on:
        raise Refusal(f"Ce statut commence le {recognition.starts_on:%d/%m/%Y}\xa0: il ne finit pas avant.")
    if recognition.ends_on is not None and recognition.ends_on <= on:
        raise Refusal(f"Ce statut finit déjà le {recognition.ends_on:%d/%m/%Y}.")
    recognition.ends_on = on
    recognition.save(update_fields=["ends_on"])
    record(by, "organisations.recognition_ended", recognition, at=at)


def days(recognition: Recognition) -> str:
    """Say from when to when."""
    first = f"du {recognition.starts_on:%d/%m/%Y}"
    return (
        f"{first} au {recognition.ends_on:%d/%m/%Y}" if recognition.ends_on else f"{first}, sans fin connue"
    )
