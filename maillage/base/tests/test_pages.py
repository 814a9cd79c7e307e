"""Lists by pages and by order, and where a click leads."""

import pytest
from django.test import RequestFactory

from maillage.base.pages import heads, sort_of, summary, way

COLUMNS = {"Nom": "name", "Rôles": "", "Date": "day"}


@pytest.mark.parametrize(
    ("asked", "order"), [("day", "day"), ("-day", "-day"), ("", "name"), ("password", "name"), ("-", "name")]
)
def test_only_named_columns_sort(asked: str, order: str) -> None:
    assert sort_of(RequestFactory().get("/", {"sort": asked}), COLUMNS, "name") == order


def test_second_click_turns_the_order_round() -> None:
    request = RequestFactory().get("/", {"q": "a", "page": "3"})

    first, plain, other = heads(request, COLUMNS, "name")

    assert (first["url"], first["sorted"]) == ("?q=a&sort=-name", "ascending")
    assert (plain["url"], plain["sorted"]) == ("", "")
    assert (other["url"], other["sorted"]) == ("?q=a&sort=day", "")


def test_summary_leaves_out_what_is_empty() -> None:
    assert summary(("Nom", "A"), ("Note", ""), ("Nombre", 0)) == [
        {"term": "Nom", "value": "A"},
        {"term": "Nombre", "value": 0},
    ]


def test_way_ends_on_a_page_without_address() -> None:
    assert way("Santé", "base:health", "Ici") == [
        {"label": "Santé", "url": "/sante/"},
        {"label": "Ici", "url": ""},
    ]
