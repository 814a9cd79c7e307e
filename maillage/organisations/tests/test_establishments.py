"""One row a SIRET: opened, closed, moved."""

import pytest
from django.db import IntegrityError, transaction

from maillage.accounts.models import User
from maillage.accounts.tests.factories import acts
from maillage.base.errors import Refusal
from maillage.organisations.actions import establishments as verbs
from maillage.organisations.models import Change, Establishment, Organisation
from maillage.organisations.tests.factories import (
    AT,
    LONG_AGO,
    ON,
    epinal,
    make_establishment,
    make_organisation,
    make_siren,
    make_siret,
    strasbourg,
)

pytestmark = pytest.mark.django_db


def site(organisation: Organisation, siret: str = "", **fields: object) -> Establishment:
    number = siret or make_siret(organisation.siren, 7)
    return Establishment(organisation=organisation, siret=number, commune=epinal(), **fields)


def test_establishment_is_added(agent: User) -> None:
    made = verbs.open_establishment(site(make_organisation()), by=agent, at=AT)

    assert Establishment.objects.get() == made
    assert acts() == ["organisations.establishment_opened"]


@pytest.mark.parametrize(
    ("siret", "sentence"),
    [
        ("73282932000074", "Le SIRET commence par le SIREN de la structure"),
        ("73282932000079", "La fin de ce SIRET est fausse"),
    ],
)
def test_siret_of_another_or_false_is_refused(siret: str, sentence: str, agent: User) -> None:
    with pytest.raises(Refusal, match=sentence):
        verbs.open_establishment(site(make_organisation(), siret), by=agent, at=AT)


def test_structure_without_siren_has_no_establishment(agent: User) -> None:
    made = make_organisation(siren="", status="forming")

    with pytest.raises(Refusal, match="Donnez d’abord le SIREN"):
        verbs.open_establishment(site(made, make_siret(make_siren())), by=agent, at=AT)


def test_second_head_office_is_refused(agent: User) -> None:
    made = make_organisation()
    make_establishment(made)

    with pytest.raises(Refusal, match="a déjà un siège ouvert"):
        verbs.open_establishment(site(made, is_head_office=True), by=agent, at=AT)


def test_database_refuses_a_second_head_office() -> None:
    made = make_organisation()
    make_establishment(made)
    second = make_establishment(made, is_head_office=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        Establishment.objects.filter(pk=second.pk).update(is_head_office=True)


def test_establishment_is_closed(agent: User) -> None:
    made = make_establishment(make_organisation(), is_head_office=False)

    verbs.close_establishment(made, on=ON, by=agent, at=AT)

    assert Establishment.objects.get().closed_on == ON


def test_head_office_moves_or_closes_with_its_structure(agent: User) -> None:
    made = make_establishment(make_organisation())

    with pytest.raises(Refusal, match="C’est le siège"):
        verbs.close_establishment(made, on=ON, by=agent, at=AT)


def test_closing_before_opening_is_refused(agent: User) -> None:
    made = make_establishment(make_organisation(), is_head_office=False, opened_on=ON)

    with pytest.raises(Refusal, match="ne ferme pas avant d’avoir ouvert"):
        verbs.close_establishment(made, on=LONG_AGO, by=agent, at=AT)


def moved(organisation: Organisation, agent: User) -> Establishment:
    former, siret = make_establishment(organisation), make_siret(organisation.siren, 9)
    place, address = strasbourg(), "1 quai Neuf"
    return verbs.move_establishment(
        former, siret=siret, commune=place, address=address, on=ON, by=agent, at=AT
    )


def test_move_replaces_the_former_establishment(agent: User) -> None:
    organisation = make_organisation()
    new = moved(organisation, agent)

    former = Establishment.objects.get(replaced_by=new)
    assert (former.closed_on, new.opened_on, new.is_head_office) == (ON, ON, True)
    change = Change.objects.get()
    assert (change.kind, change.before, change.after) == ("moved", str(former), str(new))


def test_structure_follows_its_head_office(agent: User) -> None:
    organisation = make_organisation()
    moved(organisation, agent)

    organisation.refresh_from_db()
    assert (organisation.commune_id, organisation.address) == ("67482", "1 quai Neuf")


def test_move_into_local_law_asks_for_the_court_register_first(agent: User) -> None:
    """An association with an RNA number does not keep it in Alsace: nothing moves until that is settled."""
    organisation = make_organisation(rna="W882001234")

    with pytest.raises(Refusal, match="elle est inscrite au registre du tribunal"):
        moved(organisation, agent)

    assert Establishment.objects.filter(closed_on__isnull=False).count() == 0


def test_move_to_the_same_siret_is_refused(agent: User) -> None:
    former = make_establishment(make_organisation())

    with pytest.raises(Refusal, match="le même que l’ancien"):
        verbs.move_establishment(former, siret=former.siret, commune=epinal(), on=ON, by=agent, at=AT)


def test_closed_establishment_moves_no_more(agent: User) -> None:
    former = make_establishment(make_organisation(), closed_on=ON)

    with pytest.raises(Refusal, match="déjà fermé"):
        verbs.move_establishment(former, siret="1", commune=epinal(), on=ON, by=agent, at=AT)
