"""The file of a backup: a plain tar whose last members say what it must hold, byte for byte."""

import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from maillage.base.manifest import BackupError, Manifest, Members

DATABASE = "database"
FILES = "files/"
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"  # last of all: an archive without it was cut
BLOCK = 1 << 20
LARGEST_MANIFEST = 1 << 29


@contextmanager
def drafting(target: Path) -> Iterator[Path]:
    """Give a private folder beside `target`; the file of that name left there is put in place at the end.

    It is on disk by then; whatever happens before, nothing bears the name of `target`.
    """
    with tempfile.TemporaryDirectory(prefix=".maillage-", suffix=".partial", dir=target.parent) as folder:
        yield Path(folder)
        draft = Path(folder, target.name)
        sync(draft)
        draft.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(
    path: Path, sources: Iterable[tuple[str, Path]], describe: Callable[[Members], Manifest]
) -> Manifest:
    """Write a new archive: the sources, the manifest that `describe` makes of their hashes, its seal."""
    with path.open("xb") as raw, tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        path.chmod(0o600)
        manifest = describe(dict(_added(tar, sources)))
        _add_text(tar, MANIFEST, manifest.text())
        _add_text(tar, SEAL, sha256(manifest.text()).hexdigest().encode())
    return manifest


def _added(
    tar: tarfile.TarFile, sources: Iterable[tuple[str, Path]]
) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, source in sources:
        try:
            file = source.open("rb")
        except FileNotFoundError:  # removed since it was listed
            continue
        with file:
            member = tarfile.TarInfo(name)
            member.size = os.fstat(file.fileno()).st_size
            reading = Reading(file)
            tar.addfile(member, reading)
        yield name, (reading.hexdigest(), member.size)


def _add_text(tar: tarfile.TarFile, name: str, text: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(text)
    tar.addfile(member, BytesIO(text))


class Reading:
    """A file being read, whose SHA-256 is known at the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sha256 = file, sha256()
        self.hexdigest = self._sha256.hexdigest

    def read(self, size: int = -1) -> bytes:
        """Read, and take what was read into account."""
        block = self._file.read(size)
        self._sha256.update(block)
        return block


def verify(path: Path) -> Manifest:
    """Read an archive from end to end and return its manifest.

    `BackupError` where anything is missing, altered, in excess, or is not a plain file with a plain name.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            found, manifest = _contents(tar)
    except FileNotFoundError as error:
        raise BackupError(f"{path} : ce fichier n’existe pas.") from error
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        if isinstance(error, BackupError):
            raise
        raise BackupError(
            f"{path} : archive coupée ou illisible ({error}). Prenez une autre sauvegarde."
        ) from error
    _compare(found, manifest.members)
    return manifest


def _contents(tar: tarfile.TarFile) -> tuple[Members, Manifest]:
    found: Members = {}
    texts: dict[str, bytes] = {}
    for member in tar:
        _refuse_hostile(member, seen=member.name in found or member.name in texts)
        if member.name in {MANIFEST, SEAL}:
            texts[member.name] = _text(tar, member)
        else:
            found[member.name] = _digest(tar, member)
    if texts.keys() != {MANIFEST, SEAL}:
        raise BackupError("Le manifeste manque : la sauvegarde est coupée. Prenez-en une autre.")
    if sha256(texts[MANIFEST]).hexdigest().encode() != texts[SEAL]:
        raise BackupError("Le manifeste a été modifié depuis la sauvegarde. Prenez-en une autre.")
    return found, Manifest.read(texts[MANIFEST])


def _refuse_hostile(member: tarfile.TarInfo, *, seen: bool) -> None:
    path = PurePosixPath(member.name)
    plain = member.type in {tarfile.REGTYPE, tarfile.AREGTYPE} and not member.issparse()
    inside = (
        str(path) == member.name
        and not path.is_absolute()
        and ".." not in path.parts
        and "\0" not in member.name
    )
    known = member.name in {DATABASE, MANIFEST, SEAL} or member.name.startswith(FILES)
    if not (plain and inside and known) or seen:
        raise BackupError(
            f"L’archive contient « {member.name} », qu’aucune sauvegarde ne contient : refusée."
        )


def _text(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.size > LARGEST_MANIFEST:
        raise BackupError("Le manifeste est démesuré : ce n’est pas une sauvegarde.")
    return b"".join(_blocks(tar, member))


def _digest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[str, int]:
    whole = sha256()
    for block in _blocks(tar, member):
        whole.update(block)
    return whole.hexdigest(), member.size


def _blocks(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    file = tar.extractfile(member)
    while file is not None and (block := file.read(BLOCK)):
        yield block


def _compare(found: Members, wanted: Members) -> None:
    wrong = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    if wrong or DATABASE not in found:
        names = ", ".join(wrong[:5]) or DATABASE
        raise BackupError(
            f"Manquant, en trop ou modifié depuis la sauvegarde : {names}. Prenez-en une autre."
        )


def extract(path: Path, manifest: Manifest, place: Callable[[str], Path]) -> None:
    """Write each member where `place(name)` says; `BackupError` if one changed since it was verified."""
    folders = set()
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name in manifest.members:
                target = place(member.name)
                folders.add(target.parent)
                if _copied(tar, member, target) != manifest.members[member.name]:
                    raise BackupError(
                        f"{member.name} a changé pendant la restauration : rien n’est restauré."
                    )
    for folder in folders:
        sync(folder)


def _copied(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> tuple[str, int]:
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = sha256()
    with target.open("xb") as file:
        for block in _blocks(tar, member):
            whole.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return whole.hexdigest(), member.size
