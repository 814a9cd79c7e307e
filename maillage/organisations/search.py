"""Finding structures by their number, name or commune."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from maillage.accounts.models import Anyone
from maillage.base.search import Found, Hit, queried
from maillage.organisations.models import Organisation
from maillage.organisations.queries import matching
from maillage.territories.folding import fold


def hits(user: Anyone, words: str, window: slice) -> Found:
    """Find the structures this person may see: all of them for internal roles, else those they act for."""
    if isinstance(user, AnonymousUser) or not fold(words):
        return Found()
    rows = matching(Organisation.objects.visible_to(user), words).select_related("commune")
    # Hidden names come last: their place would tell their first letter.
    return queried(rows.order_by(F("told").desc(), "folded", "pk"), window, _hit)


def _hit(organisation: Organisation) -> Hit:
    state = "" if organisation.is_alive else organisation.get_status_display()
    said = (organisation.commune.name, organisation.identity, state)
    return Hit(
        label=str(organisation),
        address=organisation.get_absolute_url(),
        kind=organisation.get_family_display(),
        detail=" · ".join(filter(None, said)),
    )
