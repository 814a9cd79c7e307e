"""Whether the names, constants and calculations of a definition hold together."""

from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError

from .conditions import Condition
from .definition import Definition, Group
from .formulas import Formula
from .kinds import Computed, Input, Item
from .numbers import Number
from .texts import Unreadable


def faults(definition: Definition) -> list[str]:
    """Return one French sentence per mistake that a single question cannot show, in reading order."""
    return [*_keys(definition), *_conditions(definition), *_formulas(definition), *_balances(definition)] or [
        *_cycles(definition),
    ]


def _keys(definition: Definition) -> Iterator[str]:
    lists = {
        "questions": definition.items,
        **{f"groupe « {key} »": group.cells for key, group in definition.groups.items()},
    }
    for place, items in lists.items():
        for key, times in Counter(item.key for item in items).items():
            if times > 1:
                yield f"{place} : la clé « {key} » sert {times} fois ; donnez une clé à chaque question."
    for name in definition.named:
        group, _, key = name.rpartition(".")
        if group and key in definition.top:
            yield f"groupe « {group} » : la clé « {key} » sert déjà hors du groupe."


def _conditions(definition: Definition) -> Iterator[str]:
    for name, item in definition.named.items():
        leaves = item.condition.leaves() if item.condition else []
        for leaf in leaves:
            target = definition.resolve(leaf.question, name.rpartition(".")[0])
            fault = _condition_fault(leaf, _visible(definition, target, name))
            if fault:
                yield f"« {name} » › si : {fault}"


def _visible(definition: Definition, target: str, name: str) -> Item | None:
    """Return the item named, unless it is a column of another group: it has no single answer."""
    group = target.rpartition(".")[0]
    return definition.named.get(target) if not group or name.startswith(f"{group}.") else None


def _condition_fault(leaf: Condition, item: Item | None) -> str:
    if item is None:
        return f"aucune question « {leaf.question} » à cet endroit."
    if leaf.operator not in item.operators:
        allowed = ", ".join(sorted(item.operators)) or "aucune comparaison"
        return f"« {leaf.operator} » ne va pas avec « {leaf.question} » ; possible : {allowed}."
    return "" if leaf.operator == "renseignee" else _constant_fault(leaf, item)


def _constant_fault(leaf: Condition, item: Item) -> str:
    for constant in leaf.constants:
        try:
            if isinstance(item, Input | Computed):
                item.constant(constant)
        except Unreadable as error:
            return f"la valeur « {constant} » ne convient pas à « {leaf.question} ». {error}"
    return ""


def _formulas(definition: Definition) -> Iterator[str]:
    for name, item in definition.named.items():
        if isinstance(item, Computed):
            group = name.rpartition(".")[0]
            for term in item.formula.names:
                fault = _term_fault(definition, item.formula, definition.resolve(term, group), group)
                if fault:
                    yield f"« {name} » › calcul : {fault}"


def _term_fault(definition: Definition, formula: Formula, term: str, group: str) -> str:
    item = definition.named.get(term)
    if item is None:
        return f"aucune question « {term} »."
    if formula.operation == "compte":
        return (
            "" if isinstance(item, Input | Computed | Group) else f"« {term} » n’a pas de réponse à compter."
        )
    if not isinstance(item, Number | Computed):
        return f"« {term} » n’est pas un nombre."
    column = term.rpartition(".")[0]
    if column and column != group and formula.operation != "somme":
        return f"« {term} » est une colonne : calculez d’abord sa somme."
    return ""


def _balances(definition: Definition) -> Iterator[str]:
    for rank, balance in enumerate(definition.balances, start=1):
        for key in (balance.left, balance.right):
            if not isinstance(definition.top.get(key), Number | Computed):
                yield f"equilibres › {rank} : « {key} » n’est pas un nombre hors des groupes."


def _cycles(definition: Definition) -> Iterator[str]:
    try:
        definition.order  # noqa: B018 -- reading it sorts the names
    except CycleError as error:
        path = " → ".join(error.args[1])
        yield f"Ces questions dépendent l’une de l’autre en rond : {path}. Retirez l’un de ces liens."
