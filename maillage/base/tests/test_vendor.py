"""The files of others are those the manifest names; the stylesheet is what its parts give."""

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.CODE / "base" / "static"
VENDOR = STATIC / "vendor"
MANIFEST: dict[str, str] = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
STYLESHEET = STATIC / "css" / "maillage.css"
SCRIPT = settings.ROOT / "scripts" / "styles"


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_manifest_names_every_vendored_file() -> None:
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert files - {"manifest.json"} == set(MANIFEST)


@pytest.mark.parametrize("name", MANIFEST)
def test_vendored_file_has_the_digest_of_the_manifest(name: str) -> None:
    digest = base64.b64encode(hashlib.sha512((VENDOR / name).read_bytes()).digest()).decode("ascii")

    assert MANIFEST[name] == f"sha512-{digest}"


@pytest.mark.parametrize("folder", sorted({name.split("/")[0] for name in MANIFEST}))
def test_vendored_package_carries_its_licence(folder: str) -> None:
    assert f"{folder}/LICENSE" in MANIFEST


def test_templates_name_only_vendored_files_that_exist() -> None:
    pages = settings.CODE.rglob("templates/**/*.html")
    named = {
        name for page in pages for name in re.findall(r"static 'vendor/([^']+)'", page.read_text("utf-8"))
    }

    assert named <= set(MANIFEST)


def test_stylesheet_is_what_its_parts_give() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], check=False)  # noqa: S603 -- our own script

    assert done.returncode == 0


def test_stylesheet_weighs_15_kb_at_most() -> None:
    assert compressed(STYLESHEET) <= 15_000


def test_stylesheet_reaches_for_nothing_but_its_own_files() -> None:
    addresses = re.findall(r"url\(\"?([^)\"]+)", STYLESHEET.read_text(encoding="utf-8"))

    assert [(STYLESHEET.parent / address).resolve().is_file() for address in addresses] == [True]


def test_font_weighs_25_kb_at_most() -> None:
    assert next(VENDOR.rglob("*.woff2")).stat().st_size <= 25_000


def test_scripts_weigh_20_kb_at_most() -> None:
    assert sum(compressed(path) for path in STATIC.rglob("*.js")) <= 20_000
