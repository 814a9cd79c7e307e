"""What geography costs: loading all of France, finding a commune, drawing the 150 EPCI of a region.

`python benchmarks/territories.py [--repeat N] [--shapes FILE...]`, in a database of its own, on SQLite or on
the server of MAILLAGE_DATABASE. `--shapes`: GeoJSON of communes, to time the import and weigh the map.
Exits 1 where the 95th percentile of a search passes 20 ms.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

SEARCHES = (
    "épinal", "st die", "strasb", "saint", "e", "88000", "67", "vosges", "chalons champagne", "die vosges",
    "l isle", "la", "paris", "67482", "CC", "aucune",
)  # fmt: skip
TARGET_MS = 20


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--shapes", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
    os.environ.setdefault("MAILLAGE_DEBUG", "1")

    import django  # noqa: PLC0415 -- after the settings are named

    django.setup()
    from django.test.utils import setup_databases, teardown_databases  # noqa: PLC0415 -- the same

    made = setup_databases(verbosity=0, interactive=False)
    try:
        return _measure(options.repeat, options.shapes)
    finally:
        teardown_databases(made, verbosity=0)


def _measure(repeat: int, shapes: list[Path]) -> int:
    from django.db import connection, transaction  # noqa: PLC0415 -- after django.setup
    from django.utils import timezone  # noqa: PLC0415 -- the same

    from maillage.territories import pack, picture  # noqa: PLC0415 -- the same
    from maillage.territories.models import Territory  # noqa: PLC0415 -- the same
    from maillage.territories.search import search, search_formers  # noqa: PLC0415 -- the same

    def load() -> None:
        with transaction.atomic():
            pack.load_reference(at=timezone.now())

    print(f"Engine: {connection.vendor}\n\n| what | median | p95 |\n|---|---|---|")
    print(f"| load all of France | {_seconds(load):.1f} s | |")
    print(f"| load it again, unchanged | {_seconds(load) * 1000:.0f} ms | |")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = [_seconds(lambda: list(search(words))) for words in SEARCHES for _ in range(repeat)]  # noqa: B023
    slow = _line(f"search, {len(SEARCHES)} kinds of words", times)
    _line("search among former communes", [_seconds(lambda: list(search_formers(w))) for w in SEARCHES])  # noqa: B023
    region = Territory.objects.get(slug="R44")
    _line("map of 10 departments", [_seconds(lambda: picture.of(region)) for _ in range(repeat)])
    if shapes:
        _import(shapes)
        drawn = picture.of(region, Territory.Level.EPCI)
        weight = sum(len(area.path) for area in drawn.map.areas) if drawn else 0
        _line(
            f"map of 150 EPCI, {weight / 1000:.0f} kB of paths",
            [_seconds(lambda: picture.of(region, Territory.Level.EPCI)) for _ in range(repeat)],
        )
    return int(slow > TARGET_MS)


def _import(shapes: list[Path]) -> None:
    from django.utils import timezone  # noqa: PLC0415 -- after django.setup

    from maillage.territories.actions.brought import Origin  # noqa: PLC0415 -- the same
    from maillage.territories.actions.communes import import_communes  # noqa: PLC0415 -- the same
    from maillage.territories.outlines import read  # noqa: PLC0415 -- the same

    began = perf_counter()
    outlines = [outline for path in shapes for outline in read(path)]
    origin = Origin(source="benchmark", files={}, by="commande", at=timezone.now())
    import_communes(outlines, origin=origin)
    print(f"| import {len(outlines)} commune shapes, make the EPCI | {perf_counter() - began:.1f} s | |")


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _line(what: str, times: list[float]) -> float:
    """Print a line; return the 95th percentile, in milliseconds."""
    slow = quantiles(times, n=20)[-1] * 1000
    print(f"| {what} | {median(times) * 1000:.1f} ms | {slow:.1f} ms |")
    return slow


if __name__ == "__main__":
    sys.exit(main())
