"""The file of a person's own data (GDPR, art. 15): what the register says is theirs, nobody else's."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models
from django.template.loader import render_to_string

from maillage.accounts.actions.erasure import replaced
from maillage.accounts.holdings import Subject, rows_about
from maillage.accounts.models import Invitation, User
from maillage.accounts.register import Holding, Treatment, table, treatments
from maillage.accounts.wording import ACTS
from maillage.base.entries import JournalEntry, JournalPayload
from maillage.base.journal import plain
from maillage.base.outbox import Mail
from maillage.base.templatetags.french import en_mots

SOMEONE, ADDRESS = "une autre personne", "une autre adresse"
ADDRESSES = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|\+00:00))?")
# What acts write in the journal's private contents, and how it reads.
KEYS = {
    "after": "après",
    "before": "avant",
    "email": "adresse",
    "name": "nom",
    "reason": "motif",
    "text": "texte",
}
EMPTY: tuple[object, ...] = (None, "", [], {})
SHORTEST = 3  # a name of fewer letters is found in any word


@dataclass(frozen=True, slots=True)
class Datum:
    """One field of one row."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table, under the treatment that keeps them."""

    treatment: str
    title: str
    rows: list[list[Datum]]


@dataclass(frozen=True)
class Mask:
    """What hides other people in the texts about one person."""

    subject: Subject

    @cached_property
    def others(self) -> "re.Pattern[str] | None":
        """Return what finds the other people's names, the longest first."""
        people = User.objects.exclude(pk__in=[account.pk for account in self.subject.accounts])
        names = {*people.values_list("name", flat=True), *Invitation.objects.values_list("name", flat=True)}
        words = [name for name in names - self.subject.names if len(name) >= SHORTEST]
        choices = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return re.compile(rf"(?<!\w)(?:{choices})(?!\w)") if words else None

    def text(self, text: str) -> str:
        """Return a text without anyone else's name or address."""
        emails = self.subject.emails
        text = ADDRESSES.sub(lambda found: found[0] if found[0].lower() in emails else ADDRESS, text)
        return self.others.sub(SOMEONE, text) if self.others else text


def sections(person: User) -> list[Section]:
    """Return everything about a person, table by table, the empty ones left out."""
    subject = Subject(person)
    mask = Mask(subject)
    found = [section for one in treatments() for section in _sections(one, subject, mask)]
    return [*found, *_acts(subject)]


def _sections(treatment: Treatment, subject: Subject, mask: Mask) -> Iterator[Section]:
    for label, holding in treatment.holds.items():
        model = table(label)
        rows = rows_about(model, holding, subject)
        data = [list(_row(row, holding, subject, mask)) for row in rows.select_related()]
        if data:
            yield Section(treatment.title, holding.title_of(model), data)


def _acts(subject: Subject) -> Iterator[Section]:
    """Yield what the journal keeps of a person's own acts: when and what, never on whom."""
    entries = JournalEntry.objects.filter(actor_ref__in=[str(ref) for ref in subject.refs])
    rows = [list(_act(at, action)) for at, action in entries.values_list("at", "action")]
    if rows:
        yield Section("Journal des actes", "vos actes", rows)


def _act(at: datetime, action: str) -> Iterator[Datum]:
    yield Datum("at", "date", plain(at))
    yield Datum("action", "acte", ACTS.get(action, action))


def _row(row: models.Model, holding: Holding, subject: Subject, mask: Mask) -> Iterator[Datum]:
    model = type(row)
    if isinstance(row, JournalPayload):
        yield from _act(row.entry.at, row.entry.action)
    for name in holding.exported(model):
        label = holding.label_of(model, name)
        if name in holding.withheld:
            yield Datum(name, label, f"non communiqué\xa0: {holding.withheld[name]}")
        elif _is_secret(row, name):
            yield Datum(name, label, "non communiqué\xa0: il contient un code ou un lien personnel")
        else:
            yield Datum(name, label, _value(row, name, subject, mask))


def _is_secret(row: models.Model, name: str) -> bool:
    return isinstance(row, Mail) and row.secret and name in {"body", "alternatives", "attachments"}


def _value(row: models.Model, name: str, subject: Subject, mask: Mask) -> Any:  # noqa: ANN401 -- any column
    value = getattr(row, name)
    if isinstance(value, User):
        return "vous" if value.pk in {account.pk for account in subject.accounts} else SOMEONE
    if isinstance(row, Mail) and name == "attachments":
        value = [attached[0] for attached in value]
    elif show := getattr(row, f"get_{name}_display", None):
        value = str(show())
    elif isinstance(value, models.Model):
        value = str(value)
    return replaced(plain(value), mask.text)


def archive(person: User, *, at: datetime) -> bytes:
    """Return the ZIP that the person receives: the same data for machines (JSON) and for people (HTML)."""
    found = sections(person)
    content = {"genere_le": plain(at), "rubriques": [asdict(section) for section in found]}
    page = render_to_string("accounts/my_data_file.html", {"sections": readable(found), "at": at})
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=1))
        file.writestr("mes-donnees.html", page)
    return written.getvalue()


def readable(found: Iterable[Section]) -> list[Section]:
    """Return the sections with values as people read them, the empty ones left out."""
    return [
        Section(
            one.treatment,
            one.title,
            [
                [Datum(d.name, d.label, words(d.value)) for d in row if d.value not in EMPTY]
                for row in one.rows
            ],
        )
        for one in found
    ]


def words(value: Any) -> str:  # noqa: ANN401 -- any value of JSON
    """Write a value of JSON for a reader.

    >>> words(True), words(["a", "b"]), words(None)
    ('oui', 'a, b', '–')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(words, value)) or "–"
    if isinstance(value, dict):
        return "\xa0; ".join(f"{KEYS.get(key, key)}\xa0: {words(item)}" for key, item in value.items()) or "–"
    text = "" if value is None else str(value)
    return _day_in_words(text) or text or "–"


def _day_in_words(text: str) -> str:
    if not INSTANT.fullmatch(text):
        return ""
    try:
        return en_mots(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    except ValueError:  # a text that only looks like a date
        return ""
