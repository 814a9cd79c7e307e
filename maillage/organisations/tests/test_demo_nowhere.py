"""The demonstration's structures need a geography."""

from datetime import date

import pytest

from maillage.accounts import demo as accounts
from maillage.organisations import demo
from maillage.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


def test_nothing_is_made_where_no_commune_is_loaded() -> None:
    accounts.load(ON)

    demo.load(ON)

    assert not Organisation.objects.exists()
