"""What commands read on their line, and how they refuse the rest."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from maillage.config.arguments import day, instant, port


def test_day_instant_and_port_are_read() -> None:
    assert (day("2026-03-02"), port("8123")) == (date(2026, 3, 2), 8123)
    assert instant("2026-03-02T10:00") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert instant("2026-03-02T10:00Z") == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (day, "2026-02-30", "écrire un jour, AAAA-MM-JJ"),
        (day, "demain", "écrire un jour, AAAA-MM-JJ"),
        (instant, "2026-02-30T10:00", "écrire un instant"),
        (instant, "demain", "écrire un instant"),
        *((port, text, "de 1 à 65535") for text in ("0", "65536", "-1", "1.0", "٣", "", "9" * 5000)),
    ],
)
def test_what_is_none_is_refused_in_french(read: Callable[[str], object], text: str, said: str) -> None:
    with pytest.raises(ArgumentTypeError, match=said):
        read(text)
