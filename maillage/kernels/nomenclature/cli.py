"""Ask the tables: `category`, `activity`, `correspondence`, `size`, `family`, `tables`.

Prints one fact per line. Exit 0: found; 1: the code is unknown; 2: the question is not well formed.
"""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from datetime import date

from maillage.kernels.nomenclature import activities, families, legal, sizes
from maillage.kernels.nomenclature.activities import Revision
from maillage.kernels.nomenclature.families import Standing
from maillage.kernels.nomenclature.tables import tables

FOUND, UNKNOWN = 0, 1  # argparse exits 2
Print = Callable[[str], object]


def _written(pattern: str, example: str) -> Callable[[str], str]:
    matches = re.compile(pattern, re.ASCII).fullmatch

    def read(text: str) -> str:
        if not matches(text):
            raise ArgumentTypeError(f"«\xa0{text}\xa0»\xa0: écrire un code comme {example}")
        return text

    return read


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"«\xa0{text}\xa0»\xa0: écrire un jour, AAAA-MM-JJ") from None


category_code = _written(r"[0-9]|[0-9]{2}|[0-9]{4}", "9220 (ou 92, ou 9)")
activity_code = _written(r"[A-Za-z]|[0-9]{2}(\.?[0-9]{1,2}[A-Za-z]?)?", "88.10A (ou 88.10, 88.1, 88, Q)")
band_code = _written(r"NN|[0-9]{2}", "12 (ou NN)")


def declare(parser: ArgumentParser, on: date | None = None) -> None:
    """Give a parser the questions and what they take; `on` is the day where none is given."""
    verbs = parser.add_subparsers(dest="question", required=True, parser_class=ArgumentParser)
    category = verbs.add_parser("category", help="une catégorie juridique et celles qui la contiennent")
    category.add_argument("code", type=category_code, metavar="CODE")
    activity = verbs.add_parser("activity", help="une activité (NAF) et celles qui la contiennent")
    activity.add_argument("code", type=activity_code, metavar="CODE")
    matches = verbs.add_parser("correspondence", help="ce que devient une activité dans l’autre NAF")
    matches.add_argument("code", type=activity_code, metavar="CODE")
    size = verbs.add_parser("size", help="une tranche d’effectif")
    size.add_argument("code", type=band_code, metavar="CODE")
    family = verbs.add_parser(
        "family", help="la famille de l’ESS, ou la raison pour laquelle il n’y en a pas"
    )
    family.add_argument("code", type=category_code, metavar="CATEGORIE")
    family.add_argument("activity", type=activity_code, metavar="ACTIVITE")
    family.add_argument(
        "--on", type=_day, default=on, required=on is None, metavar="AAAA-MM-JJ", help="à ce jour"
    )
    for verb in (activity, matches, family):
        verb.add_argument("--revision", type=Revision, choices=list(Revision), default=Revision.REV2)
    verbs.add_parser("tables", help="les tables, leur source et leur état")


def _category(asked: Namespace) -> Iterator[str]:
    for found in legal.lineage(asked.code):
        yield f"{found.code}\t{found.label}"


def _activity(asked: Namespace) -> Iterator[str]:
    for found in activities.lineage(asked.code, asked.revision):
        yield f"{found.code}\t{found.label}"


def _correspondence(asked: Namespace) -> Iterator[str]:
    for found in activities.correspondence(asked.code, asked.revision):
        yield f"{found.code}\t{found.label}"


def _size(asked: Namespace) -> Iterator[str]:
    if found := sizes.size_band(asked.code):
        yield f"{found.code}\t{found.label}"


def _tables(_: Namespace) -> Iterator[str]:
    for name, table in tables().items():
        yield f"{name}\t{table.title}, {table.version}. {table.publisher}. {table.status}. {table.source}"


def _family(asked: Namespace) -> Iterator[str]:
    verdict = families.family(asked.code, asked.activity, on=asked.on, revision=asked.revision)
    name = verdict.family.label if verdict.family else "aucune famille"
    yield f"{name}\t{verdict.standing}\t{verdict.reason}"
    for proof in (verdict.line, verdict.exclusion):
        if proof:
            yield f"preuve\t{proof.confidence}\t{proof.source}. {proof.evidence}"


def answer(asked: Namespace, write: Print) -> int:
    """Write what is known, one line at a time, and return the exit code."""
    questions = {
        "category": _category,
        "activity": _activity,
        "correspondence": _correspondence,
        "size": _size,
        "family": _family,
        "tables": _tables,
    }
    lines = list(questions[asked.question](asked))
    for line in lines or [f"Le code «\xa0{asked.code}\xa0» n’est pas dans la table."]:
        write(line)
    return UNKNOWN if not lines or f"\t{Standing.UNKNOWN}\t" in lines[0] else FOUND


def main(arguments: list[str] | None = None) -> int:
    """Answer the question of a command line."""
    parser = ArgumentParser(prog="python -m maillage.kernels.nomenclature", description=__doc__)
    declare(parser)
    return answer(parser.parse_args(arguments), print)
