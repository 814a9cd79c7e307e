"""The real site plus two addresses to write through; its own database, its own mail server."""

from maillage.config.settings import *  # noqa: F403 -- the real settings, then what the faults need


class Unmigrated:
    """Make tables from models: these tests kill processes, others prove migrations."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = Unmigrated()
ROOT_URLCONF = "tests.faults.site.urls"
RATE_LIMITS = {"limited": [("ip", 20, 3600)]}
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
