"""The demonstration's other member."""

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.accounts.tests.factories import ON
from maillage.network import demo_members
from maillage.network.models import MemberSheet

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("grand_est", "agent")
def test_invented_region_is_imported_once_and_marked(client: Client) -> None:
    for _ in range(2):
        demo_members.load(ON)

    kept = MemberSheet.objects.get()
    told = client.get(kept.get_absolute_url()).content.decode()
    assert "(démonstration)" in kept.member.name
    assert "par famille" in told
    assert "Grand Est" not in kept.document


def test_without_a_pack_nothing_is_imported(agent: User) -> None:
    demo_members.load(ON)

    assert agent.is_active
    assert not MemberSheet.objects.exists()
