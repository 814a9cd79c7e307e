"""Loading the facts in words of a pack."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from maillage.base.loading import Loaded
from maillage.base.packs import Fact, PackError
from maillage.network.facts import CollectiviteFact, EntryFact
from maillage.network.models import Collectivite, Entry
from maillage.network.tests.conftest import PACK, Write
from maillage.network.tests.factories import load
from maillage.observatory.models import Figure, Source, Topic

pytestmark = pytest.mark.django_db


def counts(report: list[Loaded]) -> dict[str, tuple[int, ...]]:
    return {line.kind: (line.created, line.updated, line.unchanged, line.removed) for line in report}


def refused(folder: Path) -> str:
    with pytest.raises(PackError) as caught:
        load(folder)
    return str(caught.value).replace("\xa0", " ")


def test_load_creates_what_the_pack_says(small_pack: Write) -> None:
    report = load(small_pack())

    aide = Entry.objects.get(key="aide")
    assert counts(report)["faits"] == (4, 0, 0, 0)
    assert (aide.title, aide.alias, aide.text, aide.source_lines) == ("Une aide", "UA", "Elle aide.", [1, 2])
    assert (aide.section.key, aide.source, aide.figure) == (
        "aides",
        Source.objects.get(),
        Figure.objects.get(),
    )


def test_load_keeps_what_contains_what_in_order(small_pack: Write) -> None:
    load(small_pack())

    assert [(entry.key, entry.parent_id, entry.position) for entry in Entry.objects.all()] == [
        ("aide", None, 1),
        ("aide-pour", "aide", 2),
        ("aide-montant", "aide", 3),
        ("rencontre", None, 4),
    ]


def test_load_keeps_a_fuzzy_date_and_a_place(small_pack: Write) -> None:
    load(small_pack())

    event = Entry.objects.get(key="rencontre")
    assert (event.on.earliest, event.on.latest) == (date(2022, 5, 1), date(2022, 6, 30))
    assert event.place is not None
    assert (event.place.slug, event.place_name, event.variety) == ("88", "Vosges", "planned")


def test_load_keeps_who_the_pack_is_about(small_pack: Write) -> None:
    folder = small_pack()
    load(folder)

    found = Collectivite.objects.get()
    assert (found.name, found.level, found.pack) == ("Petite Région", "region", folder.name)
    assert found.territory is not None
    assert (found.territory.slug, str(found.member_since), str(found.sheet_dated)) == ("R44", "2016", "?")


def test_what_is_to_complete_has_no_source(small_pack: Write) -> None:
    load(small_pack())

    todo = Entry.objects.get(status="a_completer")
    assert (todo.key, todo.source, todo.source_lines, str(todo.on)) == ("aide-montant", None, [], "?")


def test_load_twice_changes_nothing(small_pack: Write) -> None:
    load(small_pack())

    again = counts(load(small_pack()))

    assert (again["faits"], again["collectivités"]) == ((0, 0, 4, 0), (0, 0, 1, 0))


def test_load_changes_what_was_altered_alone(small_pack: Write) -> None:
    load(small_pack())

    report = load(small_pack("entries/aides.yaml", "Elle aide.", "Elle aide bien."))

    assert counts(report)["faits"] == (0, 1, 3, 0)
    assert Entry.objects.get(key="aide").text == "Elle aide bien."


def test_load_removes_what_the_pack_no_longer_says(small_pack: Write) -> None:
    load(small_pack())
    folder = small_pack("entries/aides.yaml", "key: aide\n", "key: autre\n")
    (folder / "lines.yaml").unlink()

    report = load(folder)

    assert counts(report)["faits"] == (1, 2, 1, 1)
    assert {entry.parent_id for entry in Entry.objects.filter(key__startswith="aide-")} == {"autre"}


def test_load_removes_a_topic_a_source_and_a_figure_that_facts_leave(small_pack: Write) -> None:
    load(folder := small_pack())
    for path in folder.rglob("*.yaml"):
        text = path.read_text()
        for old, new in (("aides", "appuis"), ("fiche", "page"), ("equipe", "agents")):
            text = text.replace(f": {old}", f": {new}").replace(f"[{old}]", f"[{new}]")
        path.write_text(text)

    report = counts(load(folder))

    assert [report[kind][0] for kind in ("sources", "thèmes", "chiffres")] == [1, 1, 1]
    assert [report[kind][3] for kind in ("sources", "thèmes", "chiffres")] == [1, 1, 1]
    assert set(Topic.objects.values_list("key", flat=True)) == {"appuis", "agenda"}


def test_another_collectivite_takes_the_place_of_the_former(small_pack: Write) -> None:
    load(small_pack())

    report = load(small_pack("pack.yaml", "key: petite", "key: grande"))

    assert counts(report)["collectivités"] == (1, 0, 0, 1)
    assert Collectivite.objects.get().key == "grande"


def test_load_costs_the_same_at_any_length(small_pack: Write, django_assert_max_num_queries: Any) -> None:
    load(small_pack())

    with django_assert_max_num_queries(22):
        load(small_pack())


def test_files_are_read_in_the_order_of_their_names(small_pack: Write) -> None:
    folder = small_pack()
    more = "section: agenda\nsource: fiche\nentries: [{key: k, kind: aim, title: T, line: 1}]\n"
    (folder / "entries" / "a.yaml").write_text(more)
    (folder / "entries" / ".cache").write_text("a hidden file is no part of a pack")

    load(folder)

    assert Entry.objects.get(position=1).key == "k"


def test_pack_without_entries_or_lines_is_whole(small_pack: Write) -> None:
    folder = small_pack()
    (folder / "entries" / "aides.yaml").unlink()
    (folder / "entries").rmdir()
    (folder / "lines.yaml").unlink()

    assert counts(load(folder))["faits"] == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("section: aides", "section: rien", 1, "le thème « rien » n’est déclaré nulle part"),
        ("source: fiche", "source: page", 4, "« page » n’est déclaré nulle part"),
        ("source: fiche\n", "", 3, "il manque « source »"),
        ("figure: equipe", "figure: effectif", 9, "« effectif » n’est déclaré nulle part"),
        ('place: "88"', "place: 99999", 19, "« 99999 » n’existe pas"),
        ('place: "88"', "place: ../../etc", 19, "« entries.2.place » : forme refusée"),
        ("place_name: Vosges", "text: Là-bas", 14, "écrivez aussi « place_name »"),
        ("key: rencontre", "key: aide-pour", 14, "la clé « aide-pour » est employée deux fois"),
        ("key: rencontre", "key: Rencontre !", 14, "« entries.2.key » : forme refusée"),
        ("kind: event", "kind: fete", 15, "« entries.2.kind » : valeur refusée ; possible : 'reason',"),
        ("variety: planned", "variety: peut-être", 16, "« entries.2.variety » : valeur refusée"),
        ("on: 2022-05/2022-06", "on: bientôt", 18, "« entries.2.on »"),
        ("on: 2022-05/2022-06", "date: 2022", 18, "« entries.2.date » : ce nom n’est pas connu ici"),
        ("line: 4", "line: 0", 21, "le minimum est 1"),
        ("line: 4", "line: [1, deux]", 21, "écrivez un nombre entier"),
        ("line: 4", "line: []", 21, "la liste est trop courte"),
        ("title: Rencontre", f"title: {'R' * 201}", 17, "trop long ; maximum : 200 caractères"),
        ("text: Elle aide.", f"text: {'e' * 501}", 8, "trop long ; maximum : 500 caractères"),
        ("status: a_completer", "status: a_completer, text: 30 %", 13, "ne dit pas « text »"),
        ("status: a_completer", "status: a_completer, on: 2022", 13, "ne dit pas « on »"),
        ("status: a_completer", "status: inconnu", 13, "valeur refusée"),
        ("    entries:\n", "    entries: rien\n    suite:\n", 11, "écrivez une liste"),
        ("title: Une aide", 'title: "Une\\u202eaide"', 6, "caractère invisible (U+202E)"),
    ],
)
def test_malformed_entries_are_refused(small_pack: Write, old: str, new: str, line: int, reason: str) -> None:
    said = refused(small_pack("entries/aides.yaml", old, new))

    assert said.startswith(f"aides.yaml, ligne {line} : ")
    assert reason in said


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("key: petite\n", "", 1, "« key » : il manque"),
        ("name: Petite Région", "name: ''", 2, "trop court"),
        ("level: region", "level: royaume", 3, "valeur refusée ; possible : 'region', 'department'"),
        ("territory: R44", "territory: R99", 4, "le territoire « R99 » n’existe pas"),
        ("territory: R44", "territory: Grand Est", 4, "forme refusée"),
        ("member_since: 2016", "member_since: toujours", 5, "« member_since »"),
        ("member_since: 2016", "devise: Be Est", 5, "ce nom n’est pas connu ici"),
        (PACK, "", 1, "le fichier est vide"),
        (PACK, "- key: petite\n", 1, "écrivez des noms suivis de leurs valeurs"),
    ],
)
def test_malformed_collectivite_is_refused(
    small_pack: Write, old: str, new: str, line: int, reason: str
) -> None:
    said = refused(small_pack("pack.yaml", old, new))

    assert said.startswith(f"pack.yaml, ligne {line} : ")
    assert reason in said


def test_pack_without_a_collectivite_is_refused(small_pack: Write) -> None:
    folder = small_pack()
    (folder / "pack.yaml").unlink()

    assert refused(folder) == "pack.yaml, ligne 1 : le fichier manque ou ne peut être lu"


@pytest.mark.parametrize("name", ["aides.yml", "notes.txt", "dossier"])
def test_what_would_be_left_out_is_refused(small_pack: Write, name: str) -> None:
    path = small_pack() / "entries" / name
    path.mkdir() if name == "dossier" else path.write_text("")

    assert refused(path.parent.parent).startswith(f"{name}, ligne 1 : le dossier « entries » ne contient que")


def test_entries_that_are_no_folder_are_refused(small_pack: Write) -> None:
    folder = small_pack()
    (folder / "entries" / "aides.yaml").unlink()
    (folder / "entries").rmdir()
    (folder / "entries").write_text("")

    assert refused(folder) == "entries, ligne 1 : ce n’est pas un dossier lisible"


def test_facts_within_one_another_beyond_reason_are_refused(small_pack: Write) -> None:
    deep = "entries: [" + "{entries: [" * 30 + "]}" * 30 + "]\nautres:\n"

    said = refused(small_pack("entries/aides.yaml", "entries:\n", deep))

    assert "plus de 20 listes ou champs l’un dans l’autre" in said


def test_no_row_is_written_where_the_pack_is_refused(small_pack: Write) -> None:
    load(small_pack())
    before = list(Entry.objects.values())

    refused(small_pack("entries/aides.yaml", "figure: equipe", "figure: effectif"))

    assert list(Entry.objects.values()) == before


@pytest.mark.parametrize(("fact", "model"), [(CollectiviteFact, Collectivite), (EntryFact, Entry)])
def test_no_text_of_the_pack_is_longer_than_its_column(fact: type[Fact], model: type[models.Model]) -> None:
    schema = fact.model_json_schema()
    properties = schema.get("properties") or schema["$defs"][fact.__name__]["properties"]
    limits = {name: rule["maxLength"] for name, rule in properties.items() if "maxLength" in rule}
    columns = {name: getattr(model._meta.get_field(name), "max_length", None) for name in limits}

    assert {"title", "name"} & limits.keys()
    assert limits == columns


@given(st.lists(st.integers(1, 1_000_000), min_size=1, max_size=50))
def test_lines_are_kept_as_written(lines: list[int]) -> None:
    said = {"key": "k", "kind": "aim", "title": "T"}

    several = EntryFact.model_validate({**said, "line": [str(line) for line in lines]})
    one = EntryFact.model_validate({**said, "line": str(lines[0])})

    assert (several.line, one.line) == (lines, lines[:1])
