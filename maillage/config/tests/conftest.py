"""What every test of this app may ask for."""

import pytest

from maillage.territories.models import Territory


@pytest.fixture(autouse=True)
def _little_world(request: pytest.FixtureRequest) -> Territory | None:
    """Load packs over a few communes, never over all of France."""
    with_database = request.node.get_closest_marker("django_db")
    return request.getfixturevalue("little_world") if with_database else None
