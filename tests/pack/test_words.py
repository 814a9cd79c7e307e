"""The Grand Est pack speaks in its own words: facts and names carry over, sentences do not."""

import re

import pytest
import yaml
from django.conf import settings

LENGTH = 8
# What has no other way of being written: names, a title between quotes, and what the source misspells.
NAMES = {
    "réseau des collectivités territoriales pour une économie solidaire",
    "direction de la compétitivité et de la connaissance",
    "schéma régional de développement economique d innovation et d internalisation",
    "l union régionales des scop de l est",
    "gouvernance unie de l ess en grand est",
    "pôles territoriaux de l ess en grand est",
    "comment l ess participe à la dynamique territoriale",
}
FILES = sorted(settings.PACK.rglob("*.yaml"))


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text):
    """Yield each run of so many words."""
    said = words(text)
    yield from (" ".join(said[start : start + LENGTH]) for start in range(len(said) - LENGTH + 1))


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    return [text for inner in value for text in texts(inner)] if isinstance(value, list) else [str(value)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_copies_no_sentence(document, path):
    source = set(runs(document))
    read = yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506 -- the loader that only gives texts

    found = {run for text in texts(read) for run in runs(text) if run in source}
    assert {run for run in found if not any(run in name for name in NAMES)} == set()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_name_is_that_of_the_document(document, name):
    assert name in " ".join(words(document))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_french_is_set_with_its_own_marks(path):
    assert not re.search(r"[^\W\d_]'[^\W\d_]|\.\.\.", path.read_text())
