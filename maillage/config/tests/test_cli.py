"""The console script on an installation that is not ready: one French sentence, exit 1, no trace of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "for the tests only " * 4
SHOW = """
import json
from maillage.config import settings as s
print(json.dumps([getattr(s, name) for name in %r], default=str))
"""


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    ours = {"MAILLAGE_DATA": str(folder), "MAILLAGE_SECRET_KEY": SECRET} | variables
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, *command], env=kept | ours, capture_output=True, text=True, check=False
    )


def maillage(folder: Path, *words: str, **variables: str) -> str:
    """Run a command that must fail; return the one sentence it says."""
    done = run(folder, "-c", "from maillage.config.cli import main; main()", *words, **variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr.strip().replace("\xa0", " ")


def settings(folder: Path, *names: str, **variables: str) -> list[object]:
    found: list[object] = json.loads(run(folder, "-c", SHOW % (names,), **variables).stdout)
    return found


def test_unknown_command_is_said_with_the_nearest_one(tmp_path: Path) -> None:
    said = maillage(tmp_path, "lod")

    assert said == "La commande « lod » n’existe pas. Vouliez-vous dire « load » ? Toutes : maillage help"


@pytest.mark.parametrize(
    "command", [("load", "packs/grand-est"), ("tick",), ("journal", "export", "--out", "x")]
)
def test_command_before_the_first_migration_says_what_to_do(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = maillage(tmp_path, *command)

    assert said.startswith("La base ne répond pas, ou n’est pas à jour")
    assert said.endswith("puis lancez « maillage migrate ».")


def test_command_without_its_database_says_what_to_do(tmp_path: Path) -> None:
    said = maillage(tmp_path, "tick", MAILLAGE_DATABASE="postgresql://x@127.0.0.1:1/x")

    assert "Vérifiez MAILLAGE_DATABASE" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAILLAGE_DEBUG", "oui"),
        ("MAILLAGE_DATA", "/dev/null"),
        ("MAILLAGE_SECRET_KEY", ""),
        ("MAILLAGE_SMTP", "x"),
    ],
)
def test_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    said = maillage(tmp_path, "tick", **{name: value})

    assert said.startswith("Réglage refusé, rien n’est démarré.")
    assert name in said


HEADER = ["HTTP_X_FORWARDED_PROTO", "https"]


@pytest.mark.parametrize(
    ("variables", "proxies", "header"),
    [
        ({}, 1, HEADER),
        ({"MAILLAGE_TRUSTED_PROXIES": "2"}, 2, HEADER),
        ({"MAILLAGE_TRUSTED_PROXIES": "0"}, 0, None),
        ({"MAILLAGE_HTTPS": "0"}, 0, None),
        ({"MAILLAGE_HTTPS": "0", "MAILLAGE_TRUSTED_PROXIES": "1"}, 1, None),
        ({"MAILLAGE_DEMONSTRATION": "1"}, 0, None),
    ],
)
def test_forwarded_scheme_is_believed_from_declared_proxies_alone(
    tmp_path: Path, variables: dict[str, str], proxies: int, header: list[str] | None
) -> None:
    assert settings(tmp_path, "TRUSTED_PROXIES", "SECURE_PROXY_SSL_HEADER", **variables) == [proxies, header]


def test_production_is_what_is_given_nothing_else(tmp_path: Path) -> None:
    names = ("DEBUG", "DEMONSTRATION", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")

    assert settings(tmp_path, *names) == [False, False, True, True, True]


def test_public_address_bears_no_final_slash(tmp_path: Path) -> None:
    address = {"MAILLAGE_PUBLIC_ADDRESS": "https://ess.exemple.fr/"}

    assert settings(tmp_path, "PUBLIC_ADDRESS", **address) == ["https://ess.exemple.fr"]
