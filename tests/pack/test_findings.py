"""What the rules find in the Grand Est pack; and that it follows the pack, whose names they do not know."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from maillage.observatory.findings.finding import Kind
from maillage.observatory.findings.found import find
from maillage.observatory.models import Figure
from maillage.observatory.pack import load
from maillage.territories.tests.factories import make_region

pytestmark = pytest.mark.django_db
RULES = Path(settings.ROOT / "maillage/observatory/findings")


@pytest.fixture
def found(tmp_path):
    """Give a function that loads the pack, altered, and returns what is found by kind and figures."""
    make_region()

    def altered(*changes):
        folder = tmp_path / "pack"
        shutil.copytree(settings.PACK, folder)
        path = folder / "figures.yaml"
        for key, old, new in changes:
            path.write_text(_changed(path.read_text(), key, old, new))
        load(folder)
        findings = find(Figure.objects.ready())
        return {(one.kind, *(figure.key for figure in one.about)) for one in findings.all}

    return altered


def _changed(text, key, old, new):
    """Change one field of one figure."""
    before, after = re.split(rf"(?=^  - key: {key}$)", text, maxsplit=1, flags=re.MULTILINE)
    assert old in after
    return before + after.replace(old, new, 1)


SHARES = (Kind.DENOMINATORS, "part-emploi-salarie", "part-emploi-prive")
COMMUNES = (Kind.REFERENCE, "communes")
PAYROLL = (Kind.FAMILIES, "masse-salariale-associations", "masse-salariale-cooperatives")
FOUR = ("associations", "cooperatives", "mutuelles", "fondations")
BUDGET = ("budget", "budget-fonctionnement", "budget-investissement")
FRANCE = ("salaries-france-2019", *(f"salaries-{name}-france-2019" for name in FOUR))
REPEATED = ("salaries", "salaries-masse-salariale")
FAMILIES = ("part-associations", "part-cooperatives", "part-fondations", "part-mutuelles")


def test_known_contradictions_are_found(found):
    assert found() == {
        SHARES,
        COMMUNES,
        PAYROLL,
        (Kind.REFERENCE, "part-emploi-salarie-france"),
        (Kind.COMPARISON, "part-emploi-prive", "part-emploi-salarie-france"),
        (Kind.PRECISION, *REPEATED),
    }


@pytest.mark.parametrize(
    ("gone", "key", "old", "new"),
    [
        (COMMUNES, "communes", "value: 5196", "value: 5115"),
        (COMMUNES, "communes", 'period: "?"', "period: 2015"),
        (SHARES, "part-emploi-prive", "value: 11.4", "value: 14.2"),
        (PAYROLL, "masse-salariale-cooperatives", "quantity: masse-salariale", "quantity: autre"),
        (
            (Kind.PRECISION, *REPEATED),
            "salaries",
            "bound: above",
            "bound: exact",
        ),
    ],
)
def test_finding_goes_with_what_caused_it(found, gone, key, old, new):
    assert gone not in found((key, old, new))


def value(key, old, new):
    return key, f"value: {old}", f"value: {new}"


@pytest.mark.parametrize(
    ("kind", "about", "changes"),
    [
        (Kind.TOTAL, BUDGET, [value("budget-investissement", 1500000, 1200000)]),
        (Kind.ROUNDING, BUDGET, [value("budget-investissement", 1500000, 1400000)]),
        (Kind.TOTAL, FAMILIES, [value("part-associations", 77, 87)]),
        (Kind.ROUNDING, FAMILIES, [value("part-associations", 77, 78)]),
        (Kind.TOTAL, FRANCE, [value("salaries-mutuelles-france-2019", 137000, 1370000)]),
        (
            Kind.TOTAL,
            ("benevoles", "benevoles-reguliers"),
            [("benevoles-reguliers", "380000", "3800000"), ("benevoles-reguliers", "420000", "4200000")],
        ),
        (
            Kind.REFERENCE,
            ("cantons",),
            [value("cantons-2018", 200, 201), ("cantons-2018", "contours-2018", "decoupage-2026")],
        ),
        (Kind.TWICE, REPEATED, [value("salaries-masse-salariale", 200000, 180000)]),
        (Kind.BREAK, ("communes-2026",), [("communes-2026", "method: Compte des", "method: Liste des")]),
    ],
)
def test_finding_comes_with_what_causes_it(found, kind, about, changes):
    assert (kind, *about) in found(*changes)


def test_no_rule_knows_the_pack(found):
    code = "\n".join(path.read_text() for path in RULES.glob("*.py"))
    found()

    # A law is a number that rules know, and the whole in per cent.
    assert set(re.findall(r"\d{3,}", code.replace("2014-856", ""))) == {"100"}
    for figure in Figure.objects.all():
        assert f'"{figure.key}"' not in code
        assert f'"{figure.quantity}"' not in code
