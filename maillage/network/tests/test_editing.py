"""The pages that change the sheet."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from maillage.accounts.models import User
from maillage.accounts.tests.factories import client_of
from maillage.base.dates import FuzzyDate
from maillage.network.actions import revisions
from maillage.network.models import Draft, Entry, Revision
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure, Source

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
FIGURE = reverse("network:edit-figure", args=["equipe"])
FACT = reverse("network:edit-fact", args=["aide"])
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pack(small_pack: Write) -> None:
    load(small_pack())
    revisions.publish(note="Paquet chargé", by="commande", at=AT)


@pytest.fixture
def desk(agent: User) -> Client:
    """The browser of someone who instructs."""
    return client_of(agent)


def shown(client: Client, address: str) -> dict[str, Any]:
    """Return what the form of a page holds, as a browser would send it back."""
    form = client.get(address).context["form"]
    said = {one.html_name: one.value() for one in form}
    return {name: "" if value is None or value is False else value for name, value in said.items()}


def send(client: Client, address: str, **typed: Any) -> Any:
    """Fill some fields of a form and send it."""
    return client.post(address, {**shown(client, address), **typed})


def errors(answer: Any) -> str:
    """Return what a refused form says."""
    assert answer.status_code == 422
    return str(answer.context["form"].errors.as_text()).replace("\xa0", " ")


def test_form_of_a_figure_shows_it_as_published(desk: Client) -> None:
    said = shown(desk, FIGURE)

    fiche = Source.objects.get(key="fiche")
    assert (said["label"], said["value"], said["source"], said["source_line"]) == ("Équipe", "8", fiche.pk, 3)


@pytest.mark.parametrize(
    ("typed", "kept"), [("11,4", "11.4"), ("90 000", "90000"), ("90\u202f000", "90000"), ("-1,50", "-1.5")]
)
def test_number_is_typed_as_it_is_written(desk: Client, typed: str, kept: str) -> None:
    answer = send(desk, FIGURE, value=typed, source_line="4")

    assert answer.status_code == 302
    assert Draft.objects.get().wanted["value"] == kept


@pytest.mark.parametrize("typed", ["huit", "1e3", "1.234,5", "12345678901234567", "1,23456", "٣"])
def test_number_that_is_none_is_refused_and_stays_typed(desk: Client, typed: str) -> None:
    answer = send(desk, FIGURE, value=typed)

    assert "Écrivez un nombre" in errors(answer)
    assert typed in answer.content.decode()


def test_other_value_from_the_very_same_place_is_asked_about(desk: Client) -> None:
    assert "ni la source ni l’endroit" in errors(send(desk, FIGURE, value="9"))
    assert send(desk, FIGURE, value="9", correction="on").status_code == 302


def test_label_alone_may_change_without_another_source(desk: Client) -> None:
    assert send(desk, FIGURE, label="L’équipe").status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": ""}, "Choisissez la source"),
        ({"source": "", "new_title": "Bilan"}, "Une nouvelle source donne son titre et son éditeur."),
        ({"source": "", "new_title": "B", "new_publisher": "I", "new_dated": "hier"}, "hier"),
        ({"source": "", "new_title": "B", "new_publisher": "I", "new_address": "ftp:x"}, "URL"),
        ({"low": "1"}, "Donner une valeur, ou une borne basse"),
        ({"value": "", "low": "2", "high": "1"}, "La borne basse dépasse la borne haute."),
        ({"source_place": "page 2"}, "pas les deux"),
        ({"period": "13/2022"}, "n’est pas une date"),
        ({"label": "a\u202eb"}, "invisible"),
    ],
)
def test_figure_that_cannot_be_is_refused_with_the_reason(desk: Client, typed: Any, said: str) -> None:
    assert said in errors(send(desk, FIGURE, correction="on", **typed))
    assert not Draft.objects.exists()


def test_new_source_is_made_with_the_proposal(desk: Client) -> None:
    new = {"new_title": "Bilan 2025", "new_publisher": "Insee", "new_dated": "2025"}

    send(desk, FIGURE, value="9", source="", source_line="", **new)

    made = Source.objects.get(title="Bilan 2025")
    assert (str(made.dated), made.from_pack, Draft.objects.get().wanted["source"]) == (
        "2025",
        False,
        made.key,
    )


def test_new_source_takes_the_place_of_the_one_shown(desk: Client) -> None:
    answer = send(desk, FIGURE, value="9", new_title="Bilan 2025", new_publisher="Insee")

    wanted = Draft.objects.get().wanted
    assert answer.status_code == 302
    assert (wanted["source"], wanted["source_line"]) == (Source.objects.get(title="Bilan 2025").key, None)


def test_new_source_beside_another_one_is_refused(desk: Client) -> None:
    other = Source.objects.create(key="b", title="B", publisher="P", dated=FuzzyDate())

    said = errors(send(desk, FIGURE, value="9", source=other.pk, new_title="Bilan", new_publisher="Insee"))

    assert "pas les deux" in said
    assert not Draft.objects.exists()


def test_form_sent_twice_makes_one_proposal(desk: Client) -> None:
    typed = {**shown(desk, FIGURE), "label": "L’équipe"}

    answers = [desk.post(FIGURE, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Draft.objects.get().version == 1


def test_proposal_overtaken_is_shown_and_mine_may_replace_it(desk: Client) -> None:
    mine = {**shown(desk, FIGURE), "label": "Le mien"}
    send(desk, FIGURE, label="Le leur")

    answer = desk.post(FIGURE, mine)
    again = desk.post(FIGURE, {**mine, "version": answer.context["form"]["version"].value()})

    assert "pendant que vous écriviez" in errors(answer)
    assert "Le leur" in answer.content.decode()
    assert "Le mien" in answer.content.decode()
    assert (again.status_code, Draft.objects.get().wanted["label"]) == (302, "Le mien")


def test_form_of_a_fact_proposed_shows_the_proposal(desk: Client) -> None:
    send(desk, FACT, title="Notre aide", source_lines="2, 7")

    assert (shown(desk, FACT)["title"], Draft.objects.get().wanted["source_lines"]) == ("Notre aide", [2, 7])
    assert Entry.objects.get(key="aide").title == "Une aide"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source_lines": "deux"}, "numéros de ligne"),
        ({"status": "a_completer"}, "à compléter ne dit que son intitulé"),
        ({"kind": ""}, "obligatoire"),
        ({"text": "x" * 501}, "500"),
    ],
)
def test_fact_that_cannot_be_is_refused_with_the_reason(desk: Client, typed: Any, said: str) -> None:
    assert said in errors(send(desk, FACT, **typed))


def test_fact_added_within_another_can_be_taken_up_again(desk: Client) -> None:
    source = Source.objects.get(key="fiche").pk
    where = reverse("network:add-to-fact", args=["aide"])
    send(desk, where, title="Prêt d’honneur", kind="aid", source=source, status="known")

    page = desk.get(reverse("network:edit-fact", args=["pret-dhonneur"]))
    send(desk, reverse("network:edit-fact", args=["pret-dhonneur"]), alias="PH")

    draft = Draft.objects.get()
    assert "Ajouter un fait" in page.content.decode()
    assert (draft.nature, draft.wanted["parent"], draft.wanted["alias"]) == ("added", "aide", "PH")


def test_fact_to_complete_needs_no_source(desk: Client) -> None:
    where = reverse("network:add-to-theme", args=["aides"])

    send(desk, where, title="Plafond", kind="terms", status="a_completer", source="")

    assert Draft.objects.get().wanted["status"] == "a_completer"


def test_title_of_a_theme_is_proposed(desk: Client) -> None:
    send(desk, reverse("network:edit-theme", args=["agenda"]), title="Rencontres")

    assert Draft.objects.get().wanted == {"title": "Rencontres"}


def test_withdrawal_says_what_leaves_with_the_fact(desk: Client) -> None:
    where = reverse("network:withdraw-fact", args=["aide"])

    page = desk.get(where).content.decode()
    desk.post(where)

    assert "les 2 faits qu’il contient" in page
    assert Draft.objects.get().nature == "withdrawn"


def test_overview_lists_what_is_proposed_before_and_after(desk: Client, agent: User) -> None:
    send(desk, FACT, title="Notre aide")

    page = desk.get(reverse("network:edit")).content.decode()

    assert f"par {agent}" in page
    assert "<ins>Notre</ins>" in page
    assert reverse("network:abandon-draft", args=[Draft.objects.get().pk]) in page


def test_proposal_is_abandoned(desk: Client) -> None:
    send(desk, FACT, title="Notre aide")

    desk.post(reverse("network:abandon-draft", args=[Draft.objects.get().pk]))

    assert not Draft.objects.exists()


def test_publishing_leads_to_the_new_revision(desk: Client) -> None:
    send(desk, FACT, title="Notre aide")
    where = reverse("network:publish")

    compared = desk.get(where).content.decode()
    answer = desk.post(where, {"note": "Nouveau nom"})

    assert "2 changements pour le public" in compared
    assert (answer.status_code, answer["Location"]) == (302, "/fiche/revisions/2/")
    assert Revision.objects.get(number=2).note == "Nouveau nom"


def test_publishing_asks_why(desk: Client) -> None:
    send(desk, FACT, title="Notre aide")

    assert "obligatoire" in errors(desk.post(reverse("network:publish"), {"note": ""}))


def test_clash_stops_the_publication_and_shows_both_texts(desk: Client) -> None:
    send(desk, FIGURE, value="9", source_line="4")
    Figure.objects.filter(key="equipe").update(value=7)

    answer = desk.post(reverse("network:publish"), {"note": "Équipe"})

    assert "a changé depuis cette proposition (Valeur)" in errors(answer)
    page = answer.content.decode()
    assert '<td data-label="Aujourd’hui">7</td>' in page
    assert '<td data-label="Proposé">9</td>' in page


def test_proposal_taken_up_after_a_clash_keeps_what_changed_elsewhere(desk: Client) -> None:
    send(desk, FIGURE, value="9", source_line="4")
    Figure.objects.filter(key="equipe").update(note="Arrivée entre-temps.")

    said = shown(desk, FIGURE)
    send(desk, FIGURE)
    answer = desk.post(reverse("network:publish"), {"note": "Équipe"})

    assert (said["value"], said["note"], answer.status_code) == ("9", "Arrivée entre-temps.", 302)
    assert Figure.objects.get(key="equipe").note == "Arrivée entre-temps."


@pytest.mark.parametrize("name", ["edit", "publish"])
def test_proposal_that_cites_what_is_gone_is_said_and_can_be_taken_up(desk: Client, name: str) -> None:
    new = {"new_title": "Bilan", "new_publisher": "Insee", "source": "", "source_line": ""}
    send(desk, FIGURE, value="9", **new)
    Source.objects.filter(title="Bilan").delete()

    page, said = desk.get(reverse(f"network:{name}")), shown(desk, FIGURE)

    assert "n’existe plus" in page.content.decode()
    assert (said["value"], said["source"]) == ("9", Source.objects.get(key="fiche").pk)


def test_nothing_to_publish_is_said(desk: Client) -> None:
    assert "Il n’y a rien à publier" in desk.get(reverse("network:publish")).content.decode()


def test_sheet_offers_to_change_it_to_those_who_may(desk: Client, client: Client) -> None:
    link = f'href="{reverse("network:edit")}"'

    assert link in desk.get(reverse("network:sheet")).content.decode()
    assert link not in client.get(reverse("network:sheet")).content.decode()


@pytest.mark.parametrize("name", ["edit", "publish"])
def test_pages_cost_the_same_whatever_is_proposed(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    send(desk, FACT, title="Notre aide")
    send(desk, FIGURE, label="L’équipe")
    send(desk, reverse("network:edit-fact", args=["rencontre"]), title="La rencontre")

    with django_assert_max_num_queries(12):
        desk.get(reverse(f"network:{name}"))


@pytest.mark.parametrize("kind", ["figure", "fact", "theme"])
def test_what_is_not_on_the_sheet_is_not_found(desk: Client, kind: str) -> None:
    assert desk.get(reverse(f"network:edit-{kind}", args=["rien"])).status_code == 404
