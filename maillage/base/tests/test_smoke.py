import pytest
from maillage.accounts.models import User

@pytest.mark.django_db
def test_person_exists():
    User.objects.create(email="a@exemple.fr")
    assert User.objects.count() == 1
