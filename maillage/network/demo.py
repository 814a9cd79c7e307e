"""The demonstration's contacts of the sheet, invented and marked as such, and an invented member."""

from datetime import date, timedelta

from django.db import transaction

from maillage.accounts.demo import DOMAIN, morning
from maillage.accounts.models import Role, User
from maillage.network import demo_members
from maillage.network.actions import contacts
from maillage.network.models import Representative

SINCE = timedelta(days=400)
PEOPLE = (
    (Representative.Kind.ELECTED, "Camille Exemple", "Vice-présidence (démonstration)", "", "contact.elue"),
    (
        Representative.Kind.TECHNICAL,
        "Dominique Exemple",
        "Responsable de pôle (démonstration)",
        "Pôle ESS",
        "contact.fiche",
    ),
)


def load(on: date) -> None:
    """Add the contacts, and the sheet of another member."""
    add_contacts(on)
    demo_members.load(on)


@transaction.atomic
def add_contacts(on: date) -> None:
    """Add both contacts once, as they would have been a year before that day."""
    agent = User.objects.filter(demonstration=True).holding(Role.AGENT, on=on).order_by("pk").first()
    if agent is None or Representative.objects.exists():
        return
    for kind, name, office, service, box in PEOPLE:
        contact = Representative(
            kind=kind,
            name=name,
            office=office,
            service=service,
            email=f"{box}@{DOMAIN}",
            starts_on=on - SINCE,
        )
        contacts.add(contact, by=agent, at=morning(on - SINCE))
