"""The environment of the tests; a plugin (`-p` in pyproject.toml) because Django reads it before any conftest."""

import os
import tempfile

os.environ.setdefault("MAILLAGE_DATA", tempfile.mkdtemp(prefix="maillage-tests-"))
os.environ.setdefault("MAILLAGE_DEBUG", "0")
os.environ.setdefault("MAILLAGE_SECRET_KEY", "for the tests only " * 4)
os.environ.setdefault("MAILLAGE_HTTPS", "0")
