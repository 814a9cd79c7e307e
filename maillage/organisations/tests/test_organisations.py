"""A structure is identified by the number that the law gives it, or by its name and place meanwhile."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from maillage.accounts.models import User
from maillage.accounts.tests.factories import acts, last_act, make_user
from maillage.base.errors import Conflict, Refusal
from maillage.organisations.actions import organisations as verbs
from maillage.organisations.models import Change, Organisation
from maillage.organisations.tests.factories import (
    AT,
    epinal,
    make_establishment,
    make_organisation,
    make_siren,
    sketch,
    strasbourg,
)

pytestmark = pytest.mark.django_db


def refused(**fields: object) -> str:
    with pytest.raises(ValidationError) as error:
        sketch(created_at=AT, updated_at=AT, **fields).full_clean()
    return " ".join(error.value.messages)


def test_numbered_structure_is_in_activity(agent: User) -> None:
    made = verbs.create(sketch(), by=agent, at=AT)

    assert (made.status, made.family) == ("active", "association")
    assert last_act() == f"organisations.created organisations.organisation:{made.pk}"


def test_structure_without_number_is_in_creation(agent: User) -> None:
    made = verbs.create(sketch(siren=""), by=agent, at=AT)

    assert made.status == "forming"
    assert made.identity == "sans numéro\xa0: son nom et sa commune l’identifient"


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        ({"siren": "732829320"}, "SIREN 732\xa0829\xa0320"),
        ({"siren": "", "rna": "W882001234"}, "RNA W882001234"),
    ],
)
def test_identity_says_which_number(fields: dict[str, str], identity: str) -> None:
    assert sketch(**fields).identity == identity


def test_association_of_alsace_is_in_the_register_of_its_court(agent: User) -> None:
    register = {"court": "Tribunal judiciaire de Strasbourg", "volume": "92", "folio": "210"}
    made = verbs.create(sketch(siren="", commune=strasbourg(), **register), by=agent, at=AT)

    assert made.status == "active"
    assert made.identity == "Tribunal judiciaire de Strasbourg, volume 92, folio 210"


def test_court_register_is_refused_elsewhere() -> None:
    assert "n’existe que dans le 57, le 67 et le 68" in refused(court="TJ", volume="1", folio="2")


def test_rna_is_refused_where_the_court_registers() -> None:
    said = refused(commune=strasbourg(), rna="W671001234")

    assert "elle est inscrite au registre du tribunal" in said


@pytest.mark.parametrize("missing", ["court", "volume", "folio"])
def test_entry_in_the_register_is_whole(missing: str) -> None:
    whole = {"court": "TJ", "volume": "1", "folio": "2", "commune": strasbourg()}

    assert "tribunal, volume et folio" in refused(**whole | {missing: ""})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"siren": "732829321"}, "Relisez groupe par groupe"),
        ({"rna": "W12"}, "W suivi de 9 chiffres"),
        ({"legal_category": "9999"}, "pas dans la table"),
        ({"legal_category": "92"}, "pas dans la table"),
        ({"activity": "99.99X"}, "pas dans la NAF"),
        ({"size_band": "12"}, "avec son année"),
        ({"size_band": "77", "size_year": 2023}, "pas dans la table"),
        ({"siren": ""}, "Sans numéro, elle est en création"),
        ({"status": "merged"}, "dit dans laquelle"),
    ],
)
def test_what_is_not_true_is_refused_in_words(fields: dict[str, object], sentence: str) -> None:
    assert sentence in refused(**fields)


@pytest.mark.parametrize(
    "values",
    [
        {"court": "TJ"},
        {"court": "TJ", "volume": "1", "folio": "1"},
        {"siren": ""},
        {"status": "merged"},
        {"size_band": "12"},
        {"family": "club"},
    ],
)
def test_database_refuses_the_same(values: dict[str, object]) -> None:
    made = make_organisation()

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=made.pk).update(**values)


def test_database_refuses_an_rna_in_local_law() -> None:
    made = make_organisation(commune=strasbourg())

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=made.pk).update(rna="W671001234")


def test_same_siren_is_refused(agent: User) -> None:
    siren = make_organisation().siren

    with pytest.raises(Refusal, match="Une structure porte déjà ce SIREN"):
        verbs.create(sketch(siren=siren), by=agent, at=AT)


def test_unknown_codes_give_no_family(agent: User) -> None:
    made = verbs.create(sketch(legal_category="", activity=""), by=agent, at=AT)

    assert made.family == ""
    assert made.verdict(AT.date()).reason == "La catégorie juridique n’est pas dans la table."


def test_family_follows_the_kernel(agent: User) -> None:
    made = verbs.create(sketch(legal_category="5195"), by=agent, at=AT)

    assert made.family == "cooperative"


def test_correction_is_saved_and_recorded(agent: User) -> None:
    made = make_organisation()
    made.address = "1 rue des Tilleuls"

    verbs.correct(made, version=1, fields=["address"], by=agent, at=AT)

    made.refresh_from_db()
    assert (made.address, made.version) == ("1 rue des Tilleuls", 2)
    assert last_act() == f"organisations.corrected organisations.organisation:{made.pk}"


def test_stale_correction_changes_nothing(agent: User) -> None:
    made = make_organisation(address="ici")
    verbs.correct(Organisation.objects.get(pk=made.pk), version=1, fields=["address"], by=agent, at=AT)
    made.address = "ailleurs"

    with pytest.raises(Conflict):
        verbs.correct(made, version=1, fields=["address"], by=agent, at=AT)

    assert Organisation.objects.get(pk=made.pk).address == "ici"


def test_first_number_registers_a_structure_in_creation(agent: User) -> None:
    made = verbs.create(sketch(siren=""), by=agent, at=AT)
    made.siren = make_siren()

    verbs.correct(made, version=1, fields=["siren"], by=agent, at=AT)

    change = Change.objects.get()
    assert Organisation.objects.get(pk=made.pk).status == "active"
    assert (change.kind, change.after) == ("registered", made.identity)
    assert acts()[-2:] == ["organisations.corrected", "organisations.registered"]


def test_number_of_an_active_structure_is_not_taken_away(agent: User) -> None:
    made = make_organisation()
    made.siren = ""

    with pytest.raises(Refusal, match="Sans numéro, elle est en création"):
        verbs.correct(made, version=1, fields=["siren"], by=agent, at=AT)


def test_siren_of_establishments_does_not_change(agent: User) -> None:
    made = make_organisation()
    make_establishment(made)
    made.siren = make_siren()

    with pytest.raises(Refusal, match="commencent par son SIREN actuel"):
        verbs.correct(made, version=1, fields=["siren"], by=agent, at=AT)


@pytest.mark.parametrize("status", ["closed", "merged"])
def test_past_structure_is_not_corrected(status: str, agent: User) -> None:
    into = make_organisation() if status == "merged" else None
    made = make_organisation()
    Organisation.objects.filter(pk=made.pk).update(status=status, merged_into=into)

    with pytest.raises(Refusal, match="rien n’y change plus"):
        verbs.correct(made, version=1, fields=["name"], by=agent, at=AT)


@pytest.mark.parametrize("role", ["", "elected", "finance", "partner", "administrator"])
def test_only_those_who_instruct_create(role: str) -> None:
    with pytest.raises(Refusal, match="Cet acte demande le rôle"):
        verbs.create(sketch(), by=make_user(role=role), at=AT)


def test_name_is_found_without_accents() -> None:
    made = make_organisation(name="Élan vosgien", acronym="ÉV", commune=epinal())

    assert made.folded.startswith("elan vosgien")
