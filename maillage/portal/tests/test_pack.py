"""The part of a pack that opens the home page."""

import pytest

from maillage.base.packs import PackError
from maillage.observatory.facts import FigureKey
from maillage.portal.models import Front
from maillage.portal.pack import HomeFile
from maillage.portal.tests.conftest import Write
from maillage.portal.tests.factories import load

pytestmark = pytest.mark.django_db


def test_pack_gives_its_own_home_page(small_pack: Write) -> None:
    load(small_pack())

    front = Front.objects.get()
    assert (front.title, front.lead) == ("La petite région", "Elle est petite.")
    assert front.figures == ["equipe", "salaries"]


def test_loading_twice_changes_nothing(small_pack: Write) -> None:
    load(small_pack())

    again = load(small_pack())
    assert {(line.kind, line.unchanged) for line in again if line.kind == "accueil"} == {("accueil", 1)}
    assert sum(line.created + line.updated + line.removed for line in again) == 0


def test_pack_without_home_page_removes_the_former(small_pack: Write) -> None:
    folder = small_pack()
    load(folder)
    (folder / "home.yaml").unlink()
    load(folder)

    assert not Front.objects.exists()


@pytest.mark.parametrize(
    ("home", "reason"),
    [
        (
            "title: A\nlead: B\nfigures: [equipe, autre]\n",
            "home.yaml, ligne 3\xa0: «\xa0autre\xa0» n’est déclaré nulle part",
        ),
        (
            "title: A\nlead: B\nfigures: [equipe, equipe]\n",
            "home.yaml, ligne 3\xa0: «\xa0equipe\xa0» est nommé deux fois",
        ),
    ],
)
def test_wrong_figure_is_refused_with_its_line(small_pack: Write, home: str, reason: str) -> None:
    with pytest.raises(PackError) as refused:
        load(small_pack(home))

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    "home",
    [
        "title: A\nlead: B\n",
        "title: A\nlead: B\nfigures: [a, b, c, d, e]\n",
        "title: A\nlead: B\nfigures: []\nother: 1\n",
        "title: ''\nlead: B\nfigures: []\n",
        "",
    ],
)
def test_malformed_home_page_is_refused(small_pack: Write, home: str) -> None:
    folder = small_pack("x")
    (folder / "home.yaml").write_text(home)

    with pytest.raises(PackError):
        load(folder)

    assert not Front.objects.exists()


@pytest.mark.parametrize("field", ["title", "lead"])
def test_lengths_are_those_of_the_columns(field: str) -> None:
    longest = {"title": 120, "lead": 300}[field]

    assert HomeFile.model_fields[field].metadata[1].max_length == longest
    assert getattr(Front._meta.get_field(field), "max_length", 0) == longest


def test_empty_list_of_figures_is_accepted(small_pack: Write) -> None:
    load(small_pack("title: A\nlead: B\nfigures: []\n"))

    assert Front.objects.get().figures == []


def test_keys_are_those_of_figures() -> None:
    assert HomeFile.model_fields["figures"].annotation == list[FigureKey]
