"""The main navigation: the layout shows it, only this module knows which apps it leads to."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from maillage.accounts.models import Role, User

ENTRIES = (
    ("Notre fiche", "network:sheet"),
    ("Les chiffres", "observatory:figures"),
    ("Territoires", "territories:index"),
)
# The law wants the state of accessibility said from the home page on (décret n° 2019-768).
FOOTER = (
    ("Plan du site", "portal:site_map"),
    ("Données ouvertes", "portal:data"),
    ("Accessibilité\xa0: non conforme", "portal:accessibility"),
    ("Mentions légales", "portal:legal"),
    ("Données personnelles", "accounts:register"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link; `current` is the value of aria-current, empty elsewhere."""

    label: str
    url: str
    current: str = ""


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return the links of the header, the current one marked, and the way to the demonstration's accounts."""
    shown = (*ENTRIES, *_structures(request), *_people(request))
    entries = [entry for label, name in shown if (entry := _entry(label, name, request.path))]
    demonstration = _entry("", "demonstration", request.path)
    return {
        "navigation": entries,
        "footer": [entry for label, name in FOOTER if (entry := _entry(label, name, request.path))],
        "search": _entry("Rechercher", "portal:search", request.path),
        "account": _account(request),
        "demonstration_url": demonstration.url if demonstration else "",
    }


def _structures(request: HttpRequest) -> list[tuple[str, str]]:
    """Who works here finds every structure; anyone else signed in, those they act for."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.pk is None:
        return []
    if user.is_obliged():
        return [("Structures", "organisations:organisations")]
    return [("Mes structures", "organisations:mine")]


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    """Agents, officers and elected members look people up; some of them administrate."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.pk is None or not user.is_obliged():
        return []
    keeps = user.has_role(Role.ADMINISTRATOR, Role.DPO, Role.ARCHIVIST)
    return [("Administration" if keeps else "Annuaire", "accounts:administration")]


def _account(request: HttpRequest) -> Entry | None:
    user = getattr(request, "user", None)  # absent on a page answered before authentication
    if user is not None and user.is_authenticated:
        return _entry("Mon espace", "portal:desk", request.path)
    return _entry("Se connecter", "account_login", request.path)


def _entry(label: str, name: str, path: str) -> Entry | None:
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    current = "page" if path == url else "true" if path.startswith(url) else ""
    return Entry(label=label, url=url, current=current)
