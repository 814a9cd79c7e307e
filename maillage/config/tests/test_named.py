"""What each app offers is named in the list that runs it: there is no registry."""

from pathlib import Path

import pytest

import maillage
from maillage.config import clock, demonstration, integrity

APPS = Path(maillage.__path__[0])
LISTS = {
    "checks.py": [check.__module__ for check in integrity.CHECKS],
    "demo.py": [load.__module__ for load in demonstration.LOADERS],
    "due.py": [due.__module__ for _, due in clock.JOBS],
}


@pytest.mark.parametrize("name", LISTS)
def test_every_app_that_offers_one_is_named(name: str) -> None:
    offered = {f"maillage.{path.parent.name}.{path.stem}" for path in APPS.glob(f"*/{name}")}

    assert set(LISTS[name]) == offered
