"""What the database refuses of a fact, and what a fact says of itself."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from maillage.accounts.models import User
from maillage.base.dates import FuzzyDate
from maillage.network.models import Entry
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Topic
from maillage.territories.models import Territory

pytestmark = pytest.mark.django_db
DATE = FuzzyDate.parse("2022")


@pytest.fixture
def entry(small_pack: Write) -> Entry:
    load(small_pack())
    return Entry.objects.get(key="aide-pour")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "fete"}, "Cette nature de fait n’existe pas."),
        ({"variety": "peut-etre"}, "Cette nuance n’existe pas."),
        ({"parent_id": "aide-pour"}, "Un fait ne peut se contenir lui-même."),
        ({"source": None}, "Un fait su donne sa source"),
        ({"status": "a_completer"}, "un fait à compléter ne dit que son intitulé"),
        ({"status": "a_completer", "source": None, "text": "30 %"}, "ne dit que son intitulé"),
        ({"status": "a_completer", "source": None, "on": DATE}, "ne dit que son intitulé"),
    ],
)
def test_constraint_refuses_in_french(entry: Entry, fields: dict[str, Any], message: str) -> None:
    for name, value in fields.items():
        setattr(entry, name, value)

    with pytest.raises(ValidationError) as caught:
        entry.validate_constraints()
    assert any(message in said for said in caught.value.messages)
    with pytest.raises(IntegrityError):
        entry.save()


def test_place_without_its_name_is_refused(entry: Entry) -> None:
    entry.place = Territory.objects.get(slug="R44")

    with pytest.raises(ValidationError, match="Écrire le nom du lieu"):
        entry.validate_constraints()
    with pytest.raises(IntegrityError):
        entry.save()


def test_what_goes_takes_what_it_contains(entry: Entry) -> None:
    Entry.objects.get(key=entry.parent_id).delete()

    assert list(Entry.objects.values_list("key", flat=True)) == ["rencontre"]


def test_fact_stands_at_its_anchor_on_the_sheet(entry: Entry) -> None:
    assert (str(entry), entry.get_absolute_url()) == ("Associations", "/fiche/#fait-aide-pour")


@pytest.mark.parametrize(("variety", "counted"), [("", {"theme"}), ("priority", {"theme", "theme-priority"})])
def test_fact_is_counted_by_its_kind_and_variety(variety: str, counted: set[str]) -> None:
    assert Entry(kind="theme", variety=variety).counted_as == counted


def test_every_fact_is_public(entry: Entry, visitor: User) -> None:
    assert entry in Entry.objects.visible_to(visitor)
    assert Entry.objects.visible_to(visitor).count() == Entry.objects.count()


def test_facts_follow_the_topics(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(section=Topic.objects.get(key="agenda"))

    assert Entry.objects.last() == entry
