"""Asking the server one cell of the table, and naming its answer as the table does."""

from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.crawl.table import URLS, Cell


def address(cell: Cell, world) -> str:
    """Return the address of a cell, its object chosen by relation."""
    row = URLS[cell.url]
    arguments = dict(row.get("arguments", {}))
    arguments |= {name: world.people[role].pk for name, role in row.get("arguments-of-world", {}).items()}
    if "object" in row:
        arguments[row.get("as", "pk")] = world.identifier(row["object"], cell.relation, cell.role)
    return reverse(cell.url, kwargs=arguments) + row.get("query", "")


def signed_in(world, role: str) -> Client:
    """Return a client, signed in with a second factor; a visitor has no session."""
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.cookies[settings.SESSION_COOKIE_NAME] = world.session(role)
    return client


def ask(cell: Cell, world) -> HttpResponse:
    """Send the request as the role; what it wrote is undone."""
    client = signed_in(world, cell.role)
    data = URLS[cell.url].get("data", {"crawl": "1"}) if cell.method == "POST" else None
    with transaction.atomic():
        where = address(cell, world)
        response = client.post(where, data) if data else client.generic(cell.method, where)
        transaction.set_rollback(True)
    return _read(response) if response.streaming else response


def _read(response: HttpResponse) -> HttpResponse:
    """Return a streamed file as a plain response; reading it to its end closes it."""
    return HttpResponse(b"".join(response.streaming_content), status=response.status_code)


def text_of(response: HttpResponse) -> str:
    """Return what a response shows, the files of an archive unfolded."""
    body = response.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode(errors="replace")


def answer(response: HttpResponse) -> str:
    """Return the status, or « login » for the way to the sign-in page."""
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)
