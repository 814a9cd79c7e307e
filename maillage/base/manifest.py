"""What a backup says of itself."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from maillage.base.tally import Tally

FORMAT = 1
# Name of a member -> SHA-256, bytes.
Members = dict[str, tuple[str, int]]


class BackupError(ValueError):
    """What stops a backup or a restore, which then leaves nothing behind. The sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """When a backup was made (UTC), by which engine, the figures of its database, its members."""

    at: str
    engine: str
    tally: Tally
    members: Members

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(size for _, size in self.members.values())

    def text(self) -> bytes:
        """Return the manifest as the archive keeps it."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Read a manifest; `BackupError` for another format or a malformed one."""
        try:
            found = json.loads(text)
            if found.pop("format") != FORMAT:
                raise BackupError(
                    "Cette sauvegarde est d’un autre format : restaurez-la avec la version d’alors."
                )
            members = {name: (digest, size) for name, (digest, size) in found.pop("members").items()}
            manifest = cls(tally=Tally(**found.pop("tally")), members=members, **found)
            manifest.made_at  # noqa: B018 -- read here, refused here
        except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise BackupError(
                f"Le manifeste est illisible ({error!r}) : ce n’est pas une sauvegarde."
            ) from error
        return manifest
