"""The environment of the tests: a plugin (`-p` in pyproject.toml), as Django reads it before any conftest."""

import os
import tempfile

from hypothesis import settings

os.environ.setdefault("MAILLAGE_DATA", tempfile.mkdtemp(prefix="maillage-tests-"))
os.environ.setdefault("MAILLAGE_DEBUG", "0")
os.environ.setdefault("MAILLAGE_SECRET_KEY", "for the tests only " * 4)
os.environ.setdefault("MAILLAGE_HTTPS", "0")

# A busy machine is no failure: the laws have no stop-watch.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
