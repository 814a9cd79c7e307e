"""Elimination slips: drafted, submitted, signed by the archives, then executed row by row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.utils import timezone

from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import By, person_or_none, require_role
from maillage.accounts.actions.erasure import obstacles
from maillage.accounts.actions.rows import ELIMINATE, delete
from maillage.accounts.models import DataRequest, EliminationLine, EliminationSlip, Role, User
from maillage.accounts.register import Rule, rules
from maillage.accounts.retention import day_of, due_rows, reached
from maillage.base.errors import Refusal
from maillage.base.journal import BATCH, record
from maillage.base.status import move

Status = EliminationSlip.Status
KEEPERS = (Role.ARCHIVIST, Role.DPO)
LONGEST = 5000  # rows of one line: the next slip takes the rest
EVERY = timedelta(days=30)
REACHED = "Durées de conservation atteintes"
CHANGED = "Ce bordereau n’est plus celui qui a été établi. N’exécutez rien, et prévenez l’administration."


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What one line would hold: the rows of one rule, and the days of the first and the last."""

    rule: Rule
    rows: list[int | str]
    first_on: date | None = None
    last_on: date | None = None


def digest(kind: str, rows: Sequence[int | str]) -> str:
    """Return the SHA-256 of a list of rows: anyone with the slip can do it again.

    >>> digest("base.mail", [1, 2])[:12]
    '4d3f4a8f1df5'
    """
    return sha256("\n".join(f"{kind}:{row}" for row in rows).encode()).hexdigest()


def digest_of(lines: Iterable[EliminationLine]) -> str:
    """Return the SHA-256 of a slip, from those of its lines in order."""
    return sha256("\n".join(line.sha256 for line in lines).encode()).hexdigest()


@act
def draft(listed: Sequence[Listed], *, reason: str, by: By, at: datetime) -> EliminationSlip:
    """Write a slip and its lines, row by row; nothing is eliminated by it."""
    require_role(by, *KEEPERS, at=at)
    lines = [
        EliminationLine(
            rule=one.rule.key,
            kind=one.rule.model,
            nature=one.rule.label,
            basis=one.rule.basis,
            count=len(one.rows),
            first_on=one.first_on,
            last_on=one.last_on,
            rows=one.rows,
            sha256=digest(one.rule.model, one.rows),
        )
        for one in listed
    ]
    slip = EliminationSlip(
        reason=reason, drafted_at=at, drafted_by=person_or_none(by), sha256=digest_of(lines)
    )
    slip.full_clean()
    slip.save()
    for line in lines:
        line.slip = slip
        line.save(force_insert=True)
    record(by, "accounts.slip_drafted", slip, lines={line.rule: line.count for line in lines}, at=at)
    return slip


def propose(*, by: By, at: datetime) -> EliminationSlip | None:
    """Draft a slip with whatever has reached its term and is on no other slip; None when nothing has."""
    listed = [found for rule in rules().values() if (found := _reached(rule, at)).rows]
    return draft(listed, reason=REACHED, by=by, at=at) if listed else None


def propose_monthly(at: datetime) -> None:
    """Draft the clock's slip, unless its last one is less than 30 days old or still waits."""
    last = EliminationSlip.objects.filter(drafted_by=None).order_by("-drafted_at").first()
    waits = last is not None and last.status in {Status.DRAFTED, Status.SUBMITTED, Status.VISA}
    if last is None or not (waits or at - last.drafted_at < EVERY):
        propose(by="horloge", at=at)


def _reached(rule: Rule, at: datetime) -> Listed:
    taken = set(_on_a_slip(rule))
    found = [(row, day) for row, day in reached(rule, at) if row not in taken][:LONGEST]
    days = [day_of(since) for _, since in found]
    return Listed(
        rule=rule,
        rows=[row for row, _ in found],
        first_on=min(days, default=None),
        last_on=max(days, default=None),
    )


def _on_a_slip(rule: Rule) -> Iterable[int | str]:
    """Yield the rows that wait on a slip, and those that the archives chose to keep."""
    done = EliminationLine.objects.filter(kind=rule.model).exclude(slip__status=Status.EXECUTED)
    for rows in done.values_list("rows", flat=True):
        yield from cast("list[int | str]", rows)


