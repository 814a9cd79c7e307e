"""What the journal costs: entries made per second, and the time to verify a million lines off line."""

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from maillage.kernels.journal import verify
from maillage.kernels.journal.chain import Draft, Head, append, export

START = datetime(2026, 1, 1, 8, tzinfo=UTC)


def write(path: Path, count: int) -> float:
    """Write a chain of acts like those of the product; return the seconds it took."""
    began = perf_counter()
    head = Head()
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            draft = Draft(
                actor_ref=f"accounts.user:{number % 40}",
                action="grants.application_submitted",
                object_ref=f"grants.application:{number % 5000}",
                meta={"state": {"status": "submitted", "asked": "12500.00", "on": "2026-01-01"}, "pieces": 4},
                payload={"nom": "Zoé Müller", "motif": "dossier complété"},
                salt=f"{number:064x}",
            )
            entry = append(head, draft, at=START + timedelta(seconds=number))
            head = entry.head
            file.write(export(entry, salt=draft.salt, payload=draft.payload) + "\n")
    return perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        written = write(path, count)
        began = perf_counter()
        command = [sys.executable, "-I", "-S", verify.__file__, str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own verifier
        verified = perf_counter() - began
    print("| what | entries | seconds | per second |")
    print("|---|---|---|---|")
    print(f"| made and exported | {count} | {written:.1f} | {count / written:.0f} |")
    print(f"| verified off line | {count} | {verified:.1f} | {count / verified:.0f} |")


if __name__ == "__main__":
    main()
