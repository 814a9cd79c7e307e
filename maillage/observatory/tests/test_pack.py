"""Loading the figures of a pack."""

from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.base.packs import PackError
from maillage.observatory.models import Figure
from maillage.observatory.pack import Loaded, load

pytestmark = pytest.mark.django_db
Pack = Callable[..., Path]


def counts(report: list[Loaded]) -> dict[str, tuple[int, ...]]:
    return {line.kind: (line.created, line.updated, line.unchanged, line.removed) for line in report}


def test_load_creates_what_the_pack_says(pack: Pack) -> None:
    report = load(pack())

    salaries = Figure.objects.get(key="salaries")
    assert counts(report)["chiffres"] == (2, 0, 0, 0)
    assert (salaries.value, salaries.bound, salaries.source_line, salaries.position) == (
        200000,
        "above",
        13,
        1,
    )


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


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("source: fiche\n    line", "source: autre\n    line", 17, "« autre » n’est déclaré nulle part"),
        ("key: benevoles", "key: salaries", 20, "la clé « salaries » est employée deux fois"),
        ("low: 950000", "low: 2000000", 20, "« figures.2 » : « low » dépasse « high »"),
        ("value: 200000", "note: rien", 9, "donner « value », ou « low » et « high »"),
        ("status: declared", "status: secret", 19, "« figures.1.status »"),
        ("period: 2022", "period: naguère", 26, "« figures.2.period »"),
        ("line: 13", "line: 0", 18, "« figures.1.line »"),
        ("key: salaries", "key: Salariés !", 9, "la forme n’est pas celle attendue"),
    ],
)
def test_load_refuses_and_writes_nothing(
    pack: Callable[..., Path], old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(PackError) as caught:
        load(pack(replace={old: new}))

    assert caught.value.line == line
    assert reason in caught.value.reason
    assert not Figure.objects.exists()
