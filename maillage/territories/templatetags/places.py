"""How templates say territories."""

from django import template

from maillage.territories.models import Council, Former
from maillage.territories.wording import BECAME, coordinates, ended, nature

register = template.Library()
register.filter("nature", nature)
register.filter("coordinates", coordinates)
register.filter("when", ended)


@register.filter
def became(former: Former) -> str:
    """Say what happened: « réunie en une commune nouvelle »."""
    return BECAME[Former.Kind(former.kind)]


@register.filter
def powers(council: Council) -> str:
    """Say what the collectivité is to the department: its council, or what took over the council's powers."""
    return "conseil départemental" if council.name.startswith("Conseil") else "compétences départementales"
