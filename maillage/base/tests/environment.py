"""The environment of the tests: a plugin (`-p` in pyproject.toml), as Django reads it before any conftest."""

import os
import tempfile
import tomllib
from pathlib import Path

from hypothesis import settings

os.environ.setdefault("MAILLAGE_DATA", tempfile.mkdtemp(prefix="maillage-tests-"))
os.environ.setdefault("MAILLAGE_DEBUG", "0")
os.environ.setdefault("MAILLAGE_SECRET_KEY", "for the tests only " * 4)
os.environ.setdefault("MAILLAGE_HTTPS", "0")

# Every count comes from one file; MAILLAGE_COUNTS=proof takes the full ones.
COUNTS = tomllib.loads((Path(__file__).parents[3] / "tests" / "counts.toml").read_text(encoding="utf-8"))
for name, count in COUNTS[os.environ.get("MAILLAGE_COUNTS", "test")].items():
    os.environ.setdefault(f"MAILLAGE_{name.upper()}", str(count))

# A busy machine is no failure: the laws have no stop-watch.
settings.register_profile("counted", deadline=None, max_examples=int(os.environ["MAILLAGE_EXAMPLES"]))
settings.load_profile("counted")
