"""A pytest plugin that grants every right: with it, the tests of denials must fail.

Run as `pytest -p tests.crawl.sabotage`. It replaces each model's `visible_to` by « all » and each function of
an `access` module by « yes », wherever they have been imported.
"""

import importlib
import inspect
import pkgutil
import sys

import pytest


def access_modules():
    """Return every `maillage.*.access` module of the apps."""
    package = importlib.import_module("maillage")
    names = [info.name for info in pkgutil.iter_modules(package.__path__)]
    found = [importlib.util.find_spec(f"maillage.{name}.access") for name in names if name != "base"]
    return [importlib.import_module(spec.name) for spec in found if spec]


def grant_everything():
    """Replace every right in place."""
    from django.apps import apps  # noqa: PLC0415 -- Django must be set up first

    def everything(rows, user):
        return rows.all()

    for model in apps.get_models():
        kind = type(model._default_manager.get_queryset())
        for owner in (kind, type(model._default_manager)):
            if hasattr(owner, "visible_to"):
                owner.visible_to = everything
    for module in access_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__:
                _replace(function, name)


def _replace(function, name):
    """Set « yes » in every loaded module that holds the function."""

    def yes(*args, **kwargs):
        return True

    for module in list(sys.modules.values()):
        if getattr(module, name, None) is function:
            setattr(module, name, yes)


@pytest.fixture(autouse=True, scope="session")
def _granted(django_db_setup):
    grant_everything()
