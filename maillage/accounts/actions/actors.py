"""Who acts: a person, or an automaton named by a word ("commande", "horloge")."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts.models import Role, User
from maillage.base.errors import Refusal

By = User | str


def day_of(at: datetime) -> date:
    """Return the day in Paris at that instant."""
    return timezone.localdate(at)


def person_or_none(by: By) -> User | None:
    """Return the person who acts, or None for an automaton."""
    return by if isinstance(by, User) else None


def require_role(by: By, *roles: str, at: datetime) -> None:
    """Refuse unless the person who acts holds one of these roles; automata act in the name of the house."""
    if isinstance(by, User) and not by.has_role(*roles, on=day_of(at)):
        names = ", ".join(Role(role).label for role in roles)
        raise Refusal(f"Cet acte demande le rôle\xa0: {names}. Adressez-vous à l’administration.")


def require_administrator(by: By, person: User, *, at: datetime) -> None:
    """Refuse unless an administrator acts on someone else's account."""
    require_role(by, Role.ADMINISTRATOR, at=at)
    if person_or_none(by) == person:
        raise Refusal(
            "On n’administre pas son propre compte. Demandez à une autre personne de l’administration."
        )


def require_open(person: User) -> None:
    """Refuse on a closed account."""
    if not person.is_active:
        raise Refusal(f"Le compte de {person} est fermé. Rouvrez-le d’abord.")


def require_another_administrator(user: User, *, on: date) -> None:
    """Refuse when nobody else would administer the platform that day.

    Their rows are locked, then read again: of two administrators who close each other's accounts, or end
    each other's roles, at once, the second one sees what the first one did.
    """
    administrators = User.objects.active().holding(Role.ADMINISTRATOR, on=on)
    lock(administrators)
    if not administrators.exclude(pk=user.pk).exists():
        raise Refusal("C’est le dernier compte d’administration. Donnez d’abord ce rôle à quelqu’un d’autre.")


def lock(people: QuerySet[User]) -> None:
    """Have other acts on these accounts wait; rows that merely name them may still be written.

    Always in the same order; and never against a foreign key, or two administrators who grant each other
    a role would each wait for the other.
    """
    rows = User.objects.filter(pk__in=people.order_by().values("pk")).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
