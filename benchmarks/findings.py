"""What the rules cost over many figures: contradictions found among a thousand, and in the worst crowd."""

import argparse
import os
import random
from decimal import Decimal
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
os.environ.setdefault("MAILLAGE_SECRET_KEY", "only to read the settings, never to serve anything at all")
django.setup()

from maillage.base.dates import FuzzyDate  # noqa: E402 -- models need Django set up
from maillage.observatory.findings.found import find  # noqa: E402
from maillage.observatory.models import Figure, Source, Topic  # noqa: E402
from maillage.territories.models import Territory  # noqa: E402

RUNS = 5


def figures(count: int, seed: int, *, alike: int) -> list[Figure]:
    """Return figures, about so many of each quantity, over ten years, five sources and two territories."""
    chance = random.Random(seed)  # noqa: S311 -- figures, not secrets
    places = [
        Territory(pk=1, slug="FR", level="country", name="France"),
        Territory(pk=2, slug="R44", level="region", name="Grand Est"),
    ]
    sources = [
        Source(
            key=f"s{year}",
            title="S",
            publisher="P",
            dated=FuzzyDate.parse(str(year)),
            reference=year in {2023, 2024},
        )
        for year in range(2020, 2025)
    ]
    topic = Topic(key="t", title="T", position=1)
    return [
        Figure(
            key=f"f{number}",
            label=f"Chiffre {number}",
            quantity=f"q{number // alike}",
            value=Decimal(chance.randint(1, 1000)),
            unit=chance.choice(["%", "€", "salariés"]),
            denominator=chance.choice(["", "emploi", "emploi privé"]),
            period=FuzzyDate.parse(chance.choice(["?", *map(str, range(2013, 2023))])),
            territory=chance.choice(places),
            family=chance.choice(["", *Figure.Family.values]),
            part_of_id=f"f{number // alike * alike}" if number % alike > alike // 2 else None,
            breakdown="par an" if number % 2 else "",
            source=chance.choice(sources),
            topic=topic,
            position=number,
            status="declared",
        )
        for number in range(count)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("| figures | of one quantity | found | milliseconds of processor (median of 5) |")
    print("|---|---|---|---|")
    for alike in (5, 20, 100):
        rows = figures(asked.figures, asked.seed, alike=alike)
        times = []
        for _ in range(RUNS):
            began = process_time()
            found = find(rows)
            times.append(process_time() - began)
        print(f"| {len(rows)} | {alike} | {len(found.all)} | {sorted(times)[RUNS // 2] * 1000:.0f} |")


if __name__ == "__main__":
    main()
