"""What people ask about their data, from filing to the answer; each step is journalled."""

from datetime import datetime, timedelta

from maillage.accounts.actions import access_file, elimination, letters
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import day_of, require_role
from maillage.accounts.actions.erasure import obstacles
from maillage.accounts.models import DataRequest, Role, User
from maillage.accounts.models.requests import months_after
from maillage.accounts.register import rules
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move

Kind, Status = DataRequest.Kind, DataRequest.Status
AVAILABLE = timedelta(days=30)


@act
def file(kind: str, *, text: str = "", by: User, at: datetime) -> DataRequest:
    """Ask something about one's own data; the answer is due within a month (art. 12.3)."""
    if by.data_requests.open().filter(kind=kind).exists():
        raise Refusal("Une demande de cette sorte attend déjà sa réponse. Vous la suivez sur cette page.")
    request = DataRequest(
        kind=kind,
        person=by,
        text=text.strip(),
        received_at=at,
        due_on=months_after(day_of(at), 1),
    )
    request.full_clean()
    request.save()
    record(by, "accounts.data_requested", request, private={"text": request.text}, at=at)
    letters.send(by.email, "Votre demande est enregistrée", "data_requested", request=request)
    return request


@act
def open_file(request: DataRequest, *, by: User, at: datetime) -> None:
    """Write in the journal that the file of a natural person is read before it is given to them."""
    record(by, "accounts.person_file_opened", request, person=request.person_id, at=at)


@act
def prepare(request: DataRequest, *, new_name: str = "", by: User, at: datetime) -> None:
    """Fix the answer that the preview shows; nothing changes yet. An erasure goes to the archives."""
    _require_handler(request, by=by, at=at)
    if request.kind == Kind.RECTIFICATION:
        request.new_name = new_name.strip()
        if request.new_name == request.person.name:
            raise Refusal(
                "Ce nom est déjà celui du compte. Écrivez le nom corrigé, ou refusez en expliquant."
            )
    if request.kind == Kind.ERASURE:
        _draft_slip(request, by=by, at=at)
    request.answered_by = by
    saving = ("answered_by", "new_name", "slip")
    move(request, Status.PREPARED, by=by, at=at, saving=saving, action="accounts.data_request_prepared")


def _draft_slip(request: DataRequest, *, by: User, at: datetime) -> None:
    """Draft and submit the slip of one account, and tell the person while they can still be told."""
    person = request.person
    if problems := obstacles(person, on=day_of(at)):
        raise Refusal(" ".join(problems))
    day = day_of(person.created_at)
    listed = elimination.Listed(
        rule=rules()["requested_erasure"], rows=[person.pk], first_on=day, last_on=day
    )
    request.slip = elimination.draft([listed], reason=f"{request}\xa0: effacement", by=by, at=at)
    elimination.submit(request.slip, by=by, at=at)
    letters.send(person.email, "Votre compte va être effacé", "data_erasure", request=request)


@act
def complete(request: DataRequest, *, by: User, at: datetime) -> None:
    """Give the file for 30 days, or apply the correction; an erasure ends by the execution of its slip."""
    _require_handler(request, by=by, at=at)
    if request.kind == Kind.ERASURE:
        raise Refusal("Un effacement s’achève par l’exécution de son bordereau, après le visa des archives.")
    before, facts = request.person.name, {}
    if request.kind == Kind.RECTIFICATION:
        request.person.name = request.new_name
        request.person.full_clean(exclude=["password"])
        request.person.save(update_fields=["name"])
        facts = {"before": before, "after": request.new_name}
    else:
        request.available_until = at + AVAILABLE
    request.answered_by, request.answered_at = by, at
    saving = ("answered_by", "answered_at", "available_until")
    move(
        request, Status.DONE, by=by, at=at, saving=saving, action="accounts.data_request_done", private=facts
    )
    letters.send(request.person.email, "La réponse à votre demande", "data_answered", request=request)


@act
def refuse(request: DataRequest, *, reason: str, by: User, at: datetime) -> None:
    """Refuse and say why (art. 12.4); an erasure only before the visa or after its refusal."""
    _require_handler(request, by=by, at=at)
    if request.slip and request.slip.status == request.slip.Status.VISA:
        raise Refusal("Les archives ont donné leur visa\xa0: exécutez le bordereau.")
    request.reason, request.answered_by, request.answered_at = reason.strip(), by, at
    saving = ("reason", "answered_by", "answered_at")
    move(request, Status.REFUSED, by=by, at=at, saving=saving, action="accounts.data_request_refused")
    letters.send(request.person.email, "La réponse à votre demande", "data_answered", request=request)


@act
def take_away(request: DataRequest, *, by: User, at: datetime) -> bytes:
    """Return one's own file, made at that instant: no copy is kept. Refused once its 30 days are over."""
    if by != request.person or not request.has_file(at):
        raise Refusal("Ce fichier n’est plus disponible. Faites une nouvelle demande pour le recevoir.")
    record(by, "accounts.data_taken_away", request, at=at)
    return access_file.archive(by, at=at)


def _require_handler(request: DataRequest, *, by: User, at: datetime) -> None:
    """Refuse but to data protection, on an open request that is not one's own."""
    require_role(by, Role.DPO, at=at)
    if by == request.person:
        raise Refusal("On ne répond pas à sa propre demande. Confiez-la à une autre personne.")
    if not request.is_open:
        raise Refusal("Cette demande a déjà sa réponse. Rechargez la page pour la lire.")
