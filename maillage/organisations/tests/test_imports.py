"""Structures brought in a file: by the rules of the form, all or none, without touching those known."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from maillage.accounts.models import User
from maillage.accounts.tests.factories import acts, client_of
from maillage.organisations import imports
from maillage.organisations.models import Organisation
from maillage.organisations.tests.factories import epinal, make_organisation, strasbourg

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of structures."""
    epinal()
    strasbourg()

    def make(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "structures.csv"
        path.write_text("\n".join(lines), encoding=encoding)
        return path

    return make


def run(path: Path, *options: str) -> str:
    """Return what the command says."""
    said = StringIO()
    call_command("organisations", "import", str(path), *options, stdout=said, stderr=said)
    return said.getvalue()


def refused(path: Path) -> tuple[str, str]:
    """Return the mistakes printed, and the last sentence."""
    said = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("organisations", "import", str(path), stdout=said, stderr=said)
    return said.getvalue(), str(error.value)


def test_structures_are_created_by_the_rules_of_the_form(write: Write) -> None:
    path = write(
        "nom;commune;siren;catégorie juridique;naf;tribunal;volume;folio;diffusion partielle",
        "Élan vosgien;Épinal;732 829 320;9220;88.10A;;;;non",
        "Jardin du Rhin;67482;;9260;;TJ de Strasbourg;12;34;oui",
        "Projet sans numéro;Épinal;;;;;;;",
    )

    said = run(path)

    first, second, third = Organisation.objects.order_by("pk")
    assert said.splitlines()[0] == "structures créées\xa0: 3"
    assert (first.siren, first.family, first.source_reference) == (
        "732829320",
        "association",
        "structures.csv",
    )
    assert (second.register, second.partial) == ("TJ de Strasbourg, volume 12, folio 34", True)
    assert (third.status, third.source) == ("forming", "file")
    assert acts() == ["organisations.created"] * 3


def test_trial_writes_nothing(write: Write) -> None:
    assert "Essai" in run(write("nom,commune", "Élan,Épinal"), "--dry-run")
    assert not Organisation.objects.exists()


def test_second_time_creates_nothing(write: Write) -> None:
    path = write(
        "nom,commune,siren,rna", "Élan,Épinal,732829320,", "Café,Épinal,,W882001234", "Idée,Épinal,,"
    )
    run(path)

    assert "déjà connues, laissées telles quelles\xa0: 3" in run(path)
    assert Organisation.objects.count() == 3


def test_known_structure_is_left_as_it_is(write: Write) -> None:
    made = make_organisation(siren="732829320", name="Nom d’ici")

    run(write("nom,commune,siren", "Nom du fichier,Strasbourg,732829320"))

    assert Organisation.objects.get() == made
    assert Organisation.objects.get().name == "Nom d’ici"


def test_one_mistake_brings_nothing_in(write: Write) -> None:
    path = write(
        "nom,commune,siren", "Juste,Épinal,732829320", "Faux,Épinal,732829321", "Où,Nulle-Part,", ",Épinal,"
    )

    mistakes, last = refused(path)

    assert [line.split(",")[0] for line in mistakes.splitlines()] == ["ligne 3", "ligne 4", "ligne 5"]
    assert "Relisez groupe par groupe" in mistakes
    assert last == "Import refusé, rien n’a changé. Lignes à corriger\xa0: 3."
    assert not Organisation.objects.exists()


def test_rule_of_the_register_is_said_with_its_line(write: Write) -> None:
    mistakes, _ = refused(write("nom,commune,rna", "Jardin,Strasbourg,W671001234"))

    assert mistakes.startswith("ligne 2, ")
    assert "elle est inscrite au registre du tribunal" in mistakes


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["nom", "Élan"], "il manque la colonne «\xa0commune\xa0»"),
        (["nom,commune", *["Élan,Épinal"] * (imports.MOST + 1)], "il a 501 lignes, le maximum est 500"),
    ],
)
def test_file_that_cannot_be_taken_in_is_refused(lines: list[str], sentence: str, write: Write) -> None:
    assert sentence in refused(write(*lines))[1]


def test_file_of_another_encoding_is_refused(write: Write) -> None:
    assert (
        "le texte n’est pas en UTF-8" in refused(write("nom,commune", "Élan,Épinal", encoding="latin-1"))[1]
    )


def test_export_is_read_back(agent: User, write: Write, tmp_path: Path) -> None:
    run(write("nom,commune,siren,adresse", "=Élan,Épinal,732829320,+3 rue du Canal"))
    taken = client_of(agent).post("/structures/export/")
    Organisation.objects.all().delete()
    path = tmp_path / "export.csv"
    path.write_bytes(taken.content)

    run(path)

    made = Organisation.objects.get()
    assert (made.name, made.siren, made.address) == ("=Élan", "732829320", "+3 rue du Canal")