@act
def submit(slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Ask the archives for their visa."""
    require_role(by, *KEEPERS, at=at)
    slip.submitted_by, slip.submitted_at = by, at
    move(
        slip,
        Status.SUBMITTED,
        by=by,
        at=at,
        saving=("submitted_by", "submitted_at"),
        action="accounts.slip_submitted",
    )


@act
def give_visa(slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Allow the elimination of exactly the rows listed; an archivist, neither drafter nor submitter."""
    _answer(slip, Status.VISA, by=by, at=at)


@act
def refuse_visa(slip: EliminationSlip, *, refusal: str, by: User, at: datetime) -> None:
    """Keep everything, with the reason; the rows listed are not proposed again."""
    slip.refusal = refusal.strip()
    _answer(slip, Status.REFUSED, by=by, at=at)


def _answer(slip: EliminationSlip, to: Status, *, by: User, at: datetime) -> None:
    require_role(by, Role.ARCHIVIST, at=at)
    if by.pk in {slip.drafted_by_id, slip.submitted_by_id}:
        raise Refusal("Vous avez établi ou soumis ce bordereau\xa0: une autre personne des archives le vise.")
    require_unchanged(slip)
    slip.visa_by, slip.visa_at = by, at
    saving = ("visa_by", "visa_at", "refusal")
    move(slip, to, by=by, at=at, saving=saving, action=f"accounts.slip_{to}", sha256=slip.sha256)


def require_unchanged(slip: EliminationSlip) -> None:
    """Refuse a slip whose rows are no longer those whose hash the journal holds."""
    lines = list(slip.lines.all())
    true = all(digest(line.kind, line.rows) == line.sha256 for line in lines)
    if not lines or not true or digest_of(lines) != slip.sha256:
        raise Refusal(CHANGED)


@act
def execute(slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Eliminate the rows that a slip with its visa lists, by batches; the rest of the slip is spared.

    A row that no longer has to go (the person came back, the request was refused) is left alone and counted.
    Refused without the visa, on a slip that changed, and to a person whom it erases.
    """
    require_role(by, *KEEPERS, at=at)
    slip = EliminationSlip.objects.select_for_update(of=("self",), no_key=True).get(pk=slip.pk)
    if slip.status != Status.VISA:
        raise Refusal("Ce bordereau n’a pas le visa des archives\xa0: rien n’est éliminé.")
    require_unchanged(slip)
    if any(line.kind == "accounts.user" and by.pk in line.rows for line in slip.lines.all()):
        raise Refusal("Ce bordereau efface votre propre compte\xa0: une autre personne l’exécute.")
    for line in slip.lines.all():
        gone = sum(_batch(line, line.rows[n : n + BATCH], by=by, at=at) for n in range(0, line.count, BATCH))
        slip.eliminated += gone
        slip.spared += line.count - gone
    slip.executed_by, slip.executed_at = by, at
    saving = ("executed_by", "executed_at", "eliminated", "spared")
    move(slip, Status.EXECUTED, by=by, at=at, saving=saving, action="accounts.slip_executed")
    _close_request(slip, by=by, at=at)


def _batch(line: EliminationLine, rows: list[int | str], *, by: User, at: datetime) -> int:
    """Eliminate one batch; write in the journal how many went, and the hash of their list."""
    found = list(due_rows(rules()[line.rule], rows, at))
    eliminate: Callable[..., list[Any]] = ELIMINATE.get(line.kind, delete)
    gone = eliminate(line, found, by=by, at=at) if found else []
    record(
        by,
        "accounts.rows_eliminated",
        line.slip,
        rule=line.rule,
        model=line.kind,
        count=len(gone),
        sha256=digest(line.kind, gone),
        at=at,
    )
    return len(gone)


def _close_request(slip: EliminationSlip, *, by: User, at: datetime) -> None:
    """Answer the request that a slip carries out, if the person is erased; else it goes on waiting."""
    request = DataRequest.objects.filter(slip=slip, status=DataRequest.Status.PREPARED).first()
    if request is None:
        return
    if not slip.eliminated:
        raise Refusal(" ".join(obstacles(request.person, on=timezone.localdate(at))))
    request.answered_at = at
    move(
        request, DataRequest.Status.DONE, by=by, at=at, saving=("answered_at",), action="accounts.data_erased"
    )
