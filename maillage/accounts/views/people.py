"""The list of people, one person, and the export."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts import access, queries
from maillage.accounts.actions import people as acts
from maillage.accounts.current import me
from maillage.accounts.forms.people import SearchForm
from maillage.accounts.models import Role, User
from maillage.accounts.models.people import UserQuerySet, fold
from maillage.accounts.views.pages import seen_person, tabs
from maillage.accounts.wording import Line, lines
from maillage.base.access import permit
from maillage.base.pages import heads, paged, sort_of, way
from maillage.base.spreadsheets import as_csv

COLUMNS = {"Nom": "folded", "Adresse": "email", "Rôles": "", "Compte": "", "Dernière connexion": "last_login"}


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_people(request.user))
    form = SearchForm(request.GET)
    page = paged(request, found(request, form))
    context = {
        "form": form,
        "page": page,
        "rows": [{"person": shown, "roles": ", ".join(labels(shown))} for shown in page.object_list],
        "columns": heads(request, COLUMNS, sort_of(request, COLUMNS, "folded")),
        "tabs": tabs(request),
        "sort": request.GET.get("sort", ""),
        "searching": any(request.GET.get(name) for name in form.fields),
        "can_invite": access.can_administer_people(request.user),
        "can_export": access.can_export_people(request.user),
    }
    return render(request, "accounts/people.html", context)


def labels(person: User) -> list[str]:
    return [Role(role).label for role in person.roles_on(timezone.localdate())]


def found(request: HttpRequest, form: SearchForm) -> UserQuerySet:
    people: UserQuerySet = User.objects.visible_to(request.user)
    if not form.is_valid():
        return people.none()
    q, role, state = (form.cleaned_data[name] for name in ("q", "role", "state"))
    people = people.filter(folded__contains=fold(q))
    if role:
        people = people.holding(role, on=timezone.localdate())
    return (
        in_state(people, state)
        .prefetch_related("role_grants")
        .order_by(sort_of(request, COLUMNS, "folded"), "pk")
    )


def in_state(people: UserQuerySet, state: str) -> UserQuerySet:
    if state == "waiting":
        holders = User.objects.holding(*Role.values, on=timezone.localdate())
        return people.active().exclude(pk__in=holders.values("pk"))
    return people.filter(is_active=state == "open") if state else people


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_export_people(request.user))
    form = SearchForm(request.POST)
    rows = list(found(request, form))
    acts.record_export(by=me(request), people=len(rows), at=timezone.now())
    return as_csv("personnes.csv", cells(rows), office=True)


def cells(people: Iterable[User]) -> Iterable[list[str]]:
    yield ["Nom", "Adresse électronique", "Rôles", "Compte", "Ouvert le"]
    for person in people:
        roles = ", ".join(labels(person))
        state = "ouvert" if person.is_active else "fermé"
        yield [person.name, person.email, roles, state, f"{person.created_at:%Y-%m-%d}"]


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen_person(request, pk)
    on = timezone.localdate()
    profile = queries.profile(shown, on)
    if user != shown and not shown.is_obliged(on):
        acts.open_file(shown, by=user, at=timezone.now())
    context = {
        "person": shown,
        "on": on,
        "trail": way("Personnes", "accounts:people", str(shown)),
        "profile": profile,
        "entries": last_acts(shown, user),
        "can": {
            "act": access.can_act_on(user, shown) and shown.merged_into_id is None,
            "grant": access.can_grant(user, shown),
            "end_role": access.can_end_role(user, shown),
            "restore": access.can_restore(user, shown),
            "place": access.can_administer_people(user) and shown.is_active,
            "hand_over": access.can_name_contacts(user),
            "declare": access.can_declare_absence(user, shown),
            "read_journal": access.can_read_journal(user),
        },
    }
    return render(request, "accounts/person.html", context)


def last_acts(person: User, reader: User) -> list[Line]:
    if not access.can_read_journal(reader):
        return []
    return lines(queries.entries_about(person, reader), reader, subjects=False)
