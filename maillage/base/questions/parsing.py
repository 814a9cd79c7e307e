"""From JSON to a definition, with a French sentence for each mistake."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from maillage.base.mistakes import sentence

from . import coherence
from .definition import Definition
from .texts import storable


class DefinitionError(ValueError):
    """A definition that cannot be used; `mistakes` are French sentences, each with its path."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


def parse(data: object) -> Definition:
    """Read a definition; raise `DefinitionError` with every mistake and where it stands."""
    try:
        definition = Definition.model_validate(data)
    except ValidationError as error:
        raise DefinitionError(_sentences(error, data)) from None
    if any(text != storable(text) for text in _texts(data)):
        raise DefinitionError(["Un texte contient un caractère de contrôle, ou dépasse 20 000 caractères."])
    mistakes = coherence.faults(definition)
    if mistakes:
        raise DefinitionError(mistakes)
    return definition


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping | list):
        for part in data.values() if isinstance(data, Mapping) else data:
            yield from _texts(part)


def _sentences(error: ValidationError, data: object) -> list[str]:
    details = error.errors(include_url=False, include_input=False)
    places = [detail["loc"] for detail in details]
    # A list whose elements are wrong is also said to be too short: one mistake is enough.
    own = (
        detail for detail in details if detail["type"] != "too_short" or not _within(detail["loc"], places)
    )
    return list(dict.fromkeys(f"{_path(detail['loc'], data)} : {sentence(detail)}." for detail in own))


def _within(place: tuple[int | str, ...], places: Sequence[tuple[int | str, ...]]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _path(loc: tuple[int | str, ...], data: object) -> str:
    """Write where a mistake stands: "questions › 3 (salaries) › min"; steps that are not in the data go."""
    steps: list[str] = []
    here: object = data
    for rank, step in enumerate(loc):
        inside = _inside(here, step)
        if isinstance(step, int):
            key = inside.get("cle") if isinstance(inside, Mapping) else None
            steps.append(f"{step + 1} ({key})" if isinstance(key, str) else str(step + 1))
        elif rank and isinstance(loc[rank - 1], int) and _inside(here, "type") == step:
            continue  # the name of a type in a union, not a place in the data
        else:
            steps.append(step)
        here = inside
    return " › ".join(steps) or "définition"


def _inside(here: object, step: int | str) -> object:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None
