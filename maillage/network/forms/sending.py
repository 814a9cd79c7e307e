"""Noting that a revision was sent."""

from maillage.base.fields import day, line
from maillage.base.idempotency import KeyForm


class SendingForm(KeyForm):
    """The day, and the body that it was sent to."""

    on = day("Jour de l’envoi")
    to = line(
        "Destinataire",
        150,
        help_text="L’organisme, sans nom de personne. Par exemple\xa0: RTES, annuaire des adhérents.",
    )
