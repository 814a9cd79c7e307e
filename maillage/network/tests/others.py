"""Another collectivité's sheet, made from ours under a fictitious name."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from maillage.accounts.models import User
from maillage.accounts.tests.factories import AT
from maillage.network import sheet
from maillage.network.actions.members import import_sheet
from maillage.network.models import MemberSheet
from maillage.network.published import document

NAME, KEY, ADDRESS = "Région Fictive", "region-fictive-r99", "https://fictive.exemple.fr"


def ours() -> dict[str, Any]:
    """Return what we publish."""
    return document(sheet.current(AnonymousUser()), settings.PUBLIC_ADDRESS)


def theirs(**owner: object) -> dict[str, Any]:
    """Return the same facts, told by another collectivité."""
    said = ours()
    said["adresse"] = f"{ADDRESS}/fiche/"
    said["collectivite"] |= {"nom": NAME, "territoire": "R99", **owner}
    for section in said["sections"]:
        for figure in section["chiffres"]:
            if figure["code_territoire"] == "R44":
                figure |= {"code_territoire": said["collectivite"]["territoire"], "territoire": "Fictive"}
    return said


def text_of(said: dict[str, Any]) -> str:
    """Return the file in its usual form."""
    return json.dumps(said, ensure_ascii=False)


def keep(by: User, said: dict[str, Any] | None = None) -> MemberSheet:
    """Import it by the ordinary act."""
    return import_sheet(text_of(said or theirs()), by=by, at=AT)


def file(content: bytes, name: str = "fiche.json") -> SimpleUploadedFile:
    """Return a file to upload."""
    return SimpleUploadedFile(name, content, "application/json")


def first_figure(said: dict[str, Any]) -> dict[str, Any]:
    """Return the first figure, to spoil it."""
    figure: dict[str, Any] = next(section for section in said["sections"] if section["chiffres"])["chiffres"][
        0
    ]
    return figure
