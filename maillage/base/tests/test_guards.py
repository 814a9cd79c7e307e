from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Value
from django.test.utils import isolate_apps

from maillage.base import guards
from maillage.base.tests.specimens.models import SPECIMENS, Case, Line, Note

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone has REPLACE")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has it")
FORMER = "UPDATE specimens_case SET status = 'granted'"


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def case(specimens: None) -> Case:  # noqa: ARG001 -- comes first
    return Case.objects.create(title="a")


@pytest.fixture
def line(specimens: None) -> Line:  # noqa: ARG001 -- comes first
    return Line.objects.create(text="premier", code="a")


@pytest.fixture
def weakened(specimens: None) -> Iterator[None]:  # noqa: ARG001 -- comes first
    yield
    guards.install(SPECIMENS)


@pytest.mark.parametrize("status", ["granted", "dropped", "inconnu", ""])
def test_a_first_status_out_of_turn_is_refused(specimens: None, status: str) -> None:  # noqa: ARG001 -- comes first
    with pytest.raises(IntegrityError):
        Case.objects.create(title="a", status=status)


@pytest.mark.parametrize(
    "sql",
    [
        FORMER,
        f"{FORMER} WHERE 1 = 1",
        "UPDATE specimens_case SET title = 'b', status = 'granted', version = 9",
        "UPDATE specimens_case SET status = CASE WHEN 1 = 1 THEN 'granted' ELSE status END",
        (
            "INSERT INTO specimens_case (id, version, title, kind, amount, told, reason, status) "
            "SELECT id + 1, version, title, kind, amount, told, reason, 'granted' FROM specimens_case"
        ),
        (
            "INSERT INTO specimens_case (id, version, title, kind, amount, told, reason, status) "
            "SELECT id, version, title, kind, amount, told, reason, 'draft' FROM specimens_case WHERE 1 = 1 "
            "ON CONFLICT (id) DO UPDATE SET status = 'granted'"
        ),
    ],
)
def test_direct_sql_makes_no_illegal_move(case: Case, sql: str) -> None:
    with pytest.raises(IntegrityError):
        run(sql)

    case.refresh_from_db()
    assert (case.status, Case.objects.count()) == ("draft", 1)


def test_bulk_updates_make_no_illegal_move(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(status=Value("granted"))


def test_a_status_with_no_way_out_is_final(case: Case) -> None:
    run("UPDATE specimens_case SET status = 'dropped'")

    with pytest.raises(IntegrityError):
        run("UPDATE specimens_case SET status = 'draft'")
    assert Case.objects.get(pk=case.pk).status == "dropped"


def test_legal_moves_and_other_fields_pass(case: Case) -> None:
    for status in ("sent", "draft", "sent", "granted"):
        run(f"UPDATE specimens_case SET status = '{status}'")  # noqa: S608 -- the words just above
    run("UPDATE specimens_case SET title = 'b', status = status")

    case.refresh_from_db()
    assert (case.title, case.status) == ("b", "granted")


@on_sqlite
def test_replace_does_not_turn_a_status_back(case: Case) -> None:
    run("UPDATE specimens_case SET status = 'sent'")

    with pytest.raises(IntegrityError):
        run(
            "REPLACE INTO specimens_case (id, version, title, kind, amount, told, reason, status) "
            "SELECT id, version, title, kind, amount, told, reason, 'draft' FROM specimens_case"
        )
    assert Case.objects.get(pk=case.pk).status == "sent"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE specimens_line SET text = 'autre'",
        "UPDATE specimens_line SET id = id + 100",
        "DELETE FROM specimens_line",
        (
            "INSERT INTO specimens_line (id, text, code) "
            "SELECT id, 'autre', 'b' FROM specimens_line WHERE 1 = 1 "
            "ON CONFLICT (id) DO UPDATE SET text = 'autre'"
        ),
        pytest.param("REPLACE INTO specimens_line (text, code) VALUES ('autre', 'a')", marks=on_sqlite),
        pytest.param(
            "REPLACE INTO specimens_line SELECT id, 'autre', 'b' FROM specimens_line", marks=on_sqlite
        ),
        pytest.param("UPDATE OR REPLACE specimens_line SET text = 'autre'", marks=on_sqlite),
        pytest.param("TRUNCATE specimens_line", marks=on_postgresql),
        pytest.param(
            "SET LOCAL session_replication_role = replica; DELETE FROM specimens_line",
            marks=on_postgresql,
        ),
    ],
)
def test_direct_sql_changes_no_append_only_row(line: Line, sql: str) -> None:
    with pytest.raises(IntegrityError):
        run(sql)

    assert list(Line.objects.values_list("pk", "text")) == [(line.pk, "premier")]


