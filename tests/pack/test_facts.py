"""The facts of the Grand Est pack: what the document announces is there, no more and no less."""

from itertools import chain

import pytest
from django.conf import settings

from maillage.base.packs import read
from maillage.network.facts import EntriesFile, told
from maillage.network.models import Entry
from maillage.observatory.facts import FiguresFile

FILES = sorted((settings.PACK / "entries").glob("*.yaml"))
TOLD = list(chain.from_iterable(told(read(path, EntriesFile)) for path in FILES))
FACTS = {one.fact.key: one.fact for one in TOLD}
FIGURES = read(settings.PACK / "figures.yaml", FiguresFile).fact.figures
ANNOUNCED = [figure for figure in FIGURES if figure.counts]


def counted_as(fact):
    return Entry(kind=fact.kind, variety=fact.variety or "").counted_as


def under(key, kind):
    return [one.fact for one in TOLD if one.parent == key and one.fact.kind == kind]


@pytest.mark.parametrize(
    ("key", "kind", "count"),
    [
        (None, "aid", 5),
        (None, "partnership", 7),
        ("region-pionniere", "pillar", 3),
        ("pilier-associations", "transition", 4),
        ("srdeii", "orientation", 4),
        ("dla", "signatory", 3),
        ("gouvernance-unie", "seat", 5),
        ("gouvernance-unie", "meeting", 4),
        ("gouvernance-unie", "challenge", 3),
        ("robustess", "theme", 4),
        ("conferences-territoriales", "conference", 9),
        ("conferences-territoriales", "subject", 10),
        ("communaute-itis", "member", 5),
        ("communaute-itis", "aim", 8),
        ("numerique-eco-solidaire", "actor", 5),
    ],
)
def test_facts_of_the_document_are_counted(key, kind, count):
    assert len(under(key, kind)) == count


@pytest.mark.parametrize("figure", ANNOUNCED, ids=lambda figure: figure.key)
def test_what_a_figure_announces_is_listed_or_stands_for_the_group(figure):
    of_kind = [fact for fact in FACTS.values() if figure.counts in counted_as(fact)]
    listed = [fact for fact in of_kind if fact.figure is None]

    assert len(listed) == figure.value or figure.key in {fact.figure for fact in of_kind}


@pytest.mark.parametrize(("variety", "count"), [("on-site", 6), ("online", 2), ("planned", 1)])
def test_conferences_are_on_site_online_or_announced(variety, count):
    found = under("conferences-territoriales", "conference")

    assert len([fact for fact in found if fact.variety == variety]) == count


def test_two_themes_are_priorities():
    found = {fact.title for fact in under("robustess", "theme") if fact.variety == "priority"}

    assert found == {"Textile", "Inclusion numérique"}


def test_every_aid_says_what_for_and_for_whom_and_no_amount():
    for aid in under(None, "aid"):
        kinds = [fact.kind for fact in aid.entries]
        terms = [fact.status for fact in aid.entries if fact.kind == "terms"]
        assert {"purpose", "beneficiary"} <= set(kinds)
        assert terms == ["a_completer"]


def test_every_partnership_says_its_purpose():
    assert all(under(fact.key, "purpose") for fact in under(None, "partnership"))


def test_every_meeting_says_its_purpose():
    assert all(under(fact.key, "purpose") for fact in under("gouvernance-unie", "meeting"))


@pytest.mark.parametrize(
    ("key", "on"),
    [
        ("srdeii", "2017/2021"),
        ("gouvernance-unie", "2018"),
        ("club-ess", "2021-11"),
        ("club-premiere-reunion", "2022-03-29"),
        ("conference-regionale-2021", "2021-10-14"),
        ("conferences-territoriales", "2019-02/2021-05"),
        ("conference-epinal", "2022-05/2022-06"),
        ("itis-seminaire-2020", "2020-10-07/2020-10-08"),
        ("itis-webinaire-2021", "2021-04-16"),
        ("itis-comite-experts", "2021-06-17"),
        ("itis-table-ronde-2021", "2021-11-09"),
        ("itis-seminaire-2022", "2022"),
    ],
)
def test_dates_are_as_precise_as_the_document(key, on):
    assert FACTS[key].on == on


def test_only_the_document_s_slips_are_kept_as_written():
    slips = {key: fact.as_written for key, fact in FACTS.items() if fact.as_written}

    assert set(slips) == {"srdeii", "loi-notre", "urscop"}
    assert "Internalisation" in slips["srdeii"]
    assert "internationalisation" in FACTS["srdeii"].title
