"""How territories are said in French."""

from maillage.base.templatetags.french import en_mots, nombre
from maillage.territories.models import Former, Territory

Level, Kind = Territory.Level, Former.Kind

# How the acts of this app are told to those who read the journal.
ACTS = {"territories.imported": "Territoires ou contours importés"}

# Part of an address -> level, how several are called.
PARTS = {
    "regions": (Level.REGION, "régions"),
    "departements": (Level.DEPARTMENT, "départements"),
    "intercommunalites": (Level.EPCI, "intercommunalités"),
    "cantons": (Level.CANTON, "cantons"),
    "communes": (Level.COMMUNE, "communes"),
    "agences": (Level.AGENCY, "agences territoriales"),
    "quartiers": (Level.QPV, "quartiers prioritaires"),
}
ADDRESS = {level: part for part, (level, _) in PARTS.items()}

BECAME = {
    Kind.MERGED: "fusionnée",
    Kind.ASSOCIATED: "devenue commune associée",
    Kind.NEW_COMMUNE: "réunie en une commune nouvelle",
    Kind.SPLIT: "séparée",
    Kind.RENAMED: "renommée",
    Kind.MOVED: "passée à un autre code",
    Kind.REMOVED: "supprimée",
}


def nature(territory: Territory) -> str:
    """Return what the territory is: « commune », « communauté d’agglomération »."""
    return territory.get_kind_display() or territory.get_level_display()


def coordinates(territory: Territory) -> str:
    """Return the position in words; nothing where it is not known.

    >>> coordinates(Territory(latitude=48.18324, longitude=-6.45304)).replace(chr(160), " ")
    '48,183° N, 6,453° O'
    """
    if territory.point is None:
        return ""
    latitude, longitude = territory.point
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "O"
    return f"{_degrees(latitude)}\xa0{north}, {_degrees(longitude)}\xa0{east}"


def _degrees(angle: float) -> str:
    return f"{abs(angle):.3f}°".replace(".", ",")


def ended(former: Former) -> str:
    """Return when a period ended: a day, or the latest one it can be."""
    return f"le {en_mots(former.ends_on)}" if former.exact else f"au plus tard le {en_mots(former.ends_on)}"


def people(count: int | None) -> str:
    """Return a number of inhabitants."""
    return f"{nombre(count)} hab." if count is not None else "population inconnue"
