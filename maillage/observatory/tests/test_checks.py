"""`maillage check` finds the chains of figures that come back to themselves."""

from datetime import UTC, datetime

import pytest

from maillage.observatory.checks import breaches
from maillage.observatory.models import Figure
from maillage.observatory.tests.factories import make_figure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_figures_in_order_break_nothing() -> None:
    make_figure("b", value=1, part_of=make_figure("a", value=1))

    assert list(breaches(AT)) == []


@pytest.mark.parametrize("name", ["part_of", "superseded_by"])
def test_chain_that_comes_back_is_a_breach(name: str) -> None:
    first = make_figure("a", value=1)
    make_figure("b", value=1, **{name: first})
    Figure.objects.filter(key="a").update(**{name: "b"})

    (breach,) = breaches(AT)

    assert (breach.invariant, breach.subject, breach.serious) == ("I8", "observatory.figure:a", True)
