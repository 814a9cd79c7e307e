"""What changed for a reader between two published sheets."""

from maillage.network.differences.changes import Change, Field, Nature, by_section
from maillage.network.differences.find import find

__all__ = ["Change", "Field", "Nature", "by_section", "find"]
