"""Proposals: kept aside, compared, published at once or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from maillage.accounts.models import User
from maillage.base.dates import FuzzyDate
from maillage.base.entries import JournalEntry
from maillage.base.errors import Refusal
from maillage.network import drafting, facts_here
from maillage.network.actions import drafts as acts
from maillage.network.actions import revisions
from maillage.network.differences import Change
from maillage.network.models import Draft, Entry, Revision
from maillage.network.proposals import proposals
from maillage.network.revisions import between
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.wording import in_words

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
Nature = Draft.Nature
BILAN: Any = {"title": "Bilan", "publisher": "Insee", "dated": FuzzyDate.parse("2025"), "address": ""}


@pytest.fixture
def pack(small_pack: Write) -> Write:
    """The small pack, loaded and published once."""
    load(small_pack())
    revisions.publish(note="Paquet chargé", by="commande", at=AT)
    return small_pack


def propose(
    by: User, row: Any, nature: Draft.Nature = Nature.CHANGED, version: int = 0, **said: Any
) -> Draft:
    """Propose that a row read otherwise."""
    new = said.pop("new_source", None)
    for name, value in said.items():
        setattr(row, name, value)
    return acts.propose(row, nature=nature, version=version, by=by, at=AT, new_source=new)


def team(**said: Any) -> Figure:
    """Return the figure of the pack."""
    return Figure.objects.ready().get(key="equipe", **said)


def valued() -> str:
    """Return its value, as it is written."""
    return in_words(team())


def fact(key: str = "aide") -> Entry:
    """Return a fact of the pack."""
    return Entry.objects.ready().get(key=key)


def announced() -> list[Change]:
    """Return what publishing everything would change."""
    return drafting.survey(list(Draft.objects.all()), on=AT.date()).changes


def publish(by: User) -> Revision:
    """Publish everything."""
    return acts.publish(note="Mise à jour", by=by, at=AT)


@pytest.mark.usefixtures("pack")
def test_proposal_changes_nothing_until_published(agent: User) -> None:
    draft = propose(agent, team(), value=Decimal(9))

    assert valued() == "8"
    assert (draft.seen["value"], draft.wanted["value"], draft.version) == ("8", "9", 1)
    assert JournalEntry.objects.get(action="network.draft_kept").meta["key"] == "equipe"


@pytest.mark.usefixtures("pack")
def test_publishing_applies_every_proposal_and_keeps_a_revision(agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    propose(agent, fact(), text="Elle aide beaucoup.")
    propose(agent, Topic.objects.get(key="agenda"), title="Rencontres")

    revision = publish(agent)

    assert (revision.number, revision.note, revision.by) == (2, "Mise à jour", agent)
    assert (valued(), team().source.title, fact().text) == ("9", "Bilan", "Elle aide beaucoup.")
    assert Topic.objects.get(key="agenda").title == "Rencontres"
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("pack")
def test_publication_is_what_the_comparison_announced(agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    propose(agent, fact("rencontre"), Nature.WITHDRAWN)
    new = facts_here.under(Topic.objects.get(key="aides"), fact())
    propose(agent, new, Nature.ADDED, key="neuf", title="Neuf", kind="aim", source=Source.objects.first())
    expected = announced()

    revision = publish(agent)

    assert between(Revision.objects.get(number=1), revision) == expected
    assert revision.changes == len(expected) == 5


@pytest.mark.usefixtures("pack")
def test_each_change_is_journalled(agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    propose(agent, fact(), title="Aide")
    propose(agent, fact("rencontre"), Nature.WITHDRAWN)
    propose(agent, Topic.objects.get(key="agenda"), title="Rencontres")
    propose(agent, facts_here.under(Topic.objects.get(key="aides")), Nature.ADDED, **NEW())

    publish(agent)

    done = set(JournalEntry.objects.values_list("action", flat=True))
    assert done >= {
        "observatory.source_cited",
        "observatory.figure_changed",
        "observatory.topic_renamed",
        "network.fact_changed",
        "network.fact_withdrawn",
        "network.fact_added",
        "network.revision_published",
    }


def NEW() -> dict[str, Any]:  # noqa: N802 -- read once the source is stored
    """Return what a new fact says."""
    return {"key": "neuf", "title": "Neuf", "kind": "aim", "source": Source.objects.get(key="fiche")}


@pytest.mark.usefixtures("pack")
def test_withdrawn_fact_leaves_with_all_it_contains(agent: User) -> None:
    propose(agent, fact(), Nature.WITHDRAWN)

    publish(agent)

    assert list(Entry.objects.visible_to(None).values_list("key", flat=True)) == ["rencontre"]


@pytest.mark.usefixtures("pack")
def test_fact_added_within_one_that_is_withdrawn_leaves_with_it(agent: User) -> None:
    propose(agent, fact(), Nature.WITHDRAWN)
    propose(agent, facts_here.under(Topic.objects.get(key="aides"), fact()), Nature.ADDED, **NEW())

    expected = {change.key for change in announced()}
    publish(agent)

    assert expected == {"", "aide", "aide-pour", "aide-montant"}  # "": the day of the sheet
    assert not Entry.objects.visible_to(None).filter(key="neuf").exists()


def test_pack_keeps_what_was_changed_here(pack: Write, agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    propose(agent, fact(), title="Notre aide")
    propose(agent, fact("rencontre"), Nature.WITHDRAWN)
    publish(agent)

    report = {line.kind: line.kept for line in load(pack("figures.yaml", "value: 8", "value: 7"))}

    assert (valued(), fact().title) == ("9", "Notre aide")
    assert fact("rencontre").withdrawn
    assert (report["chiffres"], report["faits"]) == (1, 2)


def test_fact_made_here_stays_where_the_pack_drops_what_contains_it(pack: Write, agent: User) -> None:
    above = fact("aide-pour")
    propose(agent, facts_here.under(Topic.objects.get(key="aides"), above), Nature.ADDED, **NEW())
    publish(agent)

    folder = pack(
        "entries/aides.yaml", "      - {key: aide-pour, kind: beneficiary, title: Associations, line: 2}\n"
    )
    (folder / "lines.yaml").unlink()
    load(folder)

    assert set(Entry.objects.values_list("key", flat=True)) >= {"aide", "aide-pour", "neuf"}


def test_source_that_a_fact_made_here_cites_stays(pack: Write, agent: User) -> None:
    other = Source.objects.create(key="vieille", title="V", publisher="P", from_pack=True)
    propose(
        agent, facts_here.under(Topic.objects.get(key="aides")), Nature.ADDED, **(NEW() | {"source": other})
    )
    publish(agent)

    load(pack())

    assert Source.objects.filter(key="vieille").exists()


@pytest.mark.usefixtures("pack")
def test_same_new_source_is_cited_once(agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    propose(agent, fact(), new_source=BILAN)

    assert Source.objects.filter(title="Bilan").count() == 1
    assert {draft.wanted["source"] for draft in Draft.objects.all()} == {"bilan"}


@pytest.mark.usefixtures("pack")
def test_proposal_is_taken_up_again_from_its_version(agent: User) -> None:
    propose(agent, team(), value=Decimal(9))

    again = propose(agent, team(), version=1, value=Decimal(10))

    assert (again.wanted["value"], again.version, Draft.objects.count()) == ("10", 2, 1)


@pytest.mark.usefixtures("pack")
def test_proposal_overtaken_by_another_is_refused(agent: User) -> None:
    propose(agent, team(), value=Decimal(9))

    with pytest.raises(acts.Overtaken, match="pendant que vous écriviez"):
        propose(agent, team(), value=Decimal(10))

    assert Draft.objects.get().wanted["value"] == "9"


@pytest.mark.usefixtures("pack")
def test_proposal_that_changes_nothing_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="Rien n’est changé"):
        propose(agent, team())


@pytest.mark.usefixtures("pack")
@pytest.mark.parametrize("verb", ["propose", "abandon", "publish"])
def test_only_those_who_instruct_change_the_sheet(agent: User, applicant: User, verb: str) -> None:
    draft = propose(agent, team(), value=Decimal(9))
    act: Callable[[], object] = {
        "propose": lambda: propose(applicant, fact(), title="Autre"),
        "abandon": lambda: acts.abandon(draft, by=applicant, at=AT),
        "publish": lambda: publish(applicant),
    }[verb]

    with pytest.raises(Refusal, match="Instruction des demandes"):
        act()

    assert Draft.objects.count() == 1


@pytest.mark.usefixtures("pack")
def test_abandoned_proposal_is_gone_and_said(agent: User) -> None:
    draft = propose(agent, team(), value=Decimal(9))

    acts.abandon(draft, by=agent, at=AT)

    assert not Draft.objects.exists()
    assert JournalEntry.objects.filter(action="network.draft_abandoned").exists()
    with pytest.raises(Refusal, match="déjà été publiée ou abandonnée"):
        acts.abandon(draft, by=agent, at=AT)


@pytest.mark.usefixtures("pack")
def test_nothing_to_publish_is_refused(agent: User) -> None:
    with pytest.raises(Refusal, match="rien à publier"):
        publish(agent)


@pytest.mark.usefixtures("pack")
def test_row_changed_since_the_proposal_stops_the_publication_whole(agent: User) -> None:
    propose(agent, fact(), title="Notre aide")
    propose(agent, team(), value=Decimal(9))
    Figure.objects.filter(key="equipe").update(value=7)

    with pytest.raises(Refusal, match=r"Équipe.*a changé depuis cette proposition \(Valeur\)"):
        publish(agent)

    assert (valued(), fact().title) == ("7", "Une aide")
    assert (Draft.objects.count(), Revision.objects.count()) == (2, 1)


@pytest.mark.usefixtures("pack")
def test_both_texts_of_a_clash_are_shown_in_words(agent: User) -> None:
    propose(agent, team(), value=Decimal("9.5"), status="final")
    Figure.objects.filter(key="equipe").update(value=7, status="estimated", note="À voir")

    [found] = proposals(list(Draft.objects.all()), drafting.survey(list(Draft.objects.all())))

    assert not found.stands
    assert [(one.label, one.seen, one.now, one.wanted) for one in found.clashes] == [
        ("Valeur", "8", "7", "9,5"),
        ("Statut", "déclaré", "estimation", "définitif"),
        ("Remarque", "", "À voir", "inchangé"),
    ]


@pytest.mark.usefixtures("pack")
def test_proposal_taken_up_after_a_clash_can_be_published(agent: User) -> None:
    propose(agent, team(), value=Decimal(9))
    Figure.objects.filter(key="equipe").update(value=7)
    propose(agent, team(), version=1, value=Decimal(9))

    publish(agent)

    assert valued() == "9"


@pytest.mark.usefixtures("pack")
def test_what_is_gone_from_the_sheet_is_said(agent: User) -> None:
    propose(agent, fact("rencontre"), title="Autre")
    Entry.objects.filter(key="rencontre").delete()

    [found] = proposals(list(Draft.objects.all()), drafting.survey(list(Draft.objects.all())))

    assert found.gone
    with pytest.raises(Refusal, match="n’est plus sur la fiche"):
        publish(agent)


@pytest.mark.usefixtures("pack")
def test_proposal_that_cites_what_is_gone_is_refused(agent: User) -> None:
    propose(agent, team(), value=Decimal(9), new_source=BILAN)
    Source.objects.filter(title="Bilan").delete()

    with pytest.raises(Refusal, match=r"cite «.bilan.»"):
        publish(agent)


@pytest.mark.usefixtures("pack")
def test_proposal_that_breaks_a_rule_is_refused_in_its_words(agent: User) -> None:
    propose(agent, team(), low=Decimal(1), high=Decimal(2))

    with pytest.raises(Refusal, match="Donner une valeur, ou une borne basse"):
        publish(agent)


@pytest.mark.usefixtures("pack")
@pytest.mark.parametrize(("title", "key"), [("Une aide", "une-aide"), ("Aide", "aide-2"), ("!!", "fait")])
def test_new_fact_takes_a_key_of_its_own(title: str, key: str) -> None:
    assert facts_here.free_key(title) == key


@pytest.mark.usefixtures("pack")
def test_key_of_a_fact_only_proposed_is_taken(agent: User) -> None:
    propose(agent, facts_here.under(Topic.objects.get(key="aides")), Nature.ADDED, **NEW())

    assert facts_here.free_key("Neuf") == "neuf-2"
