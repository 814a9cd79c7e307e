"""What every test of this app may ask for."""

import pytest

from maillage.network.tests.factories import make_places


@pytest.fixture(autouse=True)
def _places(request: pytest.FixtureRequest) -> None:
    """Load packs over a few communes, never over all of France."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        make_places()
