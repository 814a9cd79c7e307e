"""The order holds by every road: imports, relations, migrations, templates, addresses, names in strings."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.consistency import layers

PLANTS = {
    "upward import by string": 'HOOK = "maillage.network.sheet.current"\n',
    "upward address": 'from django.urls import reverse\nWHERE = reverse("network:sheet")\n',
    "model looked up by name": 'from django.apps import apps\nM = apps.get_model("network", "Sheet")\n',
    "import_string": "from django.utils.module_loading import import_string\nX = import_string(NAME)\n",
}


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("maillage.")]


def relation_edges():
    for model in our_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                target = field.related_model._meta.app_label
                yield model._meta.app_label, target, f"{model._meta.label}.{field.name}"


def migration_edges():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in loader.disk_migrations.items():
        if migration.__module__.startswith("maillage."):
            for target, _ in migration.dependencies:
                yield app, target, f"{app}.{name} depends on {target}"


def test_python_names_go_down():
    found = []
    for path in layers.python_files():
        if path.is_relative_to(layers.PACKAGE / "config") or path.parent == layers.PACKAGE:
            continue
        where = path.relative_to(layers.PACKAGE).as_posix()
        found += layers.breaches_in_python(path.read_text(), layers.app_of(path), where)

    assert found == []


def test_templates_go_down():
    owners = layers.template_owners()
    found = []
    for name, app in owners.items():
        text = (layers.PACKAGE / app / "templates" / name).read_text()
        found += layers.breaches_in_template(text, app, name, owners)

    assert found == []


def test_relations_go_down():
    assert layers.breaches_in_relations(relation_edges()) == []


def test_migrations_go_down():
    assert layers.breaches_in_relations(migration_edges()) == []


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_planted_name_is_caught(plant):
    assert len(layers.breaches_in_python(plant, "base", "base/planted.py")) == 1


def test_planted_foreign_key_is_caught():
    edges = [("accounts", "network", "accounts.User.sheet")]

    assert layers.breaches_in_relations(edges) == ["accounts.User.sheet"]


def test_planted_address_in_template_is_caught():
    text = '{% extends "base.html" %}<a href="{% url \'network:sheet\' %}">x</a>'

    assert layers.breaches_in_template(text, "accounts", "x.html", layers.template_owners()) != []


def test_planted_include_is_caught():
    text = '{% include "network/sheet.html" %}'

    assert layers.breaches_in_template(text, "base", "x.html", layers.template_owners()) != []


def test_planted_import_is_caught(tmp_path):
    """The real linter on a copy of the package with one upward import more."""
    shutil.copytree(layers.PACKAGE, tmp_path / "maillage", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(layers.ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "maillage/base/planted.py").write_text("import maillage.network.sheet\n")
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(
        [linter, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "maillage.base.planted -> maillage.network.sheet" in done.stdout
