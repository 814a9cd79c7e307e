"""The journal taken out of the house, for someone outside to verify."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from maillage.accounts.models import User
from maillage.base import anchors, journal
from maillage.base.entries import JournalHead
from maillage.base.references import Reference
from maillage.kernels.journal import verify

READ_ME = """Ce dossier prouve le journal de Maillage, sans rien d’autre que Python.

Dans ce dossier, lancez\xa0: python -I verify.py journal.jsonl --anchors ancres.jsonl
La réponse "ok": true dit que rien n’a été changé, ajouté ni retiré.

Les contenus privés n’y sont pas\xa0: chaque entrée garde leur empreinte, ce qui suffit à la preuve.
Comparez les ancres avec celles reçues par courriel\xa0: elles seules montrent un journal réécrit en entier.
"""


def take_out(*, by: User, at: datetime) -> IO[bytes]:
    """Return a ZIP of the journal without private contents, its anchors, its verifier; record who took it.

    The act is recorded first, so that the file holds its own line; the anchors are read before the entries,
    for one made in between would name an absent entry.
    """
    with transaction.atomic():
        head = Reference.of(JournalHead(pk=1))
        journal.record(by, "base.journal_exported", head, at=at)
    file = TemporaryFile()  # noqa: SIM115 -- the answer that sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("LISEZ-MOI.txt", READ_ME)
        archive.writestr("verify.py", Path(verify.__file__).read_bytes())
        _write(archive, "ancres.jsonl", anchors.export_anchors())
        _write(archive, "journal.jsonl", journal.lines(private=False))
    file.seek(0)
    return file


def _write(archive: ZipFile, name: str, lines: Iterable[str]) -> None:
    with archive.open(name, "w", force_zip64=True) as member:
        for line in lines:
            member.write(f"{line}\n".encode())
