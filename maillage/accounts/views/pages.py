"""What the pages of administration share: the person they are about, the tabs."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from maillage.accounts import access
from maillage.accounts.current import me
from maillage.accounts.models import User
from maillage.base.pages import way


def seen_person(request: HttpRequest, pk: int) -> User:
    """Return a person that the one who asks may see, else 404."""
    people: QuerySet[User] = User.objects.visible_to(me(request))
    return get_object_or_404(people, pk=pk)


def trail_of(person: User, here: str) -> list[dict[str, str]]:
    """Return the way to a page about a person."""
    return way("Personnes", "accounts:people", here, through=person)


def tabs(request: HttpRequest) -> list[dict[str, object]]:
    """Return the screens of administration that this person may open."""
    user = request.user
    everyone = access.can_see_people(user)
    screens = (
        ("Personnes", "accounts:people", everyone),
        ("Invitations", "accounts:invitations", access.can_administer_people(user)),
        ("Organigramme", "accounts:chart", everyone),
        ("Interlocuteurs", "accounts:contacts", everyone),
        ("Délégations", "accounts:delegations", everyone),
        ("Seconds facteurs", "accounts:factor_resets", access.can_administer_people(user)),
        ("Données personnelles", "accounts:data_requests", access.can_handle_requests(user)),
        ("Éliminations", "accounts:slips", access.can_see_slips(user)),
        ("Messages", "accounts:messages", access.can_see_mails(user)),
        ("Journal", "accounts:journal", access.can_read_journal(user)),
    )
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"label": label, "url": reverse(name), "current": name == here}
        for label, name, allowed in screens
        if allowed
    ]
