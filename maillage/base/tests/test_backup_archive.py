import tarfile
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.base import archive
from maillage.base.manifest import BackupError, Manifest, Members
from maillage.base.tally import Tally
from maillage.kernels.journal.chain import Head

TALLY = Tally(
    counts={"case": 2}, sums={"case.amount": "12.30"}, head=Head(), migrations=["base.0001_initial"]
)
CONTENT = {archive.DATABASE: b"rows " * 400, "files/2026/statuts signés.pdf": b"%PDF", "files/vide": b""}


def described(members: Members) -> Manifest:
    return Manifest(at=datetime(2026, 3, 5, 2, tzinfo=UTC), engine="sqlite", tally=TALLY, members=members)


def write(path: Path, content: dict[str, bytes]) -> Manifest:
    sources = [(name, path.with_name(str(number))) for number, name in enumerate(content)]
    for (_, source), data in zip(sources, content.values(), strict=True):
        source.write_bytes(data)
    return archive.write(path, sources, described)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    path = tmp_path_factory.mktemp("archive") / "one.tar"
    return path, write(path, CONTENT)


def remade(path: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """Write an archive that nobody would: these members in this order."""
    with tarfile.open(path, "w") as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, BytesIO(data))
    return path


def sealed(*names: str, said: dict[str, bytes] | None = None) -> list[tuple[tarfile.TarInfo, bytes]]:
    """Return members of these names, then a manifest and a seal that are right for `said`."""
    content = CONTENT if said is None else said
    text = described({name: (sha256(data).hexdigest(), len(data)) for name, data in content.items()}).text()
    ends = [(archive.MANIFEST, text), (archive.SEAL, sha256(text).hexdigest().encode())]
    data = [(name, CONTENT.get(name, b"")) for name in names]
    return [(tarfile.TarInfo(name), content) for name, content in [*data, *ends]]


def test_archive_read_again_says_what_was_written(made: tuple[Path, Manifest]) -> None:
    path, manifest = made

    assert archive.verify(path) == manifest
    assert manifest.tally == TALLY
    assert {name: size for name, (_, size) in manifest.members.items()} == {
        name: len(data) for name, data in CONTENT.items()
    }


def test_archive_is_private(made: tuple[Path, Manifest]) -> None:
    assert made[0].stat().st_mode & 0o777 == 0o600


def test_archive_extracted_gives_the_same_bytes(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    path, manifest = made

    archive.extract(path, manifest, lambda name: tmp_path / "out" / name)

    assert {name: (tmp_path / "out" / name).read_bytes() for name in CONTENT} == CONTENT


@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_archive_altered_anywhere_is_refused_or_holds_the_same(
    made: tuple[Path, Manifest], where: float, mask: int
) -> None:
    path, manifest = made
    data = bytearray(path.read_bytes())
    data[int(where * len(data))] ^= mask
    altered = path.with_name("altered.tar")
    altered.write_bytes(data)

    assert verdict(altered) in ("refused", manifest)


def verdict(path: Path) -> Manifest | str:
    try:
        return archive.verify(path)
    except BackupError:
        return "refused"


@given(part=st.floats(0, 1, exclude_max=True))
def test_archive_cut_anywhere_is_refused(made: tuple[Path, Manifest], part: float) -> None:
    path, _ = made
    with tarfile.open(path) as tar:
        last = tar.getmembers()[-1]
    cut = path.with_name("cut.tar")
    cut.write_bytes(path.read_bytes()[: int(part * (last.offset_data + last.size))])

    assert verdict(cut) == "refused"


@pytest.mark.parametrize("lost", CONTENT)
def test_archive_lacking_a_member_is_refused(tmp_path: Path, lost: str) -> None:
    path = remade(tmp_path / "lacking.tar", sealed(*(name for name in CONTENT if name != lost)))

    with pytest.raises(BackupError, match=r"Manquant, en trop ou modifié.*"):
        archive.verify(path)


@pytest.mark.parametrize(
    "name",
    [
        "files/../../passwd",
        "/files/a",
        "files/./a",
        "files//a",
        "files/",
        "secret",
        "../files/a",
        "files/a\\..\0",
    ],
)
def test_archive_with_a_hostile_name_is_refused(tmp_path: Path, name: str) -> None:
    path = remade(tmp_path / "hostile.tar", sealed(*CONTENT, name, said={**CONTENT, name: b""}))

    with pytest.raises(BackupError):
        archive.verify(path)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_archive_with_anything_but_files_is_refused(tmp_path: Path, kind: bytes) -> None:
    odd = tarfile.TarInfo("files/link")
    odd.type, odd.linkname = kind, "/etc/passwd"
    path = remade(tmp_path / "odd.tar", [(odd, b""), *sealed(*CONTENT, said={**CONTENT, "files/link": b""})])

    with pytest.raises(BackupError, match="qu’aucune sauvegarde ne contient"):
        archive.verify(path)


def test_archive_with_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = remade(tmp_path / "twice.tar", sealed(*CONTENT, archive.DATABASE))

    with pytest.raises(BackupError, match="qu’aucune sauvegarde ne contient"):
        archive.verify(path)


def test_archive_without_a_database_is_refused(tmp_path: Path) -> None:
    path = remade(tmp_path / "none.tar", sealed("files/vide", said={"files/vide": b""}))

    with pytest.raises(BackupError, match="database"):
        archive.verify(path)


def test_manifest_rewritten_without_its_seal_is_refused(tmp_path: Path) -> None:
    *members, (manifest, text), seal = sealed(*CONTENT)
    path = remade(tmp_path / "forged.tar", [*members, (manifest, text.replace(b"12.30", b"99.30")), seal])

    with pytest.raises(BackupError, match="modifié depuis la sauvegarde"):
        archive.verify(path)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"\xff", b'{"format": 2}', b'{"format": 1, "members": 3}']
)
def test_manifest_of_another_form_is_refused(text: bytes) -> None:
    with pytest.raises(BackupError, match="Le manifeste ne se lit pas"):
        Manifest.read(text)


def test_archive_changed_between_verification_and_restore_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.tar"
    manifest = write(path, CONTENT)
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%pdf"))

    with pytest.raises(BackupError, match="a changé pendant la restauration"):
        archive.extract(path, manifest, lambda name: tmp_path / "out" / name)


def test_file_removed_since_it_was_listed_is_left_out(tmp_path: Path) -> None:
    here = tmp_path / "rows"
    here.write_bytes(b"rows")

    made = archive.write(
        tmp_path / "one.tar", [("database", here), ("files/gone", tmp_path / "gone")], described
    )

    assert list(made.members) == ["database"]


def test_draft_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"), archive.drafting(tmp_path / "one.tar") as folder:
        fill(folder / "one.tar")

    assert list(tmp_path.iterdir()) == []


def fill(path: Path) -> None:
    path.write_bytes(b"half")
    raise OSError(28, "No space left on device")
