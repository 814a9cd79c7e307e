"""Importing centres of communes, perimeters and distances."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from maillage.territories.models import Distance, Import, Territory
from maillage.territories.tests.brought import bring
from maillage.territories.tests.factories import make_former

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("little_world")]


def written(folder: Path, content: str) -> Path:
    path = folder / "apporté.csv"
    path.write_text(content)
    return path


def refusal(verb: str, path: Path) -> str:
    with pytest.raises(CommandError) as caught:
        bring(verb, path)
    assert not Import.objects.exists()
    return str(caught.value).replace("\xa0", " ").removeprefix("Import refusé, rien n’a changé. ")


def place(slug: str) -> Territory:
    return Territory.objects.get(slug=slug)


def test_centres_place_communes_and_what_they_are_in(tmp_path: Path) -> None:
    said = bring(
        "import-centroids", written(tmp_path, "code;latitude;longitude\n88160;48,19;6,46\n99999;0;0\n")
    )

    assert (place("88160").point, place("88160").position) == ((48.19, 6.46), "official")
    assert place("200068757").point == (48.19, 6.46)
    assert "communes placées : 1" in said
    assert "codes laissés : 1" in said


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("88160,x,6", "apporté.csv, ligne 2 : « x » n’est pas un nombre."),
        ("88160,91,6", "apporté.csv, ligne 2 : la latitude va de -90 à 90"),
        ("88160,48.1,6\n88160,48.1,6", "apporté.csv, ligne 3 : la commune 88160 est déjà placée plus haut."),
        (
            "88160,6.45,48.18",
            "La moitié des communes se déplaceraient de plus de 60 km. Vérifiez que latitude",
        ),
        ("99999,48,6", "Aucune ligne ne porte le code d’une commune d’aujourd’hui."),
        ("", "Aucune ligne ne porte le code d’une commune d’aujourd’hui."),
    ],
)
def test_wrong_centres_are_refused(tmp_path: Path, lines: str, reason: str) -> None:
    before = place("88160").point

    assert refusal("import-centroids", written(tmp_path, f"code,latitude,longitude\n{lines}\n")).startswith(
        reason
    )
    assert place("88160").point == before


PERIMETERS = "kind,code,name,communes\n"


def test_perimeters_hold_their_communes(tmp_path: Path) -> None:
    make_former("67999", "Ancienne", [place("67482")])
    path = written(
        tmp_path, PERIMETERS + "qpv,QN06701M,Quartier,67999\nagence,NORD,Agence du Nord,08105 51454\n"
    )

    bring("import-perimeters", path)

    agency = place("AG-NORD")
    assert [row.name for row in agency.communes.order_by("code")] == ["Charleville-Mézières", "Reims"]
    assert (agency.department, str(agency.region), agency.origin) == (None, "Grand Est", "Essai 2026")
    assert [row.code for row in place("QN06701M").communes.all()] == ["67482"]


def test_perimeter_no_longer_listed_ends_and_others_stay(tmp_path: Path) -> None:
    bring(
        "import-perimeters", written(tmp_path, PERIMETERS + "qpv,QN06701M,A,67482\nagence,NORD,Nord,08105\n")
    )

    said = bring("import-perimeters", written(tmp_path, PERIMETERS + "qpv,QN06702M,B,67482\n"))

    assert "finis : 1" in said
    assert (place("QN06701M").ended, place("AG-NORD").ended) == (True, False)
    assert place("AG-NORD").communes.count() == 1


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "ville,A,Nom,67482",
            "apporté.csv, ligne 2 : la nature « ville » n’existe pas ; possible : qpv, agence.",
        ),
        ("qpv,67482,Nom,67482", "apporté.csv, ligne 2 : le code « 67482 » n’a pas la forme attendue"),
        ("qpv,QN06701M,,67482", "apporté.csv, ligne 2 : le nom doit avoir de 1 à 200 signes."),
        ("qpv,QN06701M,Nom,", "apporté.csv, ligne 2 : il manque les codes des communes."),
        ("qpv,QN06701M,Nom,00000", "apporté.csv, ligne 2 : « 00000 » n’est pas le code d’une commune."),
        (
            "qpv,QN06701M,A,67482\nqpv,QN06701M,B,67482",
            "apporté.csv, ligne 3 : ce périmètre est déjà donné plus haut.",
        ),
        ("", "Le fichier ne contient aucun périmètre."),
    ],
)
def test_wrong_perimeters_are_refused(tmp_path: Path, lines: str, reason: str) -> None:
    assert refusal("import-perimeters", written(tmp_path, f"{PERIMETERS}{lines}\n")).startswith(reason)
    assert not Territory.objects.filter(level__in=["qpv", "agency"]).exists()


MATRIX = "from,to,km,minutes\n"


def test_matrix_replaces_the_one_before(tmp_path: Path) -> None:
    Distance.objects.create(start=place("88160"), end=place("67482"), km=Decimal(150))

    said = bring(
        "import-distances", written(tmp_path, MATRIX + "67482,57463,163.456,104.96\n246700488,57463,164,\n")
    )

    rows = Distance.objects.order_by("km").values_list("start__slug", "end__slug", "km", "minutes")
    assert list(rows) == [
        ("67482", "57463", Decimal("163.46"), Decimal("105.0")),
        ("246700488", "57463", Decimal(164), None),
    ]
    assert "remplacés : 1" in said


def test_minutes_are_optional(tmp_path: Path) -> None:
    bring("import-distances", written(tmp_path, "from;to;km\n67482;57463;163,4\n"))

    assert Distance.objects.get().minutes is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "67482,00000,1,",
            "apporté.csv, ligne 2 : « 00000 » n’est pas l’identifiant d’un territoire d’aujourd’hui.",
        ),
        ("67482,67482,1,", "apporté.csv, ligne 2 : le départ et l’arrivée sont le même territoire."),
        ("67482,57463,loin,", "apporté.csv, ligne 2 : « loin » n’est pas un nombre."),
        ("67482,57463,-1,", "apporté.csv, ligne 2 : une distance et une durée vont de 0 à 20 000."),
        ("67482,57463,160,-5", "apporté.csv, ligne 2 : une distance et une durée vont de 0 à 20 000."),
        ("67482,57463,90,", "apporté.csv, ligne 2 : la route est plus courte que la ligne droite (130 km)."),
        ("67482,57463,163,\n67482,57463,164,", "apporté.csv, ligne 3 : ce trajet est déjà donné plus haut."),
        ("", "Le fichier ne contient aucun trajet : la matrice en place est gardée."),
    ],
)
def test_wrong_matrix_is_refused_and_the_one_before_stays(tmp_path: Path, lines: str, reason: str) -> None:
    Distance.objects.create(start=place("88160"), end=place("67482"), km=Decimal(150))

    assert refusal("import-distances", written(tmp_path, f"{MATRIX}{lines}\n")) == reason
    assert Distance.objects.get().km == 150


@pytest.mark.parametrize("verb", ["import-centroids", "import-perimeters", "import-distances"])
def test_dry_run_writes_nothing(tmp_path: Path, verb: str) -> None:
    content = {
        "import-centroids": "code,latitude,longitude\n88160,48.19,6.46\n",
        "import-perimeters": PERIMETERS + "qpv,QN06701M,Quartier,67482\n",
        "import-distances": MATRIX + "67482,57463,163,\n",
    }[verb]

    said = bring(verb, written(tmp_path, content), options=("--dry-run",))

    assert said.endswith("Essai : rien n’a été écrit.\n")
    assert not Import.objects.exists()
    assert not Distance.objects.exists()
    assert place("88160").point == (48.18324, 6.45304)


def test_source_is_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, MATRIX)
    with pytest.raises(CommandError, match="Donnez la source"):
        call_command("territories", "import-distances", "--source", " ", str(path))
