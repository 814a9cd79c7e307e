"""Every invariant of the installation: each app's `checks.breaches(at)`, named here one by one."""

from collections.abc import Callable, Iterator
from datetime import datetime

from maillage.base import checks as base
from maillage.base.integrity import Breach
from maillage.base.snapshot import snapshot
from maillage.network import checks as network
from maillage.observatory import checks as observatory
from maillage.organisations import checks as organisations

CHECKS: list[Callable[[datetime], Iterator[Breach]]] = [
    base.breaches,
    organisations.breaches,
    observatory.breaches,
    network.breaches,
]


def breaches(at: datetime) -> Iterator[Breach]:
    """Yield what each app finds wrong, all of it seen at one instant while people go on working."""
    with snapshot():
        for check in CHECKS:
            yield from check(at)
