"""When every right is granted, the denials of the table must stop being answered."""

import json
import os
import re
import subprocess
import sys

import pytest


@pytest.fixture(scope="session")
def granted(tmp_path_factory):
    """Answers of a separate process in which `visible_to` and `access` allow everything."""
    folder = tmp_path_factory.mktemp("answers")
    alone = [
        "-p",
        "tests.crawl.sabotage",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-k",
        "follow_the_table",
    ]
    command = [sys.executable, "-m", "pytest", *alone, "tests/crawl/test_matrix.py"]
    # Its own data folder and database: the ones of this process stay as they are.
    database = re.sub(r"/[^/]*$", "/granted", os.environ.get("MAILLAGE_DATABASE", ""))
    own = {"MAILLAGE_DATA": str(folder), "MAILLAGE_CRAWL_ANSWERS": str(folder)}
    own |= {"MAILLAGE_DATABASE": database} if database else {}
    environment = {**os.environ, **own}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout[-2000:]  # its tests fail: that is the point
    return [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]


def test_denials_fail_without_rights(granted):
    misses = [cell for cell, expected, got in granted if got == expected]

    print(f"{len(granted)} denials, {len(misses)} still refused without rights:", *misses, sep="\n  ")
    assert len(granted) > 100
    assert len(misses) <= 0.05 * len(granted)
