"""From JSON to a definition, with a French sentence for each mistake."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import coherence
from .definition import Definition
from .texts import storable

_SENTENCES = {
    "missing": "il manque.",
    "extra_forbidden": "ce nom n’est pas connu ici ; corrigez-le ou retirez-le.",
    "string_type": "écrivez un texte.",
    "string_too_short": "trop court ; minimum : {min_length} caractère.",
    "string_too_long": "trop long ; maximum : {max_length} caractères.",
    "string_pattern_mismatch": "forme refusée ; forme attendue : {pattern}",
    "int_type": "écrivez un nombre entier.",
    "int_parsing": "écrivez un nombre entier.",
    "int_from_float": "écrivez un nombre entier.",
    "bool_type": "écrivez true ou false.",
    "bool_parsing": "écrivez true ou false.",
    "decimal_type": "écrivez un nombre.",
    "decimal_parsing": "écrivez un nombre.",
    "finite_number": "écrivez un nombre fini.",
    "date_type": "écrivez une date, par exemple 2026-12-31.",
    "date_parsing": "écrivez une date, par exemple 2026-12-31.",
    "date_from_datetime_parsing": "écrivez une date, par exemple 2026-12-31.",
    "tuple_type": "écrivez une liste.",
    "model_type": "écrivez un objet entre accolades.",
    "model_attributes_type": "écrivez un objet entre accolades.",
    "too_short": "la liste est trop courte ; minimum : {min_length}.",
    "too_long": "la liste est trop longue ; maximum : {max_length}.",
    "greater_than_equal": "le minimum est {ge}.",
    "less_than_equal": "le maximum est {le}.",
    "literal_error": "valeur refusée ; possible : {expected}.",
    "union_tag_not_found": "il manque le type de la question.",
    "union_tag_invalid": "le type « {tag} » n’existe pas ; possible : {expected_tags}.",
    "value_error": "{error}.",
}


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
    return list(dict.fromkeys(f"{_path(detail['loc'], data)} : {_sentence(detail)}" for detail in own))


def _within(place: tuple[int | str, ...], places: Sequence[tuple[int | str, ...]]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _sentence(detail: ErrorDetails) -> str:
    sentence = _SENTENCES.get(detail["type"], "valeur refusée.")
    return sentence.format_map(detail.get("ctx", {}))


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
