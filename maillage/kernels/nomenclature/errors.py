"""What the library refuses: a question that cannot be put, never a code that is only unknown."""


class NomenclatureError(ValueError):
    """A question that has no meaning; the sentence says what to write instead."""


class UnknownTable(NomenclatureError):  # noqa: N818 -- named after what is wrong
    """No table has this name."""


class BadHeadcount(NomenclatureError):  # noqa: N818 -- named after what is wrong
    """A number of employees below zero."""
