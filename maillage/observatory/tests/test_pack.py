"""Loading the figures of a pack."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.loading import Loaded, settle
from maillage.base.packs import Fact, PackError
from maillage.observatory.facts import FigureFact, SourceFact, TopicFact
from maillage.observatory.models import Figure, Source, Topic
from maillage.observatory.pack import load as store

pytestmark = pytest.mark.django_db
Pack = Callable[..., Path]
FACT = {
    "key": "k",
    "topic": "t",
    "label": "L",
    "unit": "u",
    "period": "?",
    "territory": "T",
    "source": "s",
    "status": "final",
}


def load(folder: Path) -> list[Loaded]:
    return settle(store(folder))


def counts(report: list[Loaded]) -> dict[str, tuple[int, ...]]:
    return {line.kind: (line.created, line.updated, line.unchanged, line.removed) for line in report}


def test_load_creates_what_the_pack_says(pack: Pack) -> None:
    report = load(pack())

    salaries = Figure.objects.get(key="salaries")
    assert counts(report)["chiffres"] == (2, 0, 0, 0)
    assert salaries.value == Decimal(200000)
    assert (salaries.bound, salaries.source_line, salaries.position) == ("above", 13, 1)


def test_load_twice_changes_nothing(pack: Pack) -> None:
    load(pack())

    assert counts(load(pack())) == {"sources": (0, 0, 1, 0), "thèmes": (0, 0, 1, 0), "chiffres": (0, 0, 2, 0)}


def test_load_updates_an_altered_figure(pack: Pack) -> None:
    load(pack())

    report = load(pack(replace={"value: 200000": "value: 210000"}))

    assert counts(report)["chiffres"] == (0, 1, 1, 0)
    assert Figure.objects.get(key="salaries").value == 210000


def test_load_removes_what_the_pack_no_longer_says(pack: Pack) -> None:
    load(pack())
    Figure.objects.filter(key="salaries").update(key="calcule", from_pack=False)

    report = load(pack(replace={"key: benevoles": "key: benevoles-reguliers"}))

    assert counts(report)["chiffres"] == (2, 0, 0, 1)
    assert set(Figure.objects.values_list("key", flat=True)) == {"salaries", "benevoles-reguliers", "calcule"}


def test_load_removes_a_source_and_a_topic_that_nothing_needs(pack: Pack) -> None:
    spare = "  - {key: vide, title: V, publisher: R, dated: '?'}\ntopics:\n  - {key: vide, title: Vide}"
    load(pack(replace={"topics:": spare}))

    report = load(pack())

    assert counts(report) == {"sources": (0, 0, 1, 1), "thèmes": (0, 1, 0, 1), "chiffres": (0, 0, 2, 0)}


def test_load_keeps_what_a_figure_made_here_needs(pack: Pack) -> None:
    load(pack())
    Figure.objects.filter(key="salaries").update(key="calcule", from_pack=False)

    load(
        pack(
            replace={
                "key: fiche": "key: autre",
                "source: fiche": "source: autre",
                "source: fiche\n    status": "source: autre\n    status",
            }
        )
    )

    assert set(Source.objects.values_list("key", flat=True)) == {"autre", "fiche"}


def test_load_costs_the_same_at_any_length(pack: Pack, django_assert_num_queries: Any) -> None:
    load(pack())

    with django_assert_num_queries(9):
        load(pack())


NUMBERS = [
    "1e999999",
    "1E2",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1_000",
    "٣",
    "0x10",
    "+5",
    ".5",
    "5.",
    "1,5",
]


@pytest.mark.parametrize(
    "number", [*NUMBERS, "''", "~", "true", "1 000", "[1]", "{a: 1}", "9" * 5000, "1.23456"]
)
def test_load_refuses_what_is_no_plain_number(pack: Pack, number: str) -> None:
    with pytest.raises(PackError, match=r"figures\.1\.value.*(nombre|chiffres|décimales)"):
        load(pack(replace={"value: 200000": f"value: {number}"}))

    assert not Figure.objects.exists()


@given(st.decimals(-(10**15), 10**15, places=4))
def test_number_is_read_to_its_last_decimal(number: Decimal) -> None:
    fact = FigureFact.model_validate({**FACT, "value": f"{number:f}"})

    assert (fact.value, str(fact.value)[:2] == "-0") == (number, number < 0 and number > -1)


@pytest.mark.parametrize(("fact", "model"), [(SourceFact, Source), (TopicFact, Topic), (FigureFact, Figure)])
def test_no_text_of_the_pack_is_longer_than_its_column(fact: type[Fact], model: type[models.Model]) -> None:
    schema = fact.model_json_schema()["properties"].items()
    texts = {name: rule if "type" in rule else rule.get("anyOf", [{}])[0] for name, rule in schema}
    limits = {name: rule.get("maxLength") for name, rule in texts.items() if rule.get("type") == "string"}
    named = {
        name: {"place": "source_place", "part_of": "key", "superseded_by": "key"}.get(name, name)
        for name in limits
    }
    columns = {
        name: getattr(model._meta.get_field(column), "max_length", None) for name, column in named.items()
    }

    references = {"topic", "source", "territory", "dated", "period"}  # keys of others; dates bound themselves
    assert {name: limit for name, limit in limits.items() if limit != columns[name]}.keys() <= references


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("source: fiche\n    line", "source: autre\n    line", 17, "« autre » n’est déclaré nulle part"),
        ("key: benevoles", "key: salaries", 20, "la clé « salaries » est employée deux fois"),
        ("low: 950000", "low: 2000000", 20, "« figures.2 » : « low » dépasse « high »"),
        ("value: 200000", "note: rien", 9, "donnez « value », ou « low » et « high »"),
        ("status: declared", "status: secret", 19, "« figures.1.status »"),
        ("period: 2022", "period: naguère", 26, "« figures.2.period »"),
        ("line: 13", "line: 0", 18, "« figures.1.line »"),
        (
            "status: declared",
            "status: ~",
            19,
            "possible : 'declared', 'estimated', 'provisional', 'final' ou ",
        ),
        ("period: 2022", "period: 2022-13", 26, "il n’y a pas de mois ni de saison 13"),
        ("line: 13", "line: 99999999999999999999", 18, "le maximum est 1000000"),
        ("line: 13", "line: -1", 18, "le minimum est 1"),
        ("dated: 2022-03-22", "dated: 2022-03-22\n    address: javascript:alert(1)", 6, "https://"),
        ("dated: 2022-03-22", "dated: 2022-03-22\n    address: //exemple.fr", 6, "https://"),
        ("key: fiche", f"key: {'f' * 51}", 2, "trop long ; maximum : 50 caractères"),
        ("key: salaries", f"key: {'s' * 200}", 9, "trop long ; maximum : 80 caractères"),
        ("title: Emploi", f"title: {'E' * 101}", 7, "trop long ; maximum : 100 caractères"),
        ("territory: R44", "territory: R99", 16, "le territoire « R99 » n’existe pas"),
        ("line: 13", f"denominator: {'d' * 201}", 18, "trop long ; maximum : 200 caractères"),
        ("topics:", "  - {key: fiche, title: F, publisher: R, dated: '?'}\ntopics:", 6, "employée deux fois"),
        ("key: salaries", "key: Salariés !", 9, "« figures.1.key » : forme refusée"),
    ],
)
def test_load_refuses_and_writes_nothing(
    pack: Callable[..., Path], old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(PackError) as caught:
        load(pack(replace={old: new}))

    assert caught.value.line == line
    assert reason in caught.value.reason.replace("\xa0", " ")
    assert not Figure.objects.exists()
