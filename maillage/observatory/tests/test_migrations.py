"""An installation of the first release goes on: what its pack had loaded is loaded anew."""

from tests.installation import Installation

LOAD = """
    INSERT INTO base_packload (name, sha256, loaded_at)
    VALUES ('grand-est', 'abc', '2026-03-02 09:00:00+00:00')
"""
SOURCE = """
    INSERT INTO observatory_source (key, title, publisher, dated, address) VALUES ('s', 'S', 'P', '2022', '')
"""
TOPIC = "INSERT INTO observatory_topic (key, title, position) VALUES ('t', 'T', 1)"
FIGURE = """
    INSERT INTO observatory_figure (key, position, label, bound, value, unit, denominator, period, territory,
        family, method, status, note, from_pack, source_id, topic_id)
    SELECT 'f', 1, 'F', 'exact', 1, 'u', '', '?', 'Région', '', '', 'declared', '', true, s.id, t.id
    FROM observatory_source s, observatory_topic t
"""


def first_release(place: Installation) -> None:
    place.maillage("migrate", "base", "--verbosity", "0")
    place.maillage("migrate", "observatory", "0001", "--verbosity", "0")


def loads(place: Installation) -> list[tuple[str, str]]:
    rows = place.sql("SELECT name, sha256 FROM base_packload ORDER BY id")
    return [(str(name), str(sha256)) for name, sha256 in rows]


def test_figures_of_the_first_release_wait_for_the_next_load(empty_installation: Installation) -> None:
    first_release(empty_installation)
    empty_installation.sql(LOAD, SOURCE, TOPIC, FIGURE)

    empty_installation.maillage("migrate", "--verbosity", "0")

    assert empty_installation.sql("SELECT key FROM observatory_figure") == []
    assert loads(empty_installation) == [("grand-est", "abc"), ("grand-est", "")]


def test_installation_without_figures_remembers_what_it_loaded(empty_installation: Installation) -> None:
    first_release(empty_installation)
    empty_installation.sql(LOAD)

    empty_installation.maillage("migrate", "--verbosity", "0")

    assert loads(empty_installation) == [("grand-est", "abc")]
