"""Published questionnaires are kept version by version."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.base.guards import install
from maillage.base.questions.parsing import DefinitionError
from maillage.base.questions.sets import QuestionSet, publish
from maillage.base.tests.questionnaires import asked

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 22, 9, tzinfo=UTC)
LATER = datetime(2026, 4, 1, tzinfo=UTC)


def data(version: int = 1, **more: object) -> dict[str, Any]:
    """Return a questionnaire as a file gives it."""
    return {"cle": "essai", "version": version, "titre": "Essai", "questions": [asked("entier", "n", **more)]}


def published(version: int = 1, at: datetime = AT, **more: object) -> QuestionSet:
    """Publish it."""
    return publish(data(version, **more), by="commande", at=at)


def test_published_version_can_be_used() -> None:
    assert [*published().parsed.top] == ["n"]


def test_publication_is_in_the_journal() -> None:
    with transaction.atomic():
        published()

    entry = JournalEntry.objects.latest("pk")
    assert (entry.action, entry.actor_ref) == ("base.questions_published", "commande")


def test_publishing_again_changes_nothing() -> None:
    assert published() == published(at=LATER)
    assert QuestionSet.objects.get().published_at == AT


def test_published_version_with_other_questions_is_refused() -> None:
    published()

    with pytest.raises(Refusal, match="Donnez un numéro plus grand"):
        published(min=3)


def test_version_older_than_the_last_is_refused() -> None:
    published(2)

    with pytest.raises(Refusal, match="la version 1 ne peut plus être publiée"):
        published(1)


def test_definition_with_mistakes_is_not_published() -> None:
    with pytest.raises(DefinitionError):
        publish({"cle": "x"}, by="commande", at=AT)

    assert not QuestionSet.objects.exists()


def test_dates_of_a_yaml_file_are_kept_as_texts() -> None:
    given = data() | {"questions": [asked("date", "d", min=date(2026, 1, 1))]}

    assert publish(given, by="commande", at=AT) == publish(given, by="commande", at=AT)
    assert QuestionSet.objects.get().definition["questions"][0]["min"] == "2026-01-01"


def test_current_version_is_the_last_one_published_by_then() -> None:
    published()
    published(2, LATER)

    assert QuestionSet.objects.current("essai", at=AT).version == 1
    assert QuestionSet.objects.current("essai", at=LATER).version == 2
    assert QuestionSet.objects.version("essai", 1).published_at == AT


def test_questionnaire_not_yet_published_does_not_exist() -> None:
    published(at=LATER)

    with pytest.raises(QuestionSet.DoesNotExist):
        QuestionSet.objects.current("essai", at=AT)


def test_version_is_published_once() -> None:
    first = published()

    with pytest.raises(IntegrityError):
        QuestionSet.objects.create(key=first.key, version=1, title="x", definition={}, published_at=AT)


def test_published_version_cannot_be_changed() -> None:
    install()
    published()

    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionSet.objects.update(title="autre")
    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionSet.objects.all().delete()
