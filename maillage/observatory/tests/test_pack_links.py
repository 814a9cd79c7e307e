"""What figures of a pack say of one another, and what made them stay here."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.loading import settle
from maillage.base.packs import PackError
from maillage.observatory.links import loop
from maillage.observatory.models import Figure, Source
from maillage.observatory.pack import load

pytestmark = pytest.mark.django_db
Pack = Callable[..., Path]
PART = "    family: associations\n    part_of: salaries\n    breakdown: par famille"


def test_load_keeps_what_figures_say_of_one_another(pack: Pack) -> None:
    load(
        pack(
            replace={
                "label: Bénévoles": f"label: Part\n    quantity: part\n{PART}",
                "unit: salariés": "unit: salariés\n    counts: seat\n    perimeter: Insee 2018",
            }
        )
    )

    part, total = Figure.objects.get(key="benevoles"), Figure.objects.get(key="salaries")
    assert (part.part_of, part.breakdown, part.quantity) == (total, "par famille", "part")
    assert (total.quantity, total.counts, total.perimeter) == ("salaries", "seat", "Insee 2018")


def test_load_keeps_who_superseded_whom_and_where_it_stands(pack: Pack) -> None:
    later = "label: Bénévoles\n    quantity: salaries"
    changes = {"line: 13": "place: page 4\n    superseded_by: benevoles", "label: Bénévoles": later}
    load(pack(replace=changes))

    figure = Figure.objects.get(key="salaries")
    assert figure.superseded_by == Figure.objects.get(key="benevoles")
    assert (figure.source_line, figure.source_place) == (None, "page 4")


def test_load_removes_a_total_and_keeps_its_part(pack: Pack) -> None:
    load(pack(replace={"label: Bénévoles": f"label: Part\n{PART}"}))
    Figure.objects.filter(key="benevoles").update(from_pack=False)

    settle(load(pack(replace={"key: salaries": "key: autre"})))

    assert Figure.objects.get(key="benevoles").part_of is None


def test_load_marks_a_source_as_a_reference(pack: Pack) -> None:
    load(pack(replace={"publisher: RTES": "publisher: RTES\n    reference: true"}))

    assert Source.objects.get().reference


def test_load_leaves_a_figure_made_here_as_it_is(pack: Pack) -> None:
    load(pack())
    Figure.objects.filter(key="salaries").update(value=1, from_pack=False)

    settle(load(pack()))

    assert Figure.objects.get(key="salaries").value == Decimal(1)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        (
            "territory: R44",
            "territory: Région",
            16,
            "le territoire « Région » n’existe pas ; écrivez FR, R44",
        ),
        ("line: 13", "part_of: rien", 18, "« rien » n’est déclaré nulle part"),
        ("line: 13", "superseded_by: rien", 18, "« rien » n’est déclaré nulle part"),
        ("line: 13", "part_of: salaries", 18, "de proche en proche, « salaries » mène à lui-même"),
        ("line: 13", "superseded_by: benevoles", 18, "« benevoles » mesure autre chose"),
        ("line: 13", "line: 13\n    place: page 4", 9, "donnez « line » ou « place », pas les deux"),
        ("line: 13", "breakdown: par famille", 9, "« breakdown » demande « part_of »"),
        ("publisher: RTES", "publisher: RTES\n    reference: oui", 5, "écrivez true ou false"),
    ],
)
def test_load_refuses_a_link_that_does_not_hold(
    pack: Pack, old: str, new: str, line: int, reason: str
) -> None:
    with pytest.raises(PackError) as caught:
        load(pack(replace={old: new}))

    assert caught.value.line == line
    assert reason in caught.value.reason.replace("\xa0", " ")
    assert not Figure.objects.exists()


def test_load_refuses_a_loop_of_two(pack: Pack) -> None:
    changes = {"line: 13": "part_of: benevoles", "label: Bénévoles": "label: B\n    part_of: salaries"}

    with pytest.raises(PackError, match=r"figures\.yaml, ligne 18.*salaries.*mène à lui-même"):
        load(pack(replace=changes))


@given(st.permutations("abcdef"), st.data())
def test_chains_that_go_up_an_order_have_no_loop(keys: list[str], data: st.DataObject) -> None:
    above = {key: [None, *keys[rank + 1 :]] for rank, key in enumerate(keys)}
    links = {key: data.draw(st.sampled_from(choices)) for key, choices in above.items()}

    assert loop(links) == ()


@given(st.permutations("abcdef"), st.integers(1, 6))
def test_a_ring_is_found_whole(keys: list[str], size: int) -> None:
    ring = keys[:size]
    links = dict(zip(ring, ring[1:] + ring[:1], strict=True)) | dict.fromkeys(keys[size:], ring[0])

    assert set(loop(links)) == set(ring)
