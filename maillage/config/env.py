"""Strict reading of environment variables: an unknown value stops the start, it is never guessed."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadEnvironment(ValueError):  # noqa: N818 -- it names what is wrong
    """A variable that cannot be read; the message names it and says what is accepted."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default where it is unset."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; only 0 and 1 are accepted."""
    value = os.environ.get(name, str(int(default)))
    if value not in {"0", "1"}:
        message = f"{name}={value!r}\xa0: écrire 0 ou 1."
        raise BadEnvironment(message)
    return value == "1"


def number(name: str, default: int) -> int:
    """Return a whole number, zero or more."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        message = f"{name}={value!r}\xa0: écrire un nombre entier."
        raise BadEnvironment(message)
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, blanks left out."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def origin(address: str) -> str:
    """Return scheme, host and port of an address; nothing for nothing."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


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
    parts = urlsplit(os.environ.get(name, default))
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
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
    parts = urlsplit(value)
    if parts.scheme == "sqlite":
        return {"ENGINE": "maillage.base.engines.sqlite", "NAME": value.removeprefix("sqlite:///")}
    if parts.scheme == "postgresql" and parts.path.strip("/"):
        return {
            "ENGINE": "maillage.base.engines.postgresql",
            "NAME": parts.path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": parts.port or "",
        }
    message = f"{name}\xa0: écrire sqlite:///CHEMIN ou postgresql://UTILISATEUR@SERVEUR/BASE."
    raise BadEnvironment(message)


def local_secret(folder: Path, *, allowed: bool) -> str:
    """Return this installation's own secret, made on first use; refused where a real one is due."""
    if not allowed:
        message = "MAILLAGE_SECRET_KEY manque\xa0: donner une chaîne secrète d’au moins 50 caractères."
        raise BadEnvironment(message)
    place = folder / "secret"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(secrets.token_urlsafe(60), encoding="ascii")
        place.chmod(0o600)
    return place.read_text(encoding="ascii")
