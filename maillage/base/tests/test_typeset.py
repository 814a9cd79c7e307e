"""Documents: what people typed stays text, in the order of reading; same data, same bytes."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base.tests.papers import SAMPLE
from maillage.base.typeset import MISSING, TypesetError, shown, typeset

TEMPLATES = Path(__file__).parent / "typst"
PLAIN, NARROW, WHOLE = TEMPLATES / "plain.typ", TEMPLATES / "narrow.typ", TEMPLATES / "sample.typ"


def run(tool: str, pdf: bytes, *options: str) -> str:
    """Return what a poppler tool says of a document."""
    command = [tool, *options, "-", *(["-"] if tool == "pdftotext" else [])]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode(errors="replace")  # noqa: S603 -- fixed names


def said(text: str) -> str:
    """Return the text of a document in which only this was typed."""
    found = run("pdftotext", typeset(PLAIN, {"title": "Titre", "text": text}))
    return found.partition("Titre\n")[2].partition("\nPage 1 sur")[0].strip()


@pytest.fixture(scope="module")
def sample() -> bytes:
    """The sample document."""
    return typeset(WHOLE, SAMPLE)


def test_document_is_read_in_order(sample: bytes) -> None:
    words = run("pdftotext", sample).replace("\u00a0", " ")

    parts = [
        *(
            "Maillage",
            "Région Grand Est",
            "4 points à vérifier",
            "Panorama du territoire",
            "77 % associations",
        ),
        *("6,8 M€", "Comment chaque chiffre est connu", "Masse salariale, secteur 1\n", "1,2 Md€"),
        *(
            "Masse salariale, secteur 30",
            "Ce qui peut être demandé",
            "Aide possible",
            "Haguenau",
            "Claude Exemple",
        ),
    ]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)


def test_accents_and_typographic_signs_survive(sample: bytes) -> None:
    words = run("pdftotext", sample)

    assert "L’économie" in words
    assert "57 433 km²" in words.replace("\u00a0", " ")
    assert "l’emploi privé : ce ne peut" in words.replace("\u00a0", " ")


def test_document_is_tagged_titled_and_in_french(sample: bytes) -> None:
    told = run("pdfinfo", sample)

    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"Title:\s+Région Grand Est\n", told)
    assert b"/Lang(fr-FR)" in sample
    assert b"pdfuaid:part" in sample


def test_structure_has_headings_cells_and_a_caption(sample: bytes) -> None:
    structure = run("pdfinfo", sample, "-struct")

    assert re.findall(r"\bH[1-6]\b", structure) == ["H1", "H2", "H2", "H2"]
    assert len(re.findall(r"\bTH <", structure)) == 4
    assert len(re.findall(r"\bTR\b", structure)) == 31
    assert "Caption" in structure


def test_table_head_comes_back_on_the_next_page(sample: bytes) -> None:
    assert run("pdftotext", sample, "-layout").count("Comment il est connu") == 2


def test_pages_are_numbered(sample: bytes) -> None:
    assert re.findall(r"Page \d sur \d", run("pdftotext", sample)) == ["Page 1 sur 2", "Page 2 sur 2"]


def test_demonstration_is_told_on_every_page(sample: bytes) -> None:
    assert run("pdftotext", sample).count("Démonstration") == 2
    assert "Démonstration" not in run("pdftotext", typeset(WHOLE, SAMPLE | {"demonstration": False}))


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "$x^2$ and \\ and @label and <label>",
    "*not bold* _not slanted_ `not code`",
    "= not a heading",
    "// not a comment /* either",
    "-- --- ... ~ 'q' \"q\"",
    "#sys.inputs",
    "%s {x} ${x} \\u{41} &amp; <b>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_typed_by_a_person_stays_text(text: str) -> None:
    assert said(text) == text


def test_control_characters_and_broken_unicode_go() -> None:
    assert said("a\x00b\x1b\ud800\ufeff\u202ec\r\nd") == "abc\nd"


def test_character_that_no_font_has_is_shown_as_missing() -> None:
    assert said("Bravo 😀 漢字") == f"Bravo {MISSING} {MISSING}{MISSING}"


def test_very_long_word_is_cut_within_the_page() -> None:
    lines = said("a" * 300).split("\n")

    assert "".join(lines) == "a" * 300
    assert len(lines) == 4


ANY = st.text(max_size=60) | st.text("aé#$@\\*_=<>`~\"'/[]{}()\n\t -€œ«»\u00a0\u202f", max_size=60)


@settings(max_examples=30, deadline=None)
@given(ANY)
def test_anything_typed_makes_a_document(text: str) -> None:
    assert typeset(NARROW, {"title": text, "text": text}).startswith(b"%PDF-1.7")


SHOWN = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda one: shown(one) == one), max_size=200)


@settings(max_examples=30, deadline=None)
@given(SHOWN)
def test_every_character_kept_can_be_shown(text: str) -> None:
    assert typeset(PLAIN, {"title": "Titre", "text": text})


@given(st.text())
def test_shown_text_is_already_as_it_is_shown(text: str) -> None:
    assert shown(shown(text)) == shown(text)


def test_same_data_give_the_same_bytes(sample: bytes) -> None:
    assert typeset(WHOLE, SAMPLE) == sample
    assert typeset(WHOLE, SAMPLE | {"kicker": "autre"}) != sample


def test_documents_can_be_made_side_by_side() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda rank: typeset(PLAIN, {"title": "T", "text": f"n{rank}"}), range(12))

    assert [f"n{rank}" in run("pdftotext", pdf) for rank, pdf in enumerate(made)] == [True] * 12


def test_date_of_creation_is_the_one_given() -> None:
    at = datetime(2022, 3, 22, 9, tzinfo=UTC)

    told = run("pdfinfo", typeset(PLAIN, {"title": "T", "text": "x"}, at=at), "-isodates")

    assert "2022-03-22T09:00:00Z" in told
    assert "CreationDate" not in run("pdfinfo", typeset(PLAIN, {"title": "T", "text": "x"}))


def test_amounts_and_dates_are_passed_as_texts() -> None:
    words = run("pdftotext", typeset(PLAIN, {"title": Decimal("12.50"), "text": at_day()}))

    assert "12.50" in words
    assert "2022-03-22" in words


def at_day() -> object:
    """A date, as a caller may forget to put it in words."""
    return datetime(2022, 3, 22, tzinfo=UTC).date()


@pytest.mark.parametrize("path", ["/etc/passwd", "../test_typeset.py", "/../papers.py"])
def test_template_reads_nothing_outside_its_folder(path: str) -> None:
    with pytest.raises(TypesetError, match="« outside » n’a pas pu être composé"):
        typeset(TEMPLATES / "outside.typ", {"path": path})


@pytest.mark.parametrize("name", ["base/none.typ", "../x.typ", "/etc/passwd", "base/../x.typ", "", "base"])
def test_template_that_does_not_exist_is_told(name: str) -> None:
    with pytest.raises(TypesetError, match="n’existe pas"):
        typeset(name, {})


@pytest.mark.parametrize("data", [{"title": float("nan"), "text": ""}, {"title": object(), "text": ""}])
def test_data_that_json_cannot_hold_are_told(data: dict[str, object]) -> None:
    with pytest.raises(TypesetError, match="donnée impossible à transmettre"):
        typeset(PLAIN, data)


def test_data_that_the_template_misses_are_told() -> None:
    with pytest.raises(TypesetError, match='does not contain key "title"'):
        typeset(PLAIN, {})
