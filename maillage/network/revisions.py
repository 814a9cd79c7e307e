"""Reading past revisions back, and comparing them."""

import json

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from maillage.network import format as sheet_format
from maillage.network import published, sheet
from maillage.network.differences import Change, find
from maillage.network.format import SheetDocument
from maillage.network.models import Revision


def present() -> dict[str, object]:
    """Return the document of the sheet as any visitor reads it at this moment."""
    return document_of(sheet.current(AnonymousUser()))


def document_of(told: sheet.Sheet) -> dict[str, object]:
    """Return the document of a sheet, at the public address."""
    return published.document(told, settings.PUBLIC_ADDRESS)


def read(document: object) -> SheetDocument:
    """Return a document as the sheet that it is; `SheetError` for what no longer is one."""
    return sheet_format.read(json.dumps(document).encode())


def between(before: Revision, after: Revision) -> list[Change]:
    """Return what changed for a reader from one revision to the other, whichever came first."""
    return find(read(before.document), read(after.document))
