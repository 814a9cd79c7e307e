"""A house per test, and how many times its processes are killed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.base.tests.smtp import Sink, sink
from tests.faults.house import House, Model, free_port, house, model


@pytest.fixture
def mail_port() -> int:
    return free_port()


@pytest.fixture
def mail_server(mail_port: int) -> Iterator[Sink]:
    with sink(mail_port) as running:
        yield running


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Model]:
    with model(tmp_path_factory.mktemp("model")) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, mail_port: int, empty: Model) -> Iterator[House]:
    with house(tmp_path, mail_port, empty) as built:
        yield built


@pytest.fixture
def kills() -> int:
    """Ten in `make test`, a thousand in `make proof`, any number with MAILLAGE_KILLS."""
    usual = "1000" if os.environ.get("MAILLAGE_COUNTS") == "proof" else "10"
    return int(os.environ.get("MAILLAGE_KILLS", usual))
