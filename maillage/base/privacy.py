"""What kind of data each field holds; the tag drives exports, erasure, retention and the register."""

from enum import StrEnum


class Tag(StrEnum):
    """The five kinds of data, from freely shown to most protected."""

    PUBLIC = "public"
    TECHNICAL = "technical"
    FINANCIAL = "financial"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


def tagged(**names: str) -> dict[str, Tag]:
    """Return field -> tag from space-separated names.

    >>> tagged(public="label unit", personal="email")["email"]
    <Tag.PERSONAL: 'personal'>
    """
    return {field: Tag(tag) for tag, fields in names.items() for field in fields.split()}
