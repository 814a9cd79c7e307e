"""The questions from a shell: 0 found, 1 unknown, 2 not well formed; nothing but Python is needed."""

import subprocess
import sys

import pytest

from maillage.kernels.nomenclature.cli import main
from maillage.kernels.nomenclature.tables import tables

FOUND = {
    "category 9260": "9260\tAssociation de droit local (Bas-Rhin, Haut-Rhin et Moselle)",
    "activity 8810a": "88.10A\tAide à domicile",
    "activity Q --revision rev2": "Q\tSanté humaine et action sociale",
    "activity 88.10G --revision 2025": "88.10G\tActivités d’action sociale à domicile",
    "correspondence 88.10A": "88.10G\tActivités d’action sociale à domicile",
    "correspondence 88.10G --revision 2025": "88.10A\tAide à domicile",
    "size NN": "NN\tUnité non employeuse ou effectif inconnu",
}


@pytest.mark.parametrize("line", FOUND)
def test_known_code_is_told_after_those_above_it(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 0
    assert capsys.readouterr().out.splitlines()[-1] == FOUND[line]


@pytest.mark.parametrize("line", ["category 9310", "activity 00.00Z", "correspondence 88.1", "size 99"])
def test_unknown_code_exits_one(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 1
    assert capsys.readouterr().out == f"Le code «\xa0{line.split()[1]}\xa0» n’est pas dans la table.\n"


@pytest.mark.parametrize(
    "line",
    [
        "category 922",
        "category neuf",
        "activity 88.10.A",
        "activity 88 --revision rev1",
        "size 1",
        "family 9220 88.10A",
        "family 9220 88.10A --on hier",
        "family 9220",
        "siren 9220",
        "",
    ],
)
def test_malformed_question_exits_two(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(line.split())

    assert stopped.value.code == 2
    assert capsys.readouterr().err


def test_malformed_code_is_told_how_to_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["activity", "aide"])

    assert "«\xa0aide\xa0»\xa0: écrire un code comme 88.10A" in capsys.readouterr().err


def test_family_is_told_with_its_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["family", "5195", "01.11Z", "--on", "2026-01-01"]) == 0

    told, proof = capsys.readouterr().out.splitlines()
    assert told == "coopérative\tdans\tLa catégorie juridique est dans la famille."
    assert proof.startswith("preuve\tcalibree\tSirene, stock de novembre 2022")
    assert proof.endswith("316 unités signalées fin 2022\xa0; coopérative malgré son libellé")


def test_excluded_activity_is_told_with_both_proofs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["family", "9220", "94.91Z", "--on", "2026-01-01"]) == 0

    told, *proofs = capsys.readouterr().out.splitlines()
    assert told.startswith("aucune famille\tactivite_exclue\t")
    assert len(proofs) == 2


@pytest.mark.parametrize("line", ["family 9310 88.10A", "family 9220 00.00Z"])
def test_family_of_an_unknown_code_exits_one(line: str) -> None:
    assert main([*line.split(), "--on", "2026-01-01"]) == 1


def test_tables_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables"]) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == list(tables())


def test_library_needs_nothing_but_python() -> None:
    command = [sys.executable, "-S", "-m", "maillage.kernels.nomenclature", "category", "9260"]

    done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 -- our own module

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, FOUND["category 9260"])
