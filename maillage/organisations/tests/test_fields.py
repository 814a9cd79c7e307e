"""What a typed text names: a commune, an activity, a structure; and what is said when several answer."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from maillage.accounts.models import User
from maillage.organisations.forms import fields
from maillage.organisations.models import Organisation
from maillage.organisations.tests.factories import (
    epinal,
    make_establishment,
    make_organisation,
    strasbourg,
)
from maillage.territories.tests.factories import make_commune, make_former

pytestmark = pytest.mark.django_db


def refused(field: forms.Field, text: str) -> str:
    with pytest.raises(ValidationError) as error:
        field.clean(text)
    return str(error.value.messages[0])


@pytest.mark.parametrize("text", ["Épinal", "epinal", "88160", "Épinal (88160)", " ÉPINAL "])
def test_commune_is_found_by_name_or_code(text: str) -> None:
    epinal()

    assert fields.CommuneField().clean(text).code == "88160"


def test_namesakes_are_listed_with_their_codes() -> None:
    epinal()
    make_commune("88001", "Saint-Martin", population=10)
    make_commune("57001", "Saint-Martin", population=20)

    said = refused(fields.CommuneField(), "st martin")

    assert said.endswith(
        "Recopiez celle que vous voulez\xa0: Saint-Martin (57001)\xa0; Saint-Martin (88001)."
    )


def test_whole_name_wins_over_longer_ones() -> None:
    make_commune("88001", "Nancy", population=1)
    make_commune("88002", "Nancy-sur-Cluses", population=9)

    assert fields.CommuneField().clean("nancy").code == "88001"


def test_former_commune_leads_to_that_of_today() -> None:
    make_former("88999", "Ancienneville", [epinal()])

    assert fields.CommuneField().clean("ancienneville").code == "88160"


@pytest.mark.parametrize("text", ["Nulle-Part", "99999", "%", "88160 (99999)"])
def test_unknown_commune_is_refused(text: str) -> None:
    epinal()

    assert refused(fields.CommuneField(), text).startswith("Aucune commune ne porte ce nom")


def test_commune_that_ended_is_not_chosen() -> None:
    make_commune("88001", "Ancienne", ended=True)

    assert "Aucune commune" in refused(fields.CommuneField(), "Ancienne")


def test_stored_commune_is_shown_by_its_name() -> None:
    strasbourg()

    assert fields.CommuneField().prepare_value("67482") == "Strasbourg (67482)"


@pytest.mark.parametrize("text", ["88.10A", "8810a", "88.10A Aide à domicile", "aide domicile"])
def test_activity_is_found_by_code_or_words(text: str) -> None:
    assert fields.ActivityField().clean(text) == "88.10A"


@pytest.mark.parametrize(("text", "said"), [("culture", "Plusieurs réponses"), ("zzz", "Aucune activité")])
def test_activity_in_doubt_is_refused(text: str, said: str) -> None:
    assert refused(fields.ActivityField(), text).startswith(said)


@pytest.mark.parametrize("text", ["", " "])
def test_no_activity_stays_unknown(text: str) -> None:
    assert fields.ActivityField(required=False).clean(text) == ""


@pytest.fixture
def choice(agent: User) -> fields.OrganisationField:
    """The choice of a structure, for an agent."""
    field = fields.OrganisationField()
    field.rows = Organisation.objects.visible_to(agent)
    return field


@pytest.mark.parametrize(
    "text", ["732829320", "732 829 320 00074", "w882001234", "elan vosgien", "Élan vosgien (732829320)"]
)
def test_structure_is_found_by_number_or_name(text: str, choice: fields.OrganisationField) -> None:
    made = make_organisation(name="Élan vosgien", siren="732829320", rna="W882001234")
    make_organisation(name="Élan vosgien du sud")
    make_establishment(made, siret="73282932000074")

    assert choice.clean(text) == made


def test_structure_without_number_is_found_by_that_of_its_page(choice: fields.OrganisationField) -> None:
    made = make_organisation(name="Café", siren="", status="forming")

    assert choice.clean(choice.written(made)) == made


def test_structures_in_doubt_are_listed(choice: fields.OrganisationField) -> None:
    for name in ("Jardins de Metz", "Jardins de Toul"):
        make_organisation(name=name)

    assert refused(choice, "jardins").startswith("Plusieurs réponses. Recopiez celle que vous voulez")


def test_legal_categories_are_grouped() -> None:
    groups = dict(list(fields.legal_choices())[1:])

    assert ("9260", "9260 Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)") in groups[
        "Association loi 1901 ou assimilé"
    ]
