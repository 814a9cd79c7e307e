"""The sheet of another collectivité as it arrives: judged, named, set beside the former one.

Nothing is fetched, nothing believed: the format judges each value (`format.py`), these rules the whole. The
limits keep every page about it short to make: the rules of the points compare figures two by two.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from maillage.base.dates import FuzzyDate
from maillage.network.format import SheetDocument, SheetError, read
from maillage.network.models import Collectivite, MemberSheet
from maillage.network.rebuilt import sheet_of
from maillage.network.sheet import Sheet
from maillage.territories.folding import fold

MOST_FIGURES = 250
MOST_FACTS = 2_000
MOST_RENAMED = 100  # « écrit dans la source »: compared word by word
MOST_POINTS = 200
KEY_OF_NAME = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A sheet fit to be kept: its document, the text to keep, and the member's last one if there is one."""

    document: SheetDocument
    sheet: Sheet
    text: str
    key: str
    points: int
    former: MemberSheet | None

    @property
    def sha256(self) -> str:
        """The hash of the text; the same facts written otherwise give the same."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def known(self) -> bool:
        """Whether it is the last sheet of the member, to the letter."""
        return self.former is not None and self.former.sha256 == self.sha256

    @property
    def older(self) -> bool:
        """Whether the last sheet of the member says that it was updated later."""
        dated = FuzzyDate.parse(self.document.owner.sheet_dated).latest
        before = self.former.sheet_dated.earliest if self.former else None
        return dated is not None and before is not None and dated < before

    @property
    def moved(self) -> bool:
        """Whether the last sheet of the member came from another address."""
        return self.former is not None and self.former.member.address != self.document.address


def receive(content: bytes, *, on: date) -> Incoming:
    """Return the sheet that a file holds; raise `SheetError`, in French, for what may not be kept."""
    document = read(content)
    _few(document)
    _of_another(document)
    sheet = sheet_of(document)
    points = sheet.to_check(on)
    if (count := len(points.points) + len(points.findings.all)) > MOST_POINTS:
        raise SheetError(
            f"Nos règles y trouvent {count} points à vérifier, {MOST_POINTS} au plus sont admis."
        )
    key = key_of(document)
    return Incoming(
        document=document,
        sheet=sheet,
        text=document.model_dump_json(by_alias=True),
        key=key,
        points=points.count,
        former=MemberSheet.objects.visible_to(None).latest().filter(member__key=key).first(),
    )


def key_of(document: SheetDocument) -> str:
    """Return what the member is known by: its name and its territory, as two communes may share a name.

    Two words at least: it is never that of a page (`/reseau/importer/`).
    """
    name = fold(document.owner.name).replace(" ", "-")
    if not name:
        raise SheetError("Le nom de la collectivité n’a aucune lettre de l’alphabet latin.")
    code = fold(document.owner.territory or document.owner.level or "collectivite").replace(" ", "-")
    return f"{name[:KEY_OF_NAME].strip('-')}-{code or 'collectivite'}"


def _few(document: SheetDocument) -> None:
    facts = [fact for fact, _ in document.every_fact()]
    renamed = sum(fact.as_written is not None for fact in facts)
    for count, most, what in (
        (len(document.figures), MOST_FIGURES, "chiffres"),
        (len(facts), MOST_FACTS, "faits"),
        (renamed, MOST_RENAMED, "«\xa0ecrit_dans_la_source\xa0»"),
    ):
        if count > most:
            raise SheetError(f"La fiche compte {count} {what}, {most} au plus sont admis.")


def _of_another(document: SheetDocument) -> None:
    """Refuse what would pass for our own sheet: it bears our name."""
    ours = Collectivite.objects.first()
    names = {fold(settings.COLLECTIVITE_NAME), fold(ours.name) if ours else ""}
    if fold(document.owner.name) in names - {""}:
        raise SheetError(
            "C’est notre propre fiche, ou un fichier qui prend notre nom. "
            "On n’importe que la fiche d’une autre collectivité."
        )
