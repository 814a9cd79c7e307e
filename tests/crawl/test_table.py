"""Every address is declared, and every declared line has an address."""

from tests.crawl.table import URLS, cells, declared_names


def test_every_address_is_declared():
    names = set(declared_names())

    assert names - set(URLS) == set(), "declare these in tests/crawl/permissions.yaml"


def test_every_line_has_an_address():
    assert set(URLS) - set(declared_names()) == set()


def test_every_role_has_an_answer_everywhere():
    assert all(cell.expected for cell in cells())
