from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.references import Reference, ReferenceField, model_of, resolve, resolve_many
from maillage.base.tests.specimens.models import Case, Line

User = get_user_model()

VISITOR = AnonymousUser()
NAMES = st.from_regex(r"[a-z][a-z_]{0,15}", fullmatch=True)


@given(NAMES, NAMES, st.integers(1, 2**63 - 1))
def test_text_round_trips(app: str, model: str, number: int) -> None:
    ref = Reference(f"{app}.{model}", number)

    assert Reference.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "text",
    [
        "",
        "accounts.user",
        "accounts.user:",
        "accounts.user:0",
        "accounts.user:-1",
        "accounts.user:01",
        "user:1",
        "Accounts.User:1",
        "accounts.user:1:2",
        "accounts.user:١",
        "a.b.c:1",
        ".user:1",
        "accounts.user:1 ",
    ],
)
def test_parse_refuses_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match="Référence illisible"):
        Reference.parse(text)


@pytest.mark.usefixtures("specimens")
def test_of_names_a_saved_row_and_a_reference_itself() -> None:
    case = Case.objects.create(title="a")

    assert Reference.of(case) == Reference("specimens.case", case.pk) == Reference.of(Reference.of(case))


def test_of_refuses_a_row_not_saved() -> None:
    with pytest.raises(ValueError, match="pas encore de numéro"):
        Reference.of(Case(title="a"))


def test_model_of_knows_installed_models_only() -> None:
    assert [model_of("accounts.user"), model_of("specimens.case"), model_of("rien")] == [User, None, None]


@pytest.mark.usefixtures("installed")
def test_resolve_gives_label_and_address() -> None:
    case = Case.objects.create(title="Épicerie")

    assert resolve(Reference.of(case), VISITOR) == ("Épicerie", f"/dossiers/{case.pk}/")


@pytest.mark.usefixtures("installed")
def test_resolve_gives_nothing_for_hidden_and_missing_alike() -> None:
    hidden = Reference.of(Case.objects.create(title="secret"))

    assert [resolve(hidden, VISITOR), resolve(Reference("specimens.case", 999_999), VISITOR)] == [None, None]


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("kind", ["specimens.nothing", "nowhere.case", "specimens.line", "sessions.session"])
def test_resolve_gives_nothing_for_a_kind_without_visibility(kind: str) -> None:
    Line.objects.create(pk=1, text="a", code="a")

    assert resolve(Reference(kind, 1), VISITOR) is None


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("count", [1, 3, 30])
def test_resolve_many_asks_once_per_kind(count: int, django_assert_num_queries: Callable[[int], Any]) -> None:
    refs = [Reference.of(Case.objects.create(title=f"{n}")) for n in range(count)]

    with django_assert_num_queries(1):
        found = resolve_many([*refs, Reference("nowhere.case", 1)], VISITOR)

    assert list(found) == refs


@pytest.mark.usefixtures("specimens")
def test_field_gives_back_what_it_was_given() -> None:
    link = Reference("accounts.user", 12)
    case = Case.objects.create(title="a", link=link)

    case.refresh_from_db()

    assert (case.link, Case.objects.get(link=link), Case.objects.get(link__startswith="accounts.")) == (
        link,
        case,
        case,
    )


@pytest.mark.usefixtures("specimens")
def test_optional_field_holds_nothing_as_null() -> None:
    Case.objects.create(title="a")

    assert Case.objects.get(link__isnull=True).link is None


def test_field_reads_forms_and_files() -> None:
    field: ReferenceField[Any, Any] = ReferenceField("lien")

    assert field.clean("accounts.user:12", None) == Reference("accounts.user", 12)
    with pytest.raises(ValidationError, match="Référence illisible"):
        field.clean("n'importe quoi", None)
