"""Finding the facts of the sheet by what they say."""

from maillage.base.search import Found, Hit, among, listed
from maillage.network.models import Entry
from maillage.network.wording import date_in_words


def hits(user: object, words: str, window: slice) -> Found:
    """Find the facts this person may see; a sheet is short enough to be read whole, in one query."""
    entries = Entry.objects.visible_to(user).select_related("section")
    return listed(among(entries, words, text=_text), window, _hit)


def _text(entry: Entry) -> str:
    said = (entry.title, entry.alias, entry.text, entry.place_name, entry.get_kind_display())
    return " ".join(filter(None, said))


def _hit(entry: Entry) -> Hit:
    place = "" if entry.place_name.casefold() in entry.title.casefold() else entry.place_name
    said = (entry.section.title, place, date_in_words(entry), entry.text)
    return Hit(
        label=f"{entry.title} ({entry.alias})" if entry.alias else entry.title,
        address=entry.get_absolute_url(),
        kind=entry.get_kind_display(),
        detail=" · ".join(filter(None, said)),
    )
