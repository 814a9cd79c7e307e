"""Finding people by their name or address."""

from maillage.accounts.access import can_see_people
from maillage.accounts.models import Anyone, User
from maillage.accounts.models.people import UserQuerySet
from maillage.base.search import Found, Hit, queried, words_of


def hits(user: Anyone, words: str, window: slice) -> Found:
    """Find the people this person may see; only internal roles look people up."""
    asked = words_of(words)
    if not asked or not can_see_people(user):
        return Found()
    people: UserQuerySet = User.objects.visible_to(user)
    for word in asked:
        people = people.filter(folded__contains=word)
    return queried(people.order_by("folded", "pk"), window, _hit)


def _hit(person: User) -> Hit:
    return Hit(label=str(person), address=person.get_absolute_url(), detail=person.email)
