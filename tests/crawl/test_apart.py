"""The same questions in a process of their own: with every right granted, and as a demonstration."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROOF = os.environ["MAILLAGE_ROLES"] == "all"


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run some of the crawl apart, with its own data folder and database."""
    database = re.sub(r"/[^/]*$", f"/{folder.name}", os.environ.get("MAILLAGE_DATABASE", ""))
    own = {"MAILLAGE_DATA": str(folder)} | ({"MAILLAGE_DATABASE": database} if database else {})
    inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, env=inherited | own | environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def granted(tmp_path_factory):
    """Answers of a process in which `visible_to` and `access` allow everything."""
    folder = tmp_path_factory.mktemp("granted")
    asked = ["-p", "tests.crawl.sabotage", "-k", "follow_the_table", "tests/crawl/test_matrix.py"]
    done = run(folder, *asked, MAILLAGE_CRAWL_ANSWERS=str(folder))
    assert done.returncode == 1, done.stdout[-2000:]  # its tests fail: that is the point
    return [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]


def test_denials_fail_without_rights(granted):
    misses = [cell for cell, expected, got in granted if got == expected]

    print(f"{len(granted)} denials, {len(misses)} still refused without rights:", *misses, sep="\n  ")
    assert len(granted) > 100
    assert len(misses) <= 0.05 * len(granted)


def test_demonstration_answers_by_the_same_table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    asked = ["tests/crawl/test_table.py", "tests/crawl/test_matrix.py"]
    asked += [] if PROOF else ["-k", "every or follow_the_table"]
    roles = "" if PROOF else "visitor applicant agent administrator"
    done = run(folder, *asked, MAILLAGE_DEMONSTRATION="1", MAILLAGE_CRAWL_ROLES=roles)

    assert done.returncode == 0, done.stdout[-4000:]
