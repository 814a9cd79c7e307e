"""What pydantic finds wrong in a file of ours, said in French: what to write instead."""

from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": "il manque",
    "extra_forbidden": "ce nom n’est pas connu ici\xa0; corrigez-le ou retirez-le",
    "string_type": "écrivez un texte",
    "string_unicode": "ce texte contient un demi-caractère\xa0; écrivez-le de nouveau",
    "string_too_short": "trop court\xa0; minimum\xa0: {min_length} caractère",
    "string_too_long": "trop long\xa0; maximum\xa0: {max_length} caractères",
    "string_pattern_mismatch": "forme refusée\xa0; forme attendue\xa0: {pattern}",
    "int_type": "écrivez un nombre entier",
    "int_parsing": "écrivez un nombre entier",
    "int_parsing_size": "écrivez un nombre entier moins grand",
    "int_from_float": "écrivez un nombre entier",
    "bool_type": "écrivez true ou false",
    "bool_parsing": "écrivez true ou false",
    "decimal_type": "écrivez un nombre",
    "decimal_parsing": "écrivez un nombre",
    "decimal_max_digits": "trop de chiffres\xa0; maximum\xa0: {max_digits}",
    "decimal_whole_digits": "trop de chiffres avant les décimales\xa0; maximum\xa0: {whole_digits}",
    "decimal_max_places": "trop de décimales\xa0; maximum\xa0: {decimal_places}",
    "finite_number": "écrivez un nombre fini",
    "date_type": "écrivez une date, par exemple 2026-12-31",
    "date_parsing": "écrivez une date, par exemple 2026-12-31",
    "date_from_datetime_parsing": "écrivez une date, par exemple 2026-12-31",
    "list_type": "écrivez une liste",
    "tuple_type": "écrivez une liste",
    "dict_type": "écrivez des noms suivis de leurs valeurs",
    "model_type": "écrivez des noms suivis de leurs valeurs",
    "model_attributes_type": "écrivez des noms suivis de leurs valeurs",
    "too_short": "la liste est trop courte\xa0; minimum\xa0: {min_length}",
    "too_long": "la liste est trop longue\xa0; maximum\xa0: {max_length}",
    "greater_than_equal": "le minimum est {ge}",
    "less_than_equal": "le maximum est {le}",
    "literal_error": "valeur refusée\xa0; possible\xa0: {expected}",
    "enum": "valeur refusée\xa0; possible\xa0: {expected}",
    "union_tag_not_found": "il manque le type de la question",
    "union_tag_invalid": "le type «\xa0{tag}\xa0» n’existe pas\xa0; possible\xa0: {expected_tags}",
    "value_error": "{error}",
}


def sentence(detail: ErrorDetails) -> str:
    """Return the sentence for one mistake, without its final stop; never pydantic's own English."""
    context = detail.get("ctx", {})
    if "expected" in context:
        context = {**context, "expected": str(context["expected"]).replace(" or ", " ou ")}
    return SENTENCES.get(detail["type"], "valeur refusée").format_map(context).rstrip(".")
