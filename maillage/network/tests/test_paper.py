"""The sheet on paper: everything it says, in the order of reading, the same bytes for the same words."""

import re
import subprocess
from datetime import date
from itertools import pairwise

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.base.typeset import shown
from maillage.network import paper, sheet
from maillage.network.models import Entry
from maillage.network.tests.conftest import Write
from maillage.network.tests.factories import load
from maillage.network.told import TO_COMPLETE, Told, tell
from maillage.observatory.models import Figure, Topic
from maillage.observatory.wording import in_words

pytestmark = pytest.mark.django_db
ON, ADDRESS = date(2026, 11, 25), "https://exemple.fr/fiche/"


def run(*command: str, pdf: bytes) -> str:
    """Return what a poppler tool says of a document, words one space apart."""
    said = subprocess.run([*command, "-"], input=pdf, capture_output=True, check=True).stdout  # noqa: S603 -- fixed
    return " ".join(said.decode(errors="replace").split())


def read(told: Told) -> str:
    """Return the words of the document, in the order of its tags."""
    return run("pdftotext", "-raw", "-", pdf=paper.pdf(told))


def told() -> Told:
    """Return today's sheet in words."""
    return tell(sheet.current(None), on=ON, address=ADDRESS)


def bare(text: str) -> str:
    """Return words without spaces or hyphens: where a line is cut is no matter."""
    return re.sub(r"[\s\u00ad-]+", "", shown(text))


@pytest.mark.usefixtures("grand_est")
def test_document_says_every_figure_and_every_fact() -> None:
    words = bare(read(told()))

    for figure in Figure.objects.without_references():
        assert bare(figure.label) in words
        assert bare(in_words(figure)) in words
    for entry in Entry.objects.all():
        assert bare(entry.title) in words


@pytest.mark.usefixtures("grand_est")
def test_document_is_read_in_the_order_of_the_sheet() -> None:
    words = bare(read(told()))

    titles = ["À vérifier avant de citer", *Topic.objects.values_list("title", flat=True), "Sources"]
    places = [words.find(bare(title)) for title in titles]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.usefixtures("grand_est")
def test_line_of_a_table_is_read_with_its_provenance() -> None:
    words = read(told())

    line = "Cantons 200 cantons non dite déclaré ligne 9"
    assert "Chiffre Valeur Période Comment il est connu Superficie" in words
    assert line in words


@pytest.mark.usefixtures("grand_est")
def test_document_is_tagged_titled_and_a4() -> None:
    about = run("pdfinfo", pdf=paper.pdf(told()))
    tags = run("pdfinfo", "-struct", pdf=paper.pdf(told()))

    assert "Tagged: yes" in about
    assert "Title: Région Grand Est, la fiche" in about
    assert "(A4)" in about
    assert tags.count("Table") >= Topic.objects.filter(figures__isnull=False).distinct().count()


@pytest.mark.usefixtures("grand_est")
def test_levels_of_headings_are_not_skipped() -> None:
    tags = run("pdfinfo", "-struct", pdf=paper.pdf(told()))

    levels = [int(level) for level in re.findall(r"\bH([1-6])\b", tags)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.usefixtures("grand_est")
def test_same_words_give_the_same_bytes() -> None:
    assert paper.pdf(told()) == paper.pdf(told())


@pytest.mark.usefixtures("grand_est")
def test_document_draws_the_families_and_the_budget() -> None:
    bars = [bar for section in told().sections for bar in section.bars]

    assert [[part.said.replace("\xa0", " ") for part in bar.parts] for bar in bars] == [
        ["77 %", "16 %", "4 %", "3 %"],
        ["5,3 M€", "1,5 M€"],
    ]


def test_document_of_long_words_and_hostile_texts_is_made(small_pack: Write) -> None:
    hostile = "#panic() $x$ <b> " + "x" * 150
    load(small_pack("entries/aides.yaml", "title: Une aide", f"title: '{hostile}'"))

    assert bare(hostile) in bare(read(told()))


def test_section_without_anything_is_to_complete(small_pack: Write) -> None:
    load(small_pack())

    assert f"Agenda {TO_COMPLETE}" in read(told())


@pytest.mark.usefixtures("grand_est")
def test_demonstration_says_what_is_made_up(settings: LazySettings) -> None:
    settings.DEMONSTRATION = True
    pages = read(told())

    assert pages.count("Démonstration : les personnes sont inventées") == pages.count("Page ")


@pytest.mark.usefixtures("grand_est")
def test_address_gives_a_file_named_by_its_day(client: Client) -> None:
    answer = client.get(reverse("network:sheet-pdf"))

    day = timezone.localdate().isoformat()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="fiche-{day}.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_installation_without_a_pack_has_its_document(client: Client) -> None:
    assert client.get(reverse("network:sheet-pdf")).content.startswith(b"%PDF-")
