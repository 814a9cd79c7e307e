"""What holds over the whole tree: docs follow the code, pages obey the policy, files stay readable."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.consistency import layers

ROOT, PACKAGE = layers.ROOT, layers.PACKAGE
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SOURCES = [path for path in layers.python_files() if not {"tests", "migrations"} & set(path.parts)]
# Where a contract exists, a docstring states it.
CONTRACTS = re.compile(r"kernels/|base/(?!apps)\w+\.py|/actions|/access\.py|/queries\.py|commands/")
# Where the clock is read: views, commands, middleware, and what libraries call.
EDGES = re.compile(r"views|commands/|middleware|adapter|clock|demonstration|config/|signin|oidc")
# Mechanisms whose first screen comes with a later app; their own tests render them.
AWAITED = {"questions/form.html", "ui/htmx.html"}
MAX_FILE, MAX_FUNCTION = 350, 50


def relative(path):
    return path.relative_to(ROOT).as_posix()


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def public(tree):
    """Return the public functions and classes of a module, and the public methods of these classes."""
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for owner in [node for node in found if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]:
        found += [node for node in owner.body if isinstance(node, ast.FunctionDef)]
    return [node for node in found if not node.name.startswith("_")]


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_template_has_nothing_inline(path):
    text = path.read_text()

    assert not re.search(r"\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:|data:[a-z]+/|<style", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_template_asks_nothing_of_another_host(path):
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", path.read_text())


def test_every_template_is_used():
    code = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    names = {
        path.relative_to(PACKAGE / layers.app_of(path) / "templates").as_posix(): path for path in TEMPLATES
    }
    by_convention = ("account/", "mfa/", "socialaccount/", "allauth/", "django/")

    unused = {name for name in names if name not in code and not name.startswith(by_convention)}
    assert unused == AWAITED


@pytest.mark.parametrize("path", [path for path in SOURCES if CONTRACTS.search(relative(path))], ids=relative)
def test_contract_is_documented(path):
    missing = [node.name for node in public(ast.parse(path.read_text())) if not ast.get_docstring(node)]

    assert [name for name in missing if name != "Meta"] == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_file_and_functions_stay_short(path):
    text = path.read_text()
    long = [node.name for node in functions(ast.parse(text)) if node.end_lineno - node.lineno >= MAX_FUNCTION]

    assert len(text.splitlines()) <= MAX_FILE
    assert long == []


@pytest.mark.parametrize("path", [path for path in SOURCES if not EDGES.search(relative(path))], ids=relative)
def test_logic_reads_no_clock(path):
    assert not re.search(r"date\.today\(|datetime\.(now|utcnow)\(|time\.time\(", path.read_text())


def test_every_setting_is_documented():
    read = set(
        re.findall(r"MAILLAGE_\w+", "\n".join(path.read_text() for path in (PACKAGE / "config").glob("*.py")))
    )
    documented = set(re.findall(r"MAILLAGE_\w+", (ROOT / "docs/admin/settings.md").read_text()))

    assert read - documented == set()


def test_every_command_is_documented():
    ours = {name for name, app in get_commands().items() if str(app).startswith("maillage.")}
    documented = set(re.findall(r"maillage (\w+)", (ROOT / "docs/admin/commands.md").read_text()))

    assert ours - documented == set()


def test_locks_have_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert len(re.findall(r"^[\w\[\],.-]+==", text, re.MULTILINE)) == len(
            re.findall(r"==\S+ \\\n    --hash", text)
        )


def test_direct_dependencies_are_few_and_explained():
    project = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)[1]
    names = re.findall(r'"([\w-]+)', block)
    explained = (ROOT / "docs/architecture.md").read_text()

    assert len(names) <= 25
    assert [name for name in names if f"`{name}`" not in explained] == []


def test_vendored_files_are_named_with_their_licence():
    manifest = json.loads((PACKAGE / "base/static/vendor/manifest.json").read_text())
    folders = [path for path in (PACKAGE / "base/static/vendor").iterdir() if path.is_dir()]

    assert manifest
    assert [folder.name for folder in folders if not list(folder.glob("LICENSE*"))] == []


def test_the_adr_are_short():
    assert [
        path.name for path in Path(ROOT / "docs/adr").glob("*.md") if len(path.read_text().splitlines()) > 40
    ] == []