@on_sqlite
def test_replace_is_refused_even_without_recursive_triggers(line: Line) -> None:
    run("PRAGMA recursive_triggers = OFF")
    try:
        with pytest.raises(IntegrityError):
            run("REPLACE INTO specimens_line (text, code) VALUES ('autre', 'a')")
    finally:
        run("PRAGMA recursive_triggers = ON")
    assert Line.objects.get().pk == line.pk


def test_erasable_rows_are_deleted_but_never_changed(specimens: None) -> None:  # noqa: ARG001 -- comes first
    note = Note.objects.create(text="premier")

    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(text="autre")
    assert note.delete()[0] == 1


def test_append_only_rows_are_added_freely(line: Line) -> None:
    Line.objects.bulk_create([Line(text="b", code="b"), Line(text="c", code="c")])

    assert Line.objects.count() == 2 + (line.pk > 0)


@pytest.mark.usefixtures("specimens")
def test_install_again_touches_nothing() -> None:
    assert guards.install(SPECIMENS) == []


@pytest.mark.usefixtures("specimens")
def test_every_guard_of_the_house_is_there_after_migrate() -> None:
    assert guards.missing() == []


@pytest.mark.usefixtures("weakened")
def test_a_dropped_guard_is_missed_and_comes_back() -> None:
    table = "" if connection.vendor == "sqlite" else " ON specimens_line"
    run(f"DROP TRIGGER guard_specimens_line_delete{table}")

    assert guards.missing(SPECIMENS) == ["guard_specimens_line_delete"]
    assert guards.install(SPECIMENS) == ["guard_specimens_line_delete"]
    assert guards.missing(SPECIMENS) == []


@pytest.mark.usefixtures("weakened")
def test_an_altered_guard_is_missed_and_comes_back() -> None:
    name = "guard_specimens_line_delete"
    if connection.vendor == "sqlite":
        run(f"DROP TRIGGER {name}")
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON specimens_line WHEN 0 BEGIN SELECT 1; END")
    else:
        harmless = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
        run(f"CREATE OR REPLACE FUNCTION {name}() {harmless}")

    assert guards.missing(SPECIMENS) == [name]
    assert guards.install(SPECIMENS) == [name]
    assert guards.missing(SPECIMENS) == []


@on_postgresql
@pytest.mark.usefixtures("weakened")
@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE specimens_line DISABLE TRIGGER guard_specimens_line_delete",
        (
            "CREATE OR REPLACE TRIGGER guard_specimens_line_delete BEFORE DELETE ON specimens_line "
            "FOR EACH ROW WHEN (OLD.id < 0) EXECUTE FUNCTION guard_specimens_line_delete()"
        ),
        (
            "CREATE OR REPLACE TRIGGER guard_specimens_line_delete BEFORE DELETE ON specimens_line "
            "EXECUTE FUNCTION guard_specimens_line_delete()"
        ),
    ],
)
def test_a_weakened_trigger_is_missed(sql: str) -> None:
    run(sql)

    assert guards.missing(SPECIMENS) == ["guard_specimens_line_delete"]


@pytest.mark.usefixtures("weakened")
def test_guards_follow_a_change_of_transitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case, "TRANSITIONS", {**Case.TRANSITIONS, "draft": {"granted"}})
    assert guards.missing(SPECIMENS) == ["guard_specimens_case_move"]

    guards.install(SPECIMENS)

    case = Case.objects.create(title="a")
    assert Case.objects.filter(pk=case.pk).update(status="granted") == 1


@pytest.mark.usefixtures("weakened")
def test_guards_leave_with_their_declaration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Note, "append_only", False)

    assert "guard_specimens_note_update" in guards.install(SPECIMENS)
    note = Note.objects.create(text="a")
    assert Note.objects.filter(pk=note.pk).update(text="b") == 1


@pytest.mark.usefixtures("weakened")
def test_remove_takes_every_guard_away() -> None:
    guards.remove(SPECIMENS)

    assert len(guards.missing(SPECIMENS)) == len({name for model in SPECIMENS for name in _names(model)})


def _names(model: type[models.Model]) -> list[str]:
    return [guard.name for guard in guards.guards_of(model, connection)]


@pytest.mark.django_db(transaction=True)
def test_migrate_brings_the_guards_back() -> None:
    guards.remove()
    assert guards.missing() != []

    call_command("migrate", verbosity=0, run_syncdb=True)

    assert guards.missing() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("option", ["plan", "check_unapplied"])
def test_migrate_only_asked_for_its_plan_writes_nothing(option: str) -> None:
    guards.remove()
    missing = guards.missing()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.exit", lambda _code: None)
        call_command("migrate", verbosity=0, **{option: True})

    assert guards.missing() == missing
    guards.install()


@pytest.mark.usefixtures("specimens")
def test_a_table_not_migrated_yet_waits() -> None:
    with isolate_apps():

        class Later(models.Model):  # noqa: DJ008 -- never shown
            append_only = True

            class Meta:
                app_label = "specimens"

    assert guards.install([Later]) == guards.missing([Later]) == []
