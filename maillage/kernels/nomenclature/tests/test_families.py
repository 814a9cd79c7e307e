"""Families: what the calibration on SIRENE confirms, what stays out and why, dates, and the unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.nomenclature.activities import Revision, activities, activity, correspondence
from maillage.kernels.nomenclature.families import (
    Confidence,
    Family,
    Standing,
    category_family,
    exclusions,
    family,
    perimeter,
    perimeter_version,
)
from maillage.kernels.nomenclature.legal import legal_categories, legal_category

TODAY = date(2026, 11, 25)
codes = st.text(max_size=6) | st.sampled_from([category.code for category in legal_categories()])
naf = st.none() | st.text(max_size=6) | st.sampled_from([entry.code for entry in activities()])
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def is_out(code: str, revision: Revision) -> bool:
    return family("9220", code, on=TODAY, revision=revision).standing is Standing.EXCLUDED


# Units that SIRENE marks as ESS, by category: November 2022 (all), early 2026 (ten digital activities).
CALIBRATED = {
    "9220": Family.ASSOCIATION,
    "9260": Family.ASSOCIATION,
    "9230": Family.ASSOCIATION,
    "9221": Family.ASSOCIATION,
    "9222": Family.ASSOCIATION,
    "9223": Family.ASSOCIATION,
    "5195": Family.COOPERATIVE,
    "5458": Family.COOPERATIVE,
    "5460": Family.COOPERATIVE,
    "5560": Family.COOPERATIVE,
    "5660": Family.COOPERATIVE,
    "6316": Family.COOPERATIVE,
    "6317": Family.COOPERATIVE,
    "6318": Family.COOPERATIVE,
    "9300": Family.FONDATION,
}


@pytest.mark.parametrize("code", CALIBRATED)
def test_category_seen_in_sirene_has_its_family(code: str) -> None:
    verdict = family(code, "62.01Z", on=TODAY)

    assert (verdict.family, verdict.standing) == (CALIBRATED[code], Standing.IN)
    assert verdict.line is not None
    assert verdict.line.confidence is Confidence.CALIBRATED


def test_calibrated_lines_that_count_are_those_and_no_other() -> None:
    sure = {line.code for line in perimeter() if (line.standing, line.confidence) == ("dans", "calibree")}

    assert sure == set(CALIBRATED)


@pytest.mark.parametrize(
    ("category", "activity", "expected"),
    [
        ("6316", "01.61Z", Family.COOPERATIVE),
        ("6316", "77.31Z", Family.COOPERATIVE),
        ("5192", "64.19Z", Family.COOPERATIVE),
        ("6411", "65.12Z", Family.MUTUELLE),
        ("9223", "78.30Z", Family.ASSOCIATION),
        ("8210", "65.12Z", Family.MUTUELLE),
    ],
)
def test_head_activities_of_the_national_register_stay_in(
    category: str, activity: str, expected: Family
) -> None:
    assert family(category, activity, on=TODAY).family is expected


@pytest.mark.parametrize("category", ["5499", "5599", "5699", "5710"])
def test_commercial_company_is_kept_apart(category: str) -> None:
    verdict = family(category, "62.01Z", on=TODAY)

    assert (verdict.family, verdict.candidate, verdict.standing) == (None, None, Standing.COMMERCIAL)


def test_other_private_body_is_no_foundation() -> None:
    verdict = family("9900", "62.01Z", on=TODAY)

    assert (verdict.family, verdict.standing) == (None, Standing.OUT)
    assert verdict.line is not None
    assert "0 unité signalée sur 12" in verdict.line.evidence


@pytest.mark.parametrize("category", ["9224", "5432", "5532", "5632", "6532"])
def test_doubtful_category_is_flagged_and_not_counted(category: str) -> None:
    verdict = family(category, None, on=TODAY)

    assert (verdict.family, verdict.standing) == (None, Standing.DOUBTFUL)
    assert verdict.candidate is not None


@pytest.mark.parametrize("category", ["8310", "8311", "8510", "8520", "9150", "9970"])
def test_fifth_family_is_kept_apart_since_2018(category: str) -> None:
    before, after = (category_family(category, on=date(year, 12, 31)) for year in (2017, 2018))

    assert (before.standing, before.candidate) == (Standing.OUT, None)
    assert (after.standing, after.family, after.candidate) == (Standing.APART, None, Family.OTHER)
    assert after.line is not None
    assert after.line.confidence is Confidence.UNVERIFIED


@pytest.mark.parametrize("naf_code", ["84.11Z", "84.25Z", "84.30B", "94.20Z", "94.91Z", "97.00Z", "99.00Z"])
def test_excluded_activity_takes_the_unit_out_and_says_why(naf_code: str) -> None:
    verdict = family("9220", naf_code, on=TODAY)

    assert (verdict.family, verdict.standing) == (None, Standing.EXCLUDED)
    assert verdict.candidate is Family.ASSOCIATION
    assert verdict.exclusion is not None
    assert naf_code.startswith(verdict.exclusion.code)
    assert verdict.exclusion.reason in verdict.reason


@pytest.mark.parametrize("naf_code", ["84.11Y", "84.25Y", "84.30H", "94.20Y", "94.91Y", "97.00Y", "99.00Y"])
def test_excluded_activity_of_naf_2025_takes_the_unit_out(naf_code: str) -> None:
    verdict = family("9220", naf_code, on=TODAY, revision=Revision.NAF2025)

    assert (verdict.family, verdict.standing) == (None, Standing.EXCLUDED)
    assert verdict.exclusion is not None
    assert verdict.exclusion.confidence is Confidence.UNVERIFIED


def test_exclusions_are_the_same_in_both_revisions_but_for_one_part() -> None:
    out = {of: {e.code for e in activities(of) if is_out(e.code, of)} for of in Revision}
    images = {match.code for code in out[Revision.REV2] for match in correspondence(code)}
    origins = {
        match.code for code in out[Revision.NAF2025] for match in correspondence(code, Revision.NAF2025)
    }

    assert images == out[Revision.NAF2025]
    assert origins - out[Revision.REV2] == {"93.29Z"}  # lifeguards of beaches, within 84.25Y


def test_activity_in_the_wrong_revision_is_unknown() -> None:
    assert family("9220", "94.99Y", on=TODAY).standing is Standing.UNKNOWN
    assert family("9220", "94.99Y", on=TODAY, revision=Revision.NAF2025).family is Family.ASSOCIATION


@pytest.mark.parametrize("naf_code", ["94.99Z", "88.10A", "93.12Z", "85.59B", "9499z"])
def test_neighbour_of_an_excluded_activity_stays_in(naf_code: str) -> None:
    assert family("9220", naf_code, on=TODAY).family is Family.ASSOCIATION


@pytest.mark.parametrize("unknown", [None, "", "00.00Z", "85.3K", "94.9", "Q"])
def test_unknown_activity_leaves_the_family_unknown(unknown: str | None) -> None:
    verdict = family("9220", unknown, on=TODAY)

    assert (verdict.family, verdict.standing) == (None, Standing.UNKNOWN)
    assert verdict.candidate is Family.ASSOCIATION


@pytest.mark.parametrize("category", ["", "9310", "92", "9", "association", "92200"])
def test_unknown_category_stays_unknown(category: str) -> None:
    verdict = family(category, "88.10A", on=TODAY)

    assert (verdict.family, verdict.candidate, verdict.standing) == (None, None, Standing.UNKNOWN)


def test_category_of_no_family_is_out() -> None:
    assert category_family("7230", on=TODAY).standing is Standing.OUT


def test_nothing_is_known_before_the_first_perimeter() -> None:
    assert category_family("9220", on=date(2007, 12, 31)).standing is Standing.UNKNOWN
    assert category_family("9220", on=date(2008, 1, 1)).family is Family.ASSOCIATION


def test_perimeter_version_is_the_day_of_the_last_change() -> None:
    found = [perimeter_version(date(year, 6, 1)) for year in (2007, 2010, 2026)]

    assert found == [None, date(2008, 1, 1), date(2018, 1, 1)]


@given(codes, naf, days)
def test_any_question_has_an_answer_and_only_in_gives_a_family(
    category: str, naf_code: str | None, on: date
) -> None:
    verdict = family(category, naf_code, on=on)

    assert (verdict.family is not None) == (verdict.standing is Standing.IN)
    assert verdict.reason.endswith(".")
    if legal_category(category) is None:
        assert verdict.standing is Standing.UNKNOWN


@given(codes, naf, days)
def test_activity_only_ever_takes_out(category: str, naf_code: str | None, on: date) -> None:
    alone, whole = category_family(category, on=on).family, family(category, naf_code, on=on).family

    assert whole in {alone, None}


@given(codes, naf, days)
def test_verdict_holds_through_a_version(category: str, naf_code: str | None, on: date) -> None:
    version = perimeter_version(on)
    start = version or on - timedelta(days=1)

    assert family(category, naf_code, on=start) == family(category, naf_code, on=on)


def test_perimeter_names_known_categories_only() -> None:
    assert [line.code for line in perimeter() if legal_category(line.code) is None] == []


def test_exclusions_name_known_activities_only() -> None:
    assert [line.code for line in exclusions() if activity(line.code, line.revision) is None] == []


def test_families_have_french_names() -> None:
    assert [name.label for name in Family] == [
        "association",
        "coopérative",
        "mutuelle",
        "fondation",
        "autre organisme privé à but non lucratif",
    ]


def test_revision_is_part_of_the_question() -> None:
    assert {line.revision for line in exclusions()} == set(Revision)
