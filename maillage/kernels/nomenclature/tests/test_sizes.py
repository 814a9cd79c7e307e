"""Size bands: they part the integers in order, and NN is none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernels.nomenclature.errors import BadHeadcount
from maillage.kernels.nomenclature.sizes import SizeBand, band_of, size_band, size_bands

INTERVALS = [band for band in size_bands() if band.low is not None]


def holds(band: SizeBand, headcount: int) -> bool:
    return band.low is not None and band.low <= headcount and (band.high is None or headcount <= band.high)


def test_codes_are_those_of_sirene_in_order() -> None:
    codes = "NN 00 01 02 03 11 12 21 22 31 32 41 42 51 52 53"

    assert [band.code for band in size_bands()] == codes.split()


def test_each_band_starts_where_the_one_before_ends() -> None:
    ends = [band.high for band in INTERVALS[:-1]]

    assert ends == [(band.low or 0) - 1 for band in INTERVALS[1:]]
    assert (INTERVALS[0].low, INTERVALS[-1].high) == (0, None)


@given(st.integers(min_value=0, max_value=10**7))
def test_every_headcount_is_in_one_band_only(headcount: int) -> None:
    assert len([band for band in INTERVALS if holds(band, headcount)]) == 1


@given(st.integers(min_value=1, max_value=10**7))
def test_band_of_a_headcount_holds_it(headcount: int) -> None:
    found = band_of(headcount)

    assert found is not None
    assert holds(found, headcount)


def test_nn_is_no_interval_and_is_not_zero() -> None:
    unknown, zero = size_band("NN"), size_band("00")

    assert unknown is not None
    assert zero is not None
    assert (unknown.low, unknown.high) == (None, None)
    assert (zero.low, zero.high) == (0, 0)


def test_zero_alone_has_no_band() -> None:
    assert band_of(0) is None


@given(st.integers(max_value=-1))
def test_negative_headcount_is_refused(headcount: int) -> None:
    with pytest.raises(BadHeadcount, match="Un effectif ne peut être négatif"):
        band_of(headcount)


@given(st.text(max_size=3))
def test_unknown_band_stays_unknown(text: str) -> None:
    found = size_band(text)

    assert found is None or found.code == text
