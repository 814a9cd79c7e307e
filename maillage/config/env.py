"""Strict reading of environment variables: an unknown value stops the start, it is never guessed."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

SQLITE = "sqlite:///"
LONGEST_NUMBER = 10


class BadEnvironment(ValueError):  # noqa: N818 -- it names what is wrong
    """A variable that cannot be read; the message names it and says what is accepted."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default where it is unset."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; only 0 and 1 are accepted."""
    value = os.environ.get(name, str(int(default)))
    if value not in {"0", "1"}:
        raise BadEnvironment(f"{name}={value!r}\xa0: écrire 0 ou 1.")
    return value == "1"


def number(name: str, default: int) -> int:
    """Return a whole number, zero or more."""
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < LONGEST_NUMBER):
        raise BadEnvironment(f"{name}={value!r}\xa0: écrire un nombre entier.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return a folder, made where it was missing."""
    path = Path(text(name) or default).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadEnvironment(
            f"{name}\xa0: le dossier {path} ne peut être créé ({error.strerror}). Donnez-en un autre."
        ) from error
    return path


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address, None for one whose host or port cannot be read."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 -- reading it checks it
    except ValueError:
        return None
    return parts


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, blanks left out."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def origin(address: str) -> str:
    """Return scheme, host and port of an address; nothing for nothing."""
    parts = _split(address)
    return f"{parts.scheme}://{parts.netloc}" if parts and parts.netloc else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed over; `starttls` raises encryption after connecting, `tls` starts with it."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(name: str, default: str) -> MailServer:
    """Return what `smtp://user:secret@host:port` says; smtp+starttls:// and smtps:// encrypt."""
    parts = _split(os.environ.get(name, default))
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts is None or parts.scheme not in ports or not parts.hostname:
        message = f"{name}\xa0: écrire smtp://SERVEUR:PORT, smtp+starttls://... ou smtps://UTILISATEUR:SECRET@SERVEUR."
        raise BadEnvironment(message)
    return MailServer(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+starttls",
        tls=parts.scheme == "smtps",
    )


def database(name: str, default: str) -> dict[str, str | int]:
    """Return Django's NAME, USER, ... from `sqlite:///path` or `postgresql://user:secret@host:port/name`."""
    value = os.environ.get(name, default)
    if value.startswith(SQLITE) and value != SQLITE:
        return {"ENGINE": "maillage.base.engines.sqlite", "NAME": value.removeprefix(SQLITE)}
    parts = _split(value)
    # Options after "?" would be dropped in silence: PostgreSQL's own variables (PGSSLMODE...) are read.
    if (
        parts
        and parts.scheme == "postgresql"
        and parts.path.strip("/")
        and not (parts.query or parts.fragment)
    ):
        return {
            "ENGINE": "maillage.base.engines.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
        }
    raise BadEnvironment(
        f"{name}\xa0: écrire sqlite:///CHEMIN ou postgresql://UTILISATEUR@SERVEUR/BASE, sans rien après "
        "(chiffrement\xa0: variable PGSSLMODE)."
    )


def local_secret(folder: Path, *, allowed: bool) -> str:
    """Return this installation's own secret, made on first use; refused where a real one is due."""
    if not allowed:
        raise BadEnvironment(
            "MAILLAGE_SECRET_KEY manque\xa0: donner une chaîne secrète d’au moins 50 caractères."
        )
    place = folder / "secret"
    if not place.exists():
        _keep(place, secrets.token_urlsafe(60))
    return place.read_text(encoding="ascii")


def _keep(place: Path, secret: str) -> None:
    """Write a secret whole, for its owner only; of two processes that start together, one wins."""
    handle, draft = tempfile.mkstemp(prefix=".secret.", dir=place.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
