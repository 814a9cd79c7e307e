"""Asking the server one cell of the table, and naming its answer as the table does."""

from functools import partial
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from tests.crawl.table import URLS, Cell

# One for all the questions: a client would load the middleware, and copy what templates show, for each.
SERVER = ClientHandler(enforce_csrf_checks=False)


def address(cell: Cell, world) -> str:
    """Return the address of a cell, its object chosen by relation."""
    row = URLS[cell.url]
    arguments = dict(row.get("arguments", {}))
    arguments |= {name: world.people[role].pk for name, role in row.get("arguments-of-world", {}).items()}
    if "object" in row:
        arguments[row.get("as", "pk")] = world.identifier(row["object"], cell.relation, cell.role)
    return reverse(cell.url, kwargs=arguments) + row.get("query", "")


def send(method: str, where: str, *, session: str = "", data: dict | None = None) -> HttpResponse:
    """Send a request, in a session opened with a second factor or in none."""
    factory = RequestFactory()
    if session:
        factory.cookies[settings.SESSION_COOKIE_NAME] = session
    request = factory.post(where, data) if data else factory.generic(method, where)
    asked: list[str] = []
    with connection.execute_wrapper(partial(_note, asked)):
        response = SERVER(request.environ)
    response.queries = [one for one in asked if not one.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    response.recorded = [waiting.draft.action for waiting in connection._drafts]
    return response


def _note(asked: list[str], execute, sql, *rest):
    asked.append(sql)
    return execute(sql, *rest)


def ask(cell: Cell, world) -> HttpResponse:
    """Send the request as the role; what it wrote is undone."""
    session = world.session(cell.role) if cell.role != "visitor" else ""
    data = URLS[cell.url].get("data", {"crawl": "1"}) if cell.method == "POST" else None
    with transaction.atomic():
        response = send(cell.method, address(cell, world), session=session, data=data)
        transaction.set_rollback(True)
    if response.streaming:  # reading a file to its end closes it
        response.content_read = b"".join(response.streaming_content)
    return response


def text_of(response: HttpResponse) -> str:
    """Return what a response shows, the files of an archive unfolded."""
    body = response.content_read if response.streaming else response.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode(errors="replace")


def answer(response: HttpResponse) -> str:
    """Return the status, or « login » for the way to the sign-in page."""
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)
