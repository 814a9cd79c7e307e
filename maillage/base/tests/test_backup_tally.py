import sqlite3
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.tally import Tally, amount_columns, tally
from maillage.kernels.journal.chain import Head

AMOUNTS = st.lists(st.decimals(0, 10**11, places=2, allow_nan=False), max_size=50)
WHOLE = Tally(
    counts={"case": 2}, sums={"case.amount": "12.30"}, head=Head(), migrations=["base.0001_initial"]
)


@given(AMOUNTS)
def test_sum_of_amounts_is_exact(amounts: list[Decimal]) -> None:
    copy = sqlite3.connect(":memory:")
    copy.execute('CREATE TABLE "case" (amount decimal)')
    copy.executemany('INSERT INTO "case" VALUES (?)', [(str(amount),) for amount in amounts])

    found = tally(lambda sql: copy.execute(sql).fetchall(), "sqlite", ["case.amount"])

    copy.close()
    assert found == Tally(
        counts={"case": len(amounts)},
        sums={"case.amount": str(sum(amounts, Decimal("0.00")))},
        head=Head(),
        migrations=[],
    )


def test_amounts_empty_or_absent_sum_to_zero() -> None:
    copy = sqlite3.connect(":memory:")
    copy.execute("CREATE TABLE delegation (ceiling decimal)")
    copy.execute("INSERT INTO delegation VALUES (NULL)")

    found = tally(lambda sql: copy.execute(sql).fetchall(), "sqlite", ["delegation.ceiling"])

    copy.close()
    assert (found.sums, found.rows) == ({"delegation.ceiling": "0.00"}, 1)


def test_same_figures_do_not_differ() -> None:
    assert WHOLE.differences(WHOLE) == []


def test_each_difference_is_said() -> None:
    other = Tally(counts={"case": 1}, sums={"case.amount": "12.29"}, head=Head(seq=1), migrations=[])

    assert WHOLE.differences(other) == [
        "lignes de la table case : 2 attendu, 1 trouvé.",
        "somme de case.amount : 12.30 attendu, 12.29 trouvé.",
        "La dernière entrée du journal n’est pas la même.",
        "Les migrations faites ne sont pas les mêmes.",
    ]


@pytest.mark.usefixtures("installed")
def test_amount_columns_are_found_in_the_models() -> None:
    assert "specimens_case.amount" in amount_columns()
    assert "specimens_case.rate" not in amount_columns()
