"""What a backup says of itself."""

from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from maillage.base.tally import Engine, Tally

# Name of a member -> SHA-256, bytes.
Members = dict[str, tuple[str, int]]


class BackupError(ValueError):
    """What stops a backup or a restore, which then leaves nothing behind. The sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """When a backup was made, by which engine, the figures of its database, its members."""

    format: Literal[1] = 1
    at: AwareDatetime
    engine: Engine
    tally: Tally
    members: Members

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(size for _, size in self.members.values())

    def text(self) -> bytes:
        """Return the manifest as the archive keeps it."""
        return FORM.dump_json(self, indent=1)

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Read a manifest; `BackupError` for another format or a malformed one."""
        try:
            return FORM.validate_json(text)
        except ValidationError as error:
            raise BackupError(
                "Le manifeste ne se lit pas : restaurez avec la version qui a fait cette sauvegarde."
            ) from error


FORM = TypeAdapter(Manifest)
