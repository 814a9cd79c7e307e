"""What a password must be: long and hard to guess, of any make (CNIL, délibération 2022-100)."""

import re
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

SHORTEST = 15
LONGEST = 1000  # far beyond any phrase: only keeps absurd requests out
READ = 72  # what is weighed: the time grows with the square of the length
STRONG = 3  # of 4: "safely unguessable", above 10^8 guesses even off line with a slow hash

# What anyone guessing for this site would try first.
CONTEXT = (
    "région",
    "region",
    "grand est",
    "grandest",
    "ess",
    "maillage",
    "économie",
    "economie",
    "solidaire",
)

# The rows of a French keyboard, which zxcvbn does not know, and its most usual filling.
KEYS = ("azertyuiop", "azerty", "qsdfghjklm", "qsdfgh", "wxcvbn", "motdepasse", "mot de passe")

REASONS = {
    "dictionary": "il repose sur une suite de lettres courante",
    "spatial": "il suit des touches voisines du clavier",
    "repeat": "il répète la même suite",
    "sequence": "il contient une suite attendue, comme «\xa0abc\xa0» ou «\xa0123\xa0»",
    "regex": "il contient une année",
    "date": "il contient une date",
}
OWN = "il tient à votre nom, à votre adresse ou à un mot de ce site"
EMPTY: dict[str, Any] = {"score": 0, "sequence": []}
ADVICE = "Choisissez quatre ou cinq mots sans lien entre eux."


class PassphraseValidator:
    """Ask for 15 characters that cannot be guessed; no rule of composition."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise a `ValidationError` in French that says what to change."""
        if len(password) < SHORTEST:
            missing = SHORTEST - len(password)
            more = "un caractère" if missing == 1 else f"{missing} caractères"
            raise ValidationError(f"Il manque {more}\xa0: {SHORTEST} au moins. {ADVICE}", code="too_short")
        if len(password) > LONGEST:
            raise ValidationError(f"{LONGEST} caractères au plus.", code="too_long")
        given_away = [*CONTEXT, *own_words(user)]
        rest = without(password[:READ], given_away)
        weighed: dict[str, Any] = zxcvbn(rest, user_inputs=[*KEYS, *given_away]) if rest else EMPTY
        if weighed["score"] < STRONG:
            why = reason(weighed["sequence"]) if rest == without(password[:READ], []) else OWN
            raise ValidationError(f"Ce mot de passe se devine\xa0: {why}. {ADVICE}", code="guessable")

    def get_help_text(self) -> str:
        """Return the rule in one line."""
        return f"{SHORTEST} caractères au moins. Quatre ou cinq mots sans lien entre eux conviennent bien."


def own_words(user: AbstractBaseUser | None) -> list[str]:
    """Return the person's name and e-mail, whole and in pieces."""
    texts = [getattr(user, "name", ""), getattr(user, "email", "")]
    pieces = [piece for text in texts for piece in re.split(r"[^\w]+", text)]
    return [text.lower() for text in (*texts, *pieces) if len(text) > 2]  # noqa: PLR2004 -- initials weigh nothing


def without(password: str, words: list[str]) -> str:
    """Return what is left once the spaces, and the words that a guesser tries first, are taken out."""
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"\s|{known}" if known else r"\s", "", password, flags=re.IGNORECASE)


def reason(sequence: list[dict[str, object]]) -> str:
    """Say why a password is guessable, from its longest recognised piece."""
    known = [piece for piece in sequence if piece["pattern"] in REASONS]
    if not known:
        return "il n’est pas assez varié"
    longest = max(known, key=lambda piece: len(str(piece["token"])))
    return REASONS["spatial" if str(longest["token"]).lower() in KEYS else str(longest["pattern"])]
