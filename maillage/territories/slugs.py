"""What the slug of a territory says by its form alone."""

import re

from maillage.territories.models import Territory

# Perimeters of their own (districts, agencies) have no form: nothing is said of them.
FORMS = {
    Territory.Level.COUNTRY: re.compile(r"FR"),
    Territory.Level.REGION: re.compile(r"R[0-9]{2}"),
    Territory.Level.CANTON: re.compile(r"C[0-9][0-9AB][0-9]{2,3}"),
    Territory.Level.EPCI: re.compile(r"[0-9]{9}"),
    Territory.Level.COMMUNE: re.compile(r"[0-9][0-9AB][0-9]{3}"),
    Territory.Level.DEPARTMENT: re.compile(r"[0-9][0-9AB][0-9]?"),
}


def level_of(slug: str) -> str:
    """Return the level that a slug has the form of, nothing for none.

    >>> [str(level_of(slug)) for slug in ("FR", "R44", "2A", "67482", "200067213", "qpv-1")]
    ['country', 'region', 'department', 'commune', 'epci', '']
    """
    return next((level for level, form in FORMS.items() if form.fullmatch(slug)), "")
