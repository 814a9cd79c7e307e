"""The reset of a lost second factor, by two administrators (ASVS 5.0, 6.6: recovery does not weaken it)."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from maillage.accounts.actions import letters
from maillage.accounts.actions.act import act
from maillage.accounts.actions.actors import require_administrator, require_open
from maillage.accounts.actions.people import end_sessions
from maillage.accounts.models import FactorReset, User
from maillage.base.errors import Refusal
from maillage.base.journal import record
from maillage.base.status import move


@act
def ask_reset(user: User, *, reason: str, by: User, at: datetime) -> FactorReset:
    """Ask for someone else's reset, saying how their identity was checked; one question at a time."""
    require_administrator(by, user, at=at)
    require_open(user)
    if not Authenticator.objects.filter(user=user).exists():
        raise Refusal(f"{user} n’a pas de second facteur\xa0: rien à réinitialiser.")
    if user.factor_resets.filter(status=FactorReset.Status.ASKED).exists():
        raise Refusal("Une demande attend déjà la réponse d’une autre personne de l’administration.")
    reset = FactorReset(user=user, reason=reason, asked_by=by, asked_at=at)
    reset.full_clean()
    reset.save()
    record(by, "accounts.factor_reset_asked", reset, private={"reason": reason}, user=user.pk, at=at)
    return reset


@act
def approve_reset(reset: FactorReset, *, by: User, at: datetime) -> None:
    """Delete the person's second factors and end their sessions; they enrol again at the next sign-in."""
    answer(reset, FactorReset.Status.APPROVED, by=by, at=at)
    Authenticator.objects.filter(user=reset.user).delete()
    end_sessions(reset.user)
    letters.send(reset.user.email, "Votre second facteur a été réinitialisé", "factor_reset", reset=reset)


@act
def refuse_reset(reset: FactorReset, *, by: User, at: datetime) -> None:
    """Leave everything as it is."""
    answer(reset, FactorReset.Status.REFUSED, by=by, at=at)


def answer(reset: FactorReset, to: FactorReset.Status, *, by: User, at: datetime) -> None:
    """Write who answered; refuse the person who asked and the person concerned."""
    require_administrator(by, reset.user, at=at)
    if by.pk == reset.asked_by_id:
        raise Refusal("Vous avez fait cette demande\xa0: quelqu’un d’autre doit y répondre.")
    reset.answered_by, reset.answered_at = by, at
    move(
        reset,
        to,
        by=by,
        at=at,
        saving=("answered_by", "answered_at"),
        action=f"accounts.factor_reset_{to}",
        user=reset.user_id,
    )
