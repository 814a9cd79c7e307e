"""Structures and their rows for tests: defaults only, no surprise."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from stdnum import luhn

from maillage.accounts.models import User
from maillage.accounts.tests.factories import make_user
from maillage.base import replay
from maillage.organisations.models import (
    AttachmentRequest,
    Establishment,
    Exchange,
    Mandate,
    Organisation,
    Project,
    Recognition,
)
from maillage.territories.models import Territory
from maillage.territories.tests.factories import make_commune, make_region

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
_numbers = count(1)


def altered() -> list[str]:
    """Return the rows that no longer are what the journal says of them; rows of tests have no journal."""
    return [found.subject for found in replay.replay() if "journal ne parle pas" not in found.sentence]


def make_siren(number: int = 0) -> str:
    """Return a SIREN with its key, lower than any that exists."""
    stem = f"{number or next(_numbers):08}"
    return stem + luhn.calc_check_digit(stem)


def make_siret(siren: str, office: int = 1) -> str:
    """Return a SIRET with its key."""
    stem = f"{siren}{office:04}"
    return stem + luhn.calc_check_digit(stem)


def epinal() -> Territory:
    """Return Épinal, made with its region if need be."""
    if (found := Territory.objects.filter(slug="88160").first()) is not None:
        return found
    make_region()
    return make_commune()


def strasbourg() -> Territory:
    """Return Strasbourg, where the local law applies."""
    epinal()
    found = Territory.objects.filter(slug="67482").first()
    return found or make_commune("67482", "Strasbourg")


def sketch(**fields: Any) -> Organisation:
    """Return an association of Épinal, not saved."""
    number = next(_numbers)
    first = {"name": f"Association {number}", "siren": make_siren(number), "commune": epinal()}
    kind = {"legal_category": "9220", "activity": "88.99B", "source": Organisation.Source.AGENT}
    return Organisation(**{**first, **kind, **fields})


def make_organisation(**fields: Any) -> Organisation:
    """Return an association of Épinal, in activity."""
    status = fields.pop("status", "active")
    first = "forming" if status == "forming" else "active"
    made = sketch(**{"family": "association", "created_at": AT, "updated_at": AT, "status": first, **fields})
    made.save()
    if status != first:
        Organisation.objects.filter(pk=made.pk).update(status=status)
        made.refresh_from_db()
    return made


def make_establishment(organisation: Organisation, **fields: Any) -> Establishment:
    """Return the head office."""
    siret = make_siret(organisation.siren, organisation.establishments.count() + 1)
    first = {"siret": siret, "commune": organisation.commune, "is_head_office": True, "opened_on": LONG_AGO}
    return Establishment.objects.create(organisation=organisation, **{**first, **fields})


def make_recognition(organisation: Organisation, **fields: Any) -> Recognition:
    """Return ESUS, since 2020."""
    first = {"kind": Recognition.Kind.ESUS, "starts_on": LONG_AGO, "source": "arrêté"}
    return Recognition.objects.create(organisation=organisation, **{**first, **fields})


def make_mandate(organisation: Organisation, person: User | None = None, **fields: Any) -> Mandate:
    """Return the presidency, since 2020."""
    first = {"office": "president", "evidence": "procès-verbal", "starts_on": LONG_AGO}
    return Mandate.objects.create(
        organisation=organisation, person=person or make_user(), **{**first, **fields}
    )


def make_request(person: User, **fields: Any) -> AttachmentRequest:
    """Return a request that waits."""
    first = {"name": "Les Jardins", "number": make_siren(), "office": "president", "asked_at": AT}
    return AttachmentRequest.objects.create(person=person, **{**first, **fields})


def make_project(**fields: Any) -> Project:
    """Return a project under way."""
    first = {"name": f"Projet {next(_numbers)}", "bearer": "Lou Martin", "created_at": AT}
    return Project.objects.create(**{**first, **fields})


def make_exchange(about: Organisation | Project, by: User, **fields: Any) -> Exchange:
    """Return a call of the day."""
    subject = "project" if isinstance(about, Project) else "organisation"
    first = {
        subject: about,
        "kind": "call",
        "on": ON,
        "noted_at": AT,
        "with_whom": "Lou Martin",
        "about": "Une question",
    }
    return Exchange.objects.create(by=by, **{**first, **fields})


def make_follow_up(about: Organisation | Project, by: User, **fields: Any) -> Exchange:
    """Return a call with something to do in a week."""
    to_do = {"follow_up": "Rappeler", "follow_up_by": by, "due_on": date(2026, 11, 30)}
    return make_exchange(about, by, **{**to_do, **fields})
