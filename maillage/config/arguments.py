"""What several commands read on their line: a day, an instant, a port; anything else is refused in French."""

from argparse import ArgumentTypeError
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

LAST_PORT, LONGEST = 65_535, 9


def day(text: str) -> date:
    """Read AAAA-MM-JJ."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"«\xa0{text}\xa0»\xa0: écrire un jour, AAAA-MM-JJ") from None


def instant(text: str) -> datetime:
    """Read an ISO date and time, Paris unless it says another zone."""
    try:
        read = parse_datetime(text)
    except ValueError:  # well formed, but on no calendar
        read = None
    if read is None:
        raise ArgumentTypeError(f"«\xa0{text}\xa0»\xa0: écrire un instant, AAAA-MM-JJTHH:MM")
    return read if timezone.is_aware(read) else timezone.make_aware(read)


def port(text: str) -> int:
    """Read the number of a port."""
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST and 0 < int(text) <= LAST_PORT):
        raise ArgumentTypeError(f"«\xa0{text}\xa0»\xa0: écrire un port, de 1 à {LAST_PORT}")
    return int(text)
