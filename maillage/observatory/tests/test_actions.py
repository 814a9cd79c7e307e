"""Changing figures, themes and sources here rather than in a pack."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from maillage.accounts.models import User
from maillage.base.dates import FuzzyDate
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.observatory.actions.figures import change, rename
from maillage.observatory.actions.sources import cite
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.tests.factories import make_figure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def cited(by: User, title: str = "Bilan", publisher: str = "Insee") -> Source:
    """Cite a document of 2025."""
    day = FuzzyDate.parse("2025")
    return cite(title=title, publisher=publisher, dated=day, address="", by=by, at=AT)


def test_changed_figure_belongs_here_and_is_journalled(agent: User) -> None:
    figure = make_figure(value=Decimal(8), from_pack=True)
    figure.value = Decimal(9)

    change(figure, by=agent, at=AT)

    assert Figure.objects.values_list("value", "from_pack").get() == (Decimal(9), False)
    assert JournalEntry.objects.get(action="observatory.figure_changed").meta["key"] == "f"


def test_figure_that_cannot_be_is_refused_in_the_words_of_the_rule(agent: User) -> None:
    figure = make_figure(value=Decimal(8))
    figure.low = Decimal(1)

    with pytest.raises(Refusal, match="Donner une valeur, ou une borne basse"):
        change(figure, by=agent, at=AT)

    assert Figure.objects.get().low is None


def test_renamed_theme_belongs_here(agent: User) -> None:
    topic = Topic.objects.create(key="t", title="T", position=1, from_pack=True)
    topic.title = "Titre"

    rename(topic, by=agent, at=AT)

    assert Topic.objects.values_list("title", "from_pack").get() == ("Titre", False)


def test_source_is_cited_once_for_the_same_document(agent: User) -> None:
    first, again, other = cited(agent), cited(agent), cited(agent, publisher="Urssaf")

    assert first == again
    assert (first.key, other.key, first.from_pack) == ("bilan", "bilan-2", False)


@pytest.mark.parametrize(("title", "key"), [("!!", "source"), ("É" * 60, "e" * 44), ("A_b", "a-b")])
def test_key_of_a_source_is_made_of_its_title(agent: User, title: str, key: str) -> None:
    assert cited(agent, title).key == key


def test_reference_is_never_taken_for_a_source_of_the_sheet(agent: User) -> None:
    day = FuzzyDate.parse("2025")
    held = Source.objects.create(key="r", title="Bilan", publisher="Insee", dated=day, reference=True)

    assert cited(agent) != held
