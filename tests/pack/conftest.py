"""The document that the Grand Est pack comes from, where the machine has it."""

import pytest
from django.conf import settings

SOURCE = settings.ROOT.parent / "shared" / "source" / "region-grand-est-rtes.txt"


@pytest.fixture(scope="session")
def document():
    """Give its text; skip where it is not at hand."""
    if not SOURCE.exists():
        pytest.skip("the source document is not on this machine")
    return SOURCE.read_text(encoding="utf-8")
