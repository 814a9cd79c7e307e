"""The sheet as one text to send: Markdown and HTML, with whom to reach for those who may know them."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from maillage.accounts.models import Role, User
from maillage.accounts.tests.factories import client_of, make_user
from maillage.base.templatetags.french import insecable
from maillage.network.markdown import SIGNS, plain
from maillage.network.models import Entry, Representative
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.network.wording import lines_in_words
from maillage.observatory.models import Figure, Topic
from maillage.observatory.wording import in_words

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("name", ["network:sheet-md", "network:sheet-html"])
WITHOUT = pytest.mark.parametrize(
    "name", ["network:sheet", "network:sheet-json", "network:sheet-pdf", "observatory:export"]
)


@pytest.fixture
def contact() -> Representative:
    """The elected member who represents the collectivité today."""
    return Representative.objects.create(
        kind="elected",
        name="Camille Canarie",
        office="Vice-présidence",
        email="canarie@exemple.fr",
        phone="03 00 00 00 00",
        starts_on=date(2022, 1, 1),
    )


def read(client: Client, name: str) -> str:
    """Return the text of a file."""
    return client.get(reverse(name)).content.decode()


@pytest.mark.usefixtures("grand_est")
def test_markdown_says_every_figure_and_every_fact(client: Client) -> None:
    text = read(client, "network:sheet-md")

    for figure in Figure.objects.without_references():
        assert f"| {plain(insecable(figure.label))}" in text
        assert plain(in_words(figure)) in text
    for entry in Entry.objects.all():
        assert plain(insecable(entry.title)) in text


@pytest.mark.usefixtures("grand_est")
def test_html_says_every_figure_and_every_fact(client: Client) -> None:
    text = read(client, "network:sheet-html")

    for figure in Figure.objects.without_references():
        assert f'<th scope="row">{escape(insecable(figure.label))}' in text
        assert escape(in_words(figure)) in text
    for entry in Entry.objects.all():
        assert escape(insecable(entry.title)) in text


@BOTH
@pytest.mark.usefixtures("grand_est")
def test_text_gives_the_lines_of_every_fact(client: Client, name: str) -> None:
    text = read(client, name)

    for entry in Entry.objects.filter(status="known"):
        assert lines_in_words(entry.source_lines) in text


@BOTH
@pytest.mark.usefixtures("grand_est")
def test_sections_come_in_the_order_of_the_sheet(client: Client, name: str) -> None:
    headings = re.findall(r"(?:^## |<h2>)(.*?)(?:</h2>)?$", read(client, name), re.MULTILINE)

    titles = [insecable(title) for title in Topic.objects.values_list("title", flat=True)]
    assert headings == ["À vérifier avant de citer", *titles, "Sources"]


@pytest.mark.usefixtures("grand_est")
def test_figure_is_a_line_of_a_table_with_its_provenance(client: Client) -> None:
    assert "| Communes | 5\u202f196 communes | non dite | déclaré, ligne\xa09 |" in read(
        client, "network:sheet-md"
    )


@pytest.mark.usefixtures("grand_est")
def test_html_needs_nothing_else(client: Client) -> None:
    text = read(client, "network:sheet-html")

    assert re.findall(r"<(script|style|link|img|iframe|object)|style=|\bon\w+=", text) == []


def test_hostile_texts_stay_texts(client: Client, small_pack: Write) -> None:
    hostile = "<script>alert(1)</script> | *a* [b](c)"
    load(small_pack("entries/aides.yaml", "title: Une aide", f"title: '{hostile}'"))

    markdown, html = read(client, "network:sheet-md"), read(client, "network:sheet-html")
    assert r"\<script\>alert(1)\</script\> \| \*a\* \[b\](c)" in markdown
    assert hostile not in markdown + html
    assert escape(hostile) in html


@given(st.text())
def test_plain_text_is_one_line_whose_signs_are_escaped(text: str) -> None:
    found = plain(text)

    assert "\n" not in found
    assert SIGNS.search(re.sub(r"\\.", "x", found)) is None


@BOTH
@pytest.mark.parametrize("role", [Role.AGENT, Role.HEAD_OF_UNIT, Role.ELECTED, Role.DPO])
def test_those_who_work_here_read_whom_to_reach(name: str, role: Role, contact: Representative) -> None:
    answer = client_of(make_user(role=role)).get(reverse(name))

    assert "Élu·e représentant·e" in answer.content.decode()
    assert contact.name in answer.content.decode()
    assert "private" in answer["Cache-Control"].split(", ")


@BOTH
@pytest.mark.usefixtures("contact")
def test_others_read_no_contact(name: str, client: Client) -> None:
    for reader in (client, client_of(make_user()), client_of(make_user(role=Role.PARTNER))):
        text = read(reader, name)

        assert "anarie" not in text
        assert "représentant" not in text


@WITHOUT
@pytest.mark.usefixtures("contact")
def test_public_forms_never_name_a_contact(name: str, agent: User) -> None:
    assert "anarie" not in client_of(agent).get(reverse(name)).content.decode(errors="replace")


@BOTH
def test_contact_of_another_time_is_not_named(name: str, agent: User, contact: Representative) -> None:
    Representative.objects.update(ends_on=date(2023, 1, 1))

    assert contact.name not in read(client_of(agent), name)


@pytest.mark.parametrize(
    ("name", "start"), [("network:sheet-md", "attachment"), ("network:sheet-html", "inline")]
)
def test_file_is_named_by_its_day(client: Client, name: str, start: str) -> None:
    ending = name.rpartition("-")[2]
    day = timezone.localdate().isoformat()

    disposition = client.get(reverse(name))["Content-Disposition"]
    assert disposition == f'{start}; filename="fiche-{day}.{ending}"'
