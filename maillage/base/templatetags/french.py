"""How values are written for a French reader."""

from django import template

register = template.Library()
