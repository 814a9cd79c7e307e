"""The order of the layers, applied to every road that an import linter does not see.

The order itself is read from the import-linter contract in pyproject.toml: one list, no copy.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "maillage"

# The one place that may look a model or a module up by its name.
LOOKUPS = {"get_model": "base/references.py", "import_string": "base/references.py"}
# Django reads these settings as dotted names; the settings sit at the top, above every app.
TOP = "config"


def ranks() -> dict[str, int]:
    """Return app -> height, from the first import-linter contract; equal heights are mutually blind."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rows = [re.findall(r"\w+", row) for row in contract["layers"]]
    return {app: height for height, row in enumerate(reversed(rows)) for app in row}


def allowed(app: str, target: str) -> bool:
    """Say whether an app may know another: itself, or one strictly below."""
    order = ranks()
    return app == target or (app in order and target in order and order[target] < order[app])


def app_of(path: Path, package: Path = PACKAGE) -> str:
    """Return the app that a file belongs to."""
    return path.relative_to(package).parts[0]


def python_files(package: Path = PACKAGE) -> Iterator[Path]:
    """Yield the source files, migrations and tests included."""
    return package.rglob("*.py")


def strings_and_calls(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Yield (line, "text" or "call", value) for each string and each called name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, "text", node.value
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node.lineno, "call", name


def _dotted(text: str) -> str | None:
    """Return the app named by a dotted import string of ours."""
    found = re.fullmatch(r"maillage\.(\w+)(\.\w+)*", text)
    return found[1] if found else None


def _address(text: str, namespaces: Iterable[str]) -> str | None:
    """Return the app named by a URL name such as « accounts:person »."""
    found = re.fullmatch(r"(\w+):[\w-]+", text)
    return found[1] if found and found[1] in namespaces else None


def breaches_in_python(text: str, app: str, where: str) -> list[str]:
    """Return the upward names of a module: imports by string, URL names, models looked up by name."""
    order, found = ranks(), []
    for line, kind, value in strings_and_calls(ast.parse(text)):
        if kind == "call" and value in LOOKUPS and where != LOOKUPS[value]:
            found.append(f"{where}:{line} calls {value}")
        target = (_dotted(value) or _address(value, order)) if kind == "text" else None
        if target in order and not allowed(app, target):
            found.append(f"{where}:{line} names {value!r}")
    return found


def breaches_in_template(text: str, app: str, where: str, owners: dict[str, str]) -> list[str]:
    """Return the upward names of a template; `owners` maps a template's name to its app."""
    included = re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"'#]+)", text)
    linked = re.findall(r"{%\s*url\s+[\"'](\w+):[\w-]+", text)
    up = [f"{where} includes {name}" for name in included if not _below(app, owners.get(name))]
    return up + [f"{where} links to {name}" for name in linked if not _below(app, name)]


def _below(app: str, target: str | None) -> bool:
    """Say whether a name is not ours, or of an app that this one may know."""
    return target not in ranks() or allowed(app, target)


def template_owners(package: Path = PACKAGE) -> dict[str, str]:
    """Return template name -> app."""
    return {
        path.relative_to(package / app_of(path, package) / "templates").as_posix(): app_of(path, package)
        for path in package.glob("*/templates/**/*.html")
    }


def breaches_in_relations(edges: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return the upward ones of (app, target app, where): foreign keys, migration dependencies."""
    order = ranks()
    return [where for app, target, where in edges if target in order and not allowed(app, target)]
