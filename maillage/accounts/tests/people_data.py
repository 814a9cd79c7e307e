"""A person with a row of everything that holds personal data, each text marked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from maillage.accounts.actions import addresses, elimination, factors, requests
from maillage.accounts.actions.people import open_account
from maillage.accounts.models import DataRequest, EliminationSlip, Role, User
from maillage.accounts.register import rules
from maillage.accounts.tests.factories import (
    AT,
    client_of,
    make_absence,
    make_factor,
    make_grant,
    make_invitation,
    make_membership,
    make_reset,
    make_user,
)
from maillage.base.idempotency import IdempotencyKey
from maillage.base.journal import record
from maillage.base.outbox import Mail
from maillage.base.references import Reference

ENDED = timezone.localdate(AT) - timedelta(days=400)


@dataclass
class Life:
    """A person, those who act on them, and the marks that their texts carry."""

    token: str
    administrator: User
    dpo: User
    archivist: User
    person: User = field(init=False)

    def mark(self, place: str) -> str:
        """Return a text that only this person and this place have."""
        return f"{self.token}{place}"


def marked_life(token: str) -> Life:
    """Return someone whose every text carries a token, ready to be erased: no role left, nothing waiting."""
    life = Life(
        token, make_user(role=Role.ADMINISTRATOR), make_user(role=Role.DPO), make_user(role=Role.ARCHIVIST)
    )
    life.person = open_account(
        f"{token.lower()}@exemple.fr", name=f"{token} Lemaître", password=None, by=life.administrator, at=AT
    )
    _work(life)
    _proofs(life)
    send_mail(life.mark("sujet"), life.mark("corps"), None, [life.person.email])
    send_mail(
        "Une collègue", f"À demander à {life.person.name}, {life.person.email}", None, ["autre@exemple.fr"]
    )
    hand_over_mails()
    return life


def _work(life: Life) -> None:
    """Give a past role, a past place, an absence, and what was said of them."""
    person, colleague = life.person, make_user(name="Collègue Présente")
    make_grant(person, Role.PARTNER, reason=life.mark("motif"), ends_on=ENDED, granted_by=life.administrator)
    make_membership(person, title=life.mark("fonction"), ends_on=ENDED)
    make_absence(person, colleague)
    reset = make_reset(person, life.administrator, reason=life.mark("guichet"))
    factors.refuse_reset(reset, by=make_user(role=Role.ADMINISTRATOR), at=AT)
    make_invitation(life.administrator, email=person.email, name=person.name)
    with transaction.atomic():
        about = {"reason": life.mark("acte")}
        record(life.administrator, "accounts.noted", person, private=about, at=AT)
        record(
            life.administrator, "accounts.noted", colleague, private={"text": f"avec {person.name}"}, at=AT
        )
        record(person, "accounts.noted", colleague, at=AT)


def _proofs(life: Life) -> None:
    """Give keys, sessions and a change of address that waits."""
    person = life.person
    make_factor(person)
    SocialAccount.objects.create(
        user=person, provider="p", uid=life.mark("uid"), extra_data={"n": life.mark("x")}
    )
    client_of(person)
    ref = Reference.of(person)
    IdempotencyKey.objects.create(key=uuid4(), owner=ref, purpose="p", content_hash="h", at=AT)
    addresses.change_email(person, f"{life.token.lower()}-neuf@exemple.fr", by=life.administrator, at=AT)


def hand_over_mails() -> None:
    """Have every mail that waits accepted by its server."""
    Mail.objects.filter(status="waiting").update(status="sending", attempts=1)
    Mail.objects.filter(status="sending").update(status="sent", accepted_at=AT)


def filed(person: User, kind: str = "rectification", **fields: str) -> DataRequest:
    """Return a request whose receipt has left."""
    request = requests.file(kind, by=person, at=AT, **fields)
    hand_over_mails()
    return request


def prepared_erasure(life: Life, text: str = "") -> DataRequest:
    """Return a request for erasure whose slip waits for its visa."""
    request = filed(life.person, "erasure", text=text)
    requests.prepare(request, by=life.dpo, at=AT)
    hand_over_mails()
    return request


def erased(life: Life, text: str = "") -> DataRequest:
    """Go through the whole procedure."""
    request = prepared_erasure(life, text)
    assert request.slip
    elimination.give_visa(request.slip, by=life.archivist, at=AT)
    elimination.execute(request.slip, by=life.dpo, at=AT)
    request.refresh_from_db()
    return request


def places_of(token: str) -> list[str]:
    """Return table.column of each row, of any table, where a text is found; sessions are opened."""
    found = [
        place for model in apps.get_models(include_auto_created=True) for place in _columns(model, token)
    ]
    opened = (json.dumps(session.get_decoded()) for session in Session.objects.all())
    return found + ["sessions.session"] * sum(token.lower() in text.lower() for text in opened)


def _columns(model: type[Model], token: str) -> Iterator[str]:
    for column in model._meta.local_concrete_fields:
        texts = model._base_manager.annotate(as_text=Cast(column.name, TextField()))
        if texts.filter(as_text__icontains=token).exists():
            yield f"{model._meta.label_lower}.{column.name}"


def draft_of(*rows: int, by: User, kind: str = "old_mails") -> EliminationSlip:
    """Return a drafted slip of one line."""
    listed = elimination.Listed(rule=rules()[kind], rows=list(rows))
    return elimination.draft([listed], reason="Essai", by=by, at=AT)
