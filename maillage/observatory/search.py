"""Finding figures by what they are called, say, count and are about."""

from maillage.base.search import Found, Hit, among, listed
from maillage.observatory.models import Figure
from maillage.observatory.wording import in_words


def hits(user: object, words: str, window: slice) -> Found:
    """Find the figures this person may see; they are few enough to be read whole, in one query."""
    figures = Figure.objects.visible_to(user).ready()
    return listed(among(figures, words, text=_text), window, _hit)


def _text(figure: Figure) -> str:
    said = (figure.label, in_words(figure), figure.unit, figure.topic.title, figure.denominator)
    return " ".join([*said, figure.territory.name])


def _hit(figure: Figure) -> Hit:
    return Hit(
        label=figure.label,
        address=figure.get_absolute_url(),
        kind=in_words(figure),
        detail=f"{figure.territory}, {figure.source.title}",
    )
