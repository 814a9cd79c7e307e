"""Variables are read strictly: what is not understood stops the start, and says what is accepted."""

import stat
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.config import env
from maillage.config.env import BadEnvironment, local_secret

NAME = "MAILLAGE_ESSAI"


@pytest.mark.parametrize(("value", "read"), [("0", False), ("1", True)])
def test_flag_is_zero_or_one(monkeypatch: pytest.MonkeyPatch, value: str, read: bool) -> None:  # noqa: FBT001 -- expected
    monkeypatch.setenv(NAME, value)

    assert env.flag(NAME, default=not read) is read


@pytest.mark.parametrize("value", ["", "oui", "true", "01", " 1", "٣"])
def test_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(BadEnvironment, match=rf"{NAME}=.*écrire 0 ou 1"):
        env.flag(NAME, default=False)


@pytest.mark.parametrize("value", ["", "-1", "1.0", "1e3", " 1", "٣", "9" * 5000])
def test_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)

    with pytest.raises(BadEnvironment, match=f"{NAME}=.*nombre entier"):
        env.number(NAME, 3)


def test_unset_variables_take_their_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)

    read = env.flag(NAME, default=True), env.number(NAME, 3), env.words(NAME, "a, b,,"), env.text(NAME)

    assert read == (True, 3, ["a", "b"], "")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("", ""),
        ("exemple", ""),
        ("https://id.exemple.fr:8443/realms/x?y", "https://id.exemple.fr:8443"),
        ("https://[::1", ""),
    ],
)
def test_origin_of_an_address(address: str, origin: str) -> None:
    assert env.origin(address) == origin


def test_folder_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, str(tmp_path / "a" / "b"))

    assert env.folder(NAME, tmp_path).is_dir()


@pytest.mark.parametrize("place", ["/proc/absent", "/dev/null", "/dev/null/x"])
def test_folder_that_cannot_be_made_is_refused(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv(NAME, place)

    with pytest.raises(BadEnvironment, match=f"{NAME}.*ne peut être créé.*Donnez-en un autre"):
        env.folder(NAME, Path())


def test_sqlite_address_names_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "sqlite:////var/lib/a b?.sqlite3")

    assert env.database(NAME, "") == {
        "ENGINE": "maillage.base.engines.sqlite",
        "NAME": "/var/lib/a b?.sqlite3",
    }


def test_postgresql_address_is_read_with_its_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgresql://moi:a%40b%2F@%2Frun%2Fpg:5433/ma%20base")

    read = env.database(NAME, "")

    assert (read["USER"], read["PASSWORD"], read["HOST"]) == ("moi", "a@b/", "/run/pg")
    assert (read["PORT"], read["NAME"]) == (5433, "ma base")


BAD_DATABASES = [
    *("", "sqlite", "sqlite:", "sqlite://", "sqlite:///", "mysql://h/b", "postgresql://h", "postgresql://h/"),
    *(
        "postgresql://h:abc/b",
        "postgresql://h:99999/b",
        "postgresql://[::1/b",
        "postgresql://h/b?sslmode=require",
    ),
]


@pytest.mark.parametrize("address", BAD_DATABASES)
def test_database_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(NAME, address)

    with pytest.raises(BadEnvironment, match=rf"{NAME}.*sqlite:///CHEMIN ou postgresql://"):
        env.database(NAME, "")


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20))
def test_any_address_is_read_or_refused(rest: str) -> None:
    for scheme in ("postgresql://", "sqlite:///", "smtp://", ""):
        for read in (env.database, env.mail_server):
            with suppress(BadEnvironment):
                assert read("MAILLAGE_ABSENTE", scheme + rest)


def test_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = local_secret(tmp_path, allowed=True)

    assert len(first) >= 50
    assert local_secret(tmp_path, allowed=True) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_secret_is_one_for_all_who_start_together(tmp_path: Path) -> None:
    found: set[str] = set()
    threads = [Thread(target=lambda: found.add(local_secret(tmp_path, allowed=True))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 1


def test_secret_is_not_made_where_a_real_one_is_due(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match=r"MAILLAGE_SECRET_KEY manque.*50 caractères"):
        local_secret(tmp_path, allowed=False)

    assert not list(tmp_path.iterdir())
