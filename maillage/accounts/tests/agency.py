"""The organisation's provider in the tests: its configuration, and the way through it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from django.test import Client

from tests.oidc_provider import CLIENT, SECRET, Provider

START = "/compte/oidc/region/connexion/"
BACK = "/compte/oidc/region/retour/"


def configured(server: Provider) -> dict[str, object]:
    """Return `SOCIALACCOUNT_PROVIDERS` for this provider."""
    app = {
        "provider_id": "region",
        "name": "Région",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": server.origin},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def agree(start: Any) -> dict[str, str]:
    """Accept at the provider, and return what it sends back with the browser."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(start["Location"]).query).items()}
    origin = start["Location"].split("/authorize")[0]
    answer = requests.post(f"{origin}/agree", data=asked, allow_redirects=False, timeout=5)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def come_back(client: Client, start: str = START) -> Any:
    """Go to the provider, accept, and come back."""
    return client.get(BACK, agree(client.post(start)))
