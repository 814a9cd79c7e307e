"""`maillage territories`: what it says, what it refuses."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from maillage.territories.tests.factories import make_commune, make_former

pytestmark = pytest.mark.django_db


def test_resolve_says_the_communes_of_today() -> None:
    make_former("88004", "Hameau", [make_commune("88002", "Aval"), make_commune("88001", "Amont")])
    said = StringIO()

    call_command("territories", "resolve", "88004", "--on", "2000-01-01", stdout=said)

    assert said.getvalue() == "88001 Amont\n88002 Aval\n"


def test_resolve_of_a_code_never_used_fails() -> None:
    with pytest.raises(CommandError, match="aucune commune d’aujourd’hui"):
        call_command("territories", "resolve", "99999")


@pytest.mark.parametrize(
    "arguments",
    [
        ["resolve", "88160", "--on", "hier"],
        ["import-shapes", "x.geojson", "--source", "IGN"],
        ["import-shapes", "x.geojson", "--level", "pays", "--source", "IGN"],
        ["import-distances", "x.csv"],
        ["import-distances", "absent.csv", "--source", "IGN"],
        ["dessiner"],
        [],
    ],
)
def test_wrong_question_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("territories", *arguments)
