"""One share of two different wholes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from maillage.observatory.findings.finding import Finding, Kind, Step
from maillage.observatory.findings.reading import Reading, grouped, order, parted
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words, origin, period_of, place

NUMBERS = {2: "deux", 3: "trois", 4: "quatre"}


def same_share_of_two_wholes(readings: Iterable[Reading]) -> Iterator[Finding]:
    """Yield each share that is given, at one time and with values that meet, of two different wholes."""
    shares = [reading for reading in readings if reading.denominator]
    for group in grouped(shares, lambda reading: reading.measures):
        for together in _linked(group):
            yield _two_wholes(together)


def _linked(group: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Yield the figures that lead to one another by clashing pairs."""
    clashing: dict[Reading, set[Reading]] = {reading: set() for reading in group}
    for one, other in combinations(group, 2):
        if (
            one.denominator != other.denominator
            and one.said.meets(other.said)
            and one.may_be_of_the_time_of(other)
        ):
            clashing[one].add(other)
            clashing[other].add(one)
    waiting = {reading for reading, others in clashing.items() if others}
    while waiting:
        found, ahead = set(), [waiting.pop()]
        while ahead:
            reading = ahead.pop()
            found.add(reading)
            ahead += clashing[reading] - found
        waiting -= found
        yield list(found)


def _two_wholes(readings: Sequence[Reading]) -> Finding:
    about, against = parted(readings)
    in_order = sorted(readings, key=lambda reading: order(reading.figure))
    of_each = {reading.denominator: reading.figure for reading in reversed(in_order)}
    first = sorted(of_each.values(), key=order)
    number = NUMBERS.get(len(first), str(len(first)))
    values = " et ".join(dict.fromkeys(in_words(figure) for figure in first))
    told = " et ".join(f"«\xa0{figure.denominator}\xa0» ({_where(figure, first)})" for figure in first)
    backing = "".join(f" {_backed(figure)}" for figure in against[:1])
    return Finding(
        kind=Kind.DENOMINATORS,
        about=about,
        against=against,
        sentence=f"{values} rapportés à {number} ensembles différents\xa0: {told}.",
        explanation="Un même pourcentage ne peut être juste pour deux ensembles de tailles différentes. "
        f"Il faut dire lequel est le bon.{backing}",
        steps=tuple(
            Step(
                term=f"{figure.denominator[:1].upper()}{figure.denominator[1:]}, {origin(figure)}",
                value=in_words(figure),
                figure=figure,
            )
            for figure in (*about, *against)
        ),
    )


def _where(figure: Figure, others: Sequence[Figure]) -> str:
    """Return the line alone where all come from one document."""
    same = len({other.source.key for other in others}) == 1
    return (place(figure) if same else "") or origin(figure)


def _backed(figure: Figure) -> str:
    return (
        f"La référence ({origin(figure)}) rapporte {in_words(figure)} à «\xa0{figure.denominator}\xa0»"
        f"{period_of(figure)}."
    )
