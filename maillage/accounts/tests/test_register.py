"""The register says everything that is kept, and the page shows it to anyone."""

import html
import re

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.test import Client

from maillage.accounts.register import Rule, holdings, private_fields, rules, table, treatments
from maillage.accounts.retention import reached
from maillage.accounts.tests.factories import AT
from maillage.base.privacy import Tag

ALL = apps.get_models(include_auto_created=True)
HELD = dict(holdings())
PRIVATE = [model for model in ALL if private_fields(model)]


@pytest.fixture
def text(db: None) -> str:  # noqa: ARG001 -- the page counts on the database
    return html.unescape(Client().get("/donnees-personnelles/").content.decode())


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_every_table_with_personal_data_belongs_to_one_treatment(model: type) -> None:
    owners = [one.key for one in treatments() if model in map(table, one.holds)]

    assert len(owners) == 1


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model._meta.label)
def test_every_private_field_is_exported_or_withheld_with_its_reason(model: type) -> None:
    missing = set(private_fields(model)) - set(HELD[model].exported(model))

    assert missing == set()
    assert all(HELD[model].withheld.values())
    assert set(HELD[model].withheld) <= set(private_fields(model))


def test_every_held_table_says_how_it_leads_to_a_person() -> None:
    read_by_code = {"sessions.session", "base.journalpayload", "base.mail"}
    without = [
        model._meta.label_lower
        for model, held in HELD.items()
        if not (held.keys or held.references or held.addresses or held.mentions)
    ]

    assert set(without) == read_by_code


def test_every_field_named_by_the_register_is_one_of_its_table() -> None:
    for model, held in HELD.items():
        named = {
            *held.beside,
            *held.labels,
            *held.withheld,
            *held.addresses,
            *held.references,
            *held.mentions,
        }
        assert named <= {field.name for field in model._meta.get_fields()}


def test_library_tables_are_named_in_french() -> None:
    libraries = {"account", "socialaccount", "mfa", "sessions"}
    named = [
        (held.title_of(model), held.private_labels(model))
        for model, held in HELD.items()
        if model._meta.app_label in libraries
    ]

    assert [
        names for names in named if re.search(r"user|created|uid|authenticator", str(names).lower())
    ] == []


def test_everything_kept_after_an_erasure_says_why() -> None:
    assert [model for model, held in HELD.items() if held.erasure == "keep" and not held.why] == []


def test_no_treatment_names_a_table_without_personal_data() -> None:
    assert [model._meta.label for model in HELD if model not in PRIVATE] == []


def test_sensitive_fields_never_leave() -> None:
    sensitive = [
        (model, name)
        for model in HELD
        for name in private_fields(model)
        if getattr(model, "tags", {}).get(name) == Tag.SENSITIVE
    ]

    assert [name for model, name in sensitive if name not in HELD[model].withheld] == []


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.key)
def test_rule_reads_true_columns(rule: Rule, db: None) -> None:  # noqa: ARG001 -- it queries
    try:
        found = reached(rule, AT)
    except FieldError as error:
        pytest.fail(str(error))

    assert found == []


def test_every_treatment_ends_by_a_known_rule() -> None:
    assert [one.key for one in treatments() if not one.durations()] == []
    assert set(rules()) == {key for one in treatments() for key in one.rules}


def test_no_duration_is_claimed_to_be_settled() -> None:
    assert [rule.key for rule in rules().values() if rule.validated] == []


@pytest.mark.parametrize("months", [(36, "3\xa0ans après"), (12, "1\xa0an après"), (6, "6 mois après")])
def test_duration_is_said_in_words(months: tuple[int, str]) -> None:
    number, words = months

    assert Rule(key="k", label="l", model="m", start="après", basis="b", months=number).lasts() == words


def test_visitor_reads_the_register(text: str) -> None:
    for one in treatments():
        assert one.title in text
        assert one.purpose in text
        assert one.legal_basis() in text


def test_register_names_the_data_and_who_reads_them(text: str) -> None:
    assert "Adresse électronique, nom" in text
    assert "Protection des données" in text


def test_durations_not_settled_are_marked(text: str) -> None:
    shown = sum(len(one.rules) for one in treatments())

    assert text.count("à valider par les archives") == shown


def test_register_follows_the_validation_of_a_rule(monkeypatch: pytest.MonkeyPatch, db: None) -> None:  # noqa: ARG001
    settled = rules()["old_mails"].model_copy(update={"validated": True})
    monkeypatch.setitem(rules(), "old_mails", settled)

    assert b"valid\xc3\xa9e par les archives" in Client().get("/donnees-personnelles/").content


def test_footer_leads_to_the_register(db: None) -> None:  # noqa: ARG001 -- the page counts on the database
    assert b'href="/donnees-personnelles/"' in Client().get("/compte/connexion/").content
