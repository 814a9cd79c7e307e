"""Asking the server one cell of the table, and naming its answer as the table does."""

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.crawl.table import URLS, Cell


class _Undo(Exception):  # noqa: N818 -- undoes what a trial wrote
    pass


def address(cell: Cell, world) -> str:
    """Return the address of a cell, its object chosen by relation."""
    row = URLS[cell.url]
    arguments = dict(row.get("arguments", {}))
    if "object" in row:
        arguments[row.get("as", "pk")] = world.identifier(row["object"], cell.relation, cell.role)
    return reverse(cell.url, kwargs=arguments) + row.get("query", "")


def ask(cell: Cell, world) -> HttpResponse:
    """Send the request as the role, fully signed in; what it wrote is undone."""
    client = Client(raise_request_exception=False)
    if cell.role != "visitor":
        client.force_login(world.people[cell.role])
    data = URLS[cell.url].get("data", {}) if cell.method == "POST" else None
    try:
        with transaction.atomic():
            response = client.generic(cell.method, address(cell, world)) if data is None else client.post(
                address(cell, world), data
            )  # fmt: skip
            raise _Undo
    except _Undo:
        return response


def answer(response: HttpResponse) -> str:
    """Return the status, or « login » for the way to the sign-in page."""
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)
