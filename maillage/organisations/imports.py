"""Structures brought in a CSV file: read by the form that agents fill in, so by the same rules and words.

A line whose number is known is left alone; a file with a mistake brings nothing in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By
from maillage.base.errors import Refusal
from maillage.base.spreadsheets import as_typed
from maillage.organisations.actions.organisations import create
from maillage.organisations.forms.organisations import OrganisationForm
from maillage.organisations.models import Organisation
from maillage.territories.files import FileRefused, Line, table
from maillage.territories.folding import fold

MOST = 500  # lines of a file: each structure is an act of its own in the journal
# Column -> field of the form. Those of the export are read back.
REQUIRED = {"nom": "name", "commune": "commune"}
OPTIONAL = {
    "code commune": "commune",
    "sigle": "acronym",
    "siren": "siren",
    "rna": "rna",
    "tribunal": "court",
    "volume": "volume",
    "folio": "folio",
    "catégorie juridique": "legal_category",
    "naf": "activity",
    "adresse": "address",
    "tranche d’effectif": "size_band",
    "année de l’effectif": "size_year",
}
PARTIAL = "diffusion partielle"


@dataclass(slots=True)
class Report:
    """What came of a file: structures created, known already, and the mistakes, line by line."""

    created: int = 0
    known: int = 0
    mistakes: list[str] = field(default_factory=list)


def lines_of(path: Path) -> list[Line]:
    """Return the lines of a file; too many, or no column of a name, are refused."""
    lines = list(table(path, list(REQUIRED), [*OPTIONAL, PARTIAL]))
    if len(lines) > MOST:
        raise FileRefused(path, "", f"il a {len(lines)} lignes, le maximum est {MOST}\xa0: partagez-le")
    return lines


@act
def bring_in(lines: Iterable[Line], *, by: By, at: datetime) -> Report:
    """Create the structures of a file that are not known yet; the caller undoes all after a mistake."""
    report = Report()
    for line in lines:
        form = OrganisationForm(typed(line), instance=blank(line))
        valid = form.is_valid()
        if is_known(form.instance):
            report.known += 1
        elif valid:
            _create(form.instance, line, report, by=by, at=at)
        else:
            said = [f"{name}\xa0: {' '.join(errors)}" for name, errors in labelled(form)]
            report.mistakes.append(f"ligne {line.number}, {' '.join(said)}")
    return report


def _create(organisation: Organisation, line: Line, report: Report, *, by: By, at: datetime) -> None:
    try:
        create(organisation, by=by, at=at)
    except Refusal as refusal:
        report.mistakes.append(f"ligne {line.number}, {refusal.sentence}")
    else:
        report.created += 1


def typed(line: Line) -> dict[str, str]:
    """Return a line as it would be typed in the form."""
    cells = {name.replace("'", "’"): as_typed(cell.strip()) for name, cell in line.cells.items()}
    data = {field: cells[name] for name, field in {**REQUIRED, **OPTIONAL}.items() if cells.get(name)}
    return data | ({"partial": "on"} if fold(cells.get(PARTIAL, "")) == "oui" else {})


def blank(line: Line) -> Organisation:
    """Return a structure that says which file it comes from."""
    return Organisation(source=Organisation.Source.FILE, source_reference=line.path.name[:200])


def labelled(form: OrganisationForm) -> Iterable[tuple[str, list[str]]]:
    """Yield the mistakes of a form under the names of its fields."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else "structure"
        yield str(label), [str(error) for error in errors]


def is_known(organisation: Organisation) -> bool:
    """Tell whether one of its numbers is known, or, where it has none, its name in its commune."""
    told = organisation
    same = [Q(**{name: getattr(told, name)}) for name in ("siren", "rna") if getattr(told, name)]
    if told.court:
        same.append(Q(court=told.court, volume=told.volume, folio=told.folio))
    if not same and told.commune_id:
        told.refold()
        same.append(Q(folded=told.folded, commune=told.commune_id))
    return any(Organisation.objects.filter(condition).exists() for condition in same)
