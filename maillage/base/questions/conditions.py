"""When a question is asked: a small safe language written as data."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Self, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

Constant: TypeAlias = Annotated[str, Field(max_length=300)] | bool | int | Decimal
# What a comparison compares: numbers with numbers, texts and ISO dates with texts.
Rank: TypeAlias = Decimal | str

ORDERED = ("superieur", "superieur_ou_egal", "inferieur", "inferieur_ou_egal")
COMPARISONS = ("vaut", "parmi", "contient", *ORDERED, "renseignee")
DEEPEST = 8
_EXAMPLE = 'par exemple {"question": "statut", "vaut": "association"}'


class Condition(BaseModel):
    """`question` compared with `value`, or several conditions joined by et, ou, non."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    operator: str
    question: str = ""
    value: Constant | tuple[Constant, ...] = ""
    parts: tuple["Condition", ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, data: object) -> object:
        """Turn {"et": [...]}, {"non": {...}} or {"question": ..., "vaut": ...} into fields."""
        if not isinstance(data, dict):
            raise ValueError(f"une condition est un objet, {_EXAMPLE}")  # noqa: TRY004 -- pydantic collects ValueError
        if _deeper(data, DEEPEST):
            raise ValueError(f"les conditions s’emboîtent sur plus de {DEEPEST} niveaux")
        if len(data) == 1 and data.keys() <= {"et", "ou", "non"}:
            return _joined(data)
        operators = data.keys() & set(COMPARISONS)
        if len(data) != 2 or "question" not in data or len(operators) != 1:  # noqa: PLR2004 -- question and test
            raise ValueError(f"une condition nomme une question et une seule comparaison, {_EXAMPLE}")
        (operator,) = operators
        return {"operator": operator, "question": data["question"], "value": data[operator]}

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        if self.question and (self.operator == "parmi") != isinstance(self.value, tuple):
            raise ValueError(
                "« parmi » attend une liste de valeurs, les autres comparaisons une seule valeur"
            )
        if self.operator == "renseignee" and not isinstance(self.value, bool):
            raise ValueError("« renseignee » attend true ou false")
        return self

    @property
    def constants(self) -> tuple[Constant, ...]:
        """The values compared with, one or several."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def leaves(self) -> "list[Condition]":
        """Return the comparisons, without their et, ou, non."""
        if not self.parts:
            return [self]
        return [leaf for part in self.parts for leaf in part.leaves()]


def _joined(data: Mapping[str, object]) -> dict[str, object]:
    ((operator, parts),) = data.items()
    if operator == "non":
        return {"operator": operator, "parts": [parts]}
    if not isinstance(parts, list) or not parts:
        raise ValueError(f"« {operator} » attend une liste d’au moins une condition")
    return {"operator": operator, "parts": parts}


def _deeper(data: object, levels: int) -> bool:
    if not levels:
        return True
    parts = (
        [part for value in data.values() for part in (value if isinstance(value, list) else [value])]
        if isinstance(data, dict)
        else []
    )
    return any(_deeper(part, levels - 1) for part in parts)


def holds(condition: Condition, compare: Callable[[Condition], bool]) -> bool:
    """Tell whether the condition is true; `compare` answers for each comparison.

    A comparison with a question that has no answer, or is not asked, is false; `non` makes it true.
    """
    if not condition.parts:
        return compare(condition)
    answers = [holds(part, compare) for part in condition.parts]
    if condition.operator == "non":
        return not answers[0]
    return all(answers) if condition.operator == "et" else any(answers)


def compared(operator: str, answer: Rank | list[str] | None, constants: list[Rank]) -> bool:
    """Apply one comparison to an answer; no answer satisfies nothing but "renseignee": false."""
    if answer is None:
        return False
    if operator == "contient":
        return constants[0] in cast("list[str]", answer)
    if operator in ORDERED:
        return _in_order(operator, cast("Rank", answer), constants[0])
    return answer in constants


def _in_order(operator: str, answer: Rank, bound: Rank) -> bool:
    if type(answer) is not type(bound):
        return False
    if operator.endswith("ou_egal") and answer == bound:
        return True
    above = answer > bound  # type: ignore[operator]  # both of one type, checked above
    return above if operator.startswith("superieur") else not above and answer != bound
