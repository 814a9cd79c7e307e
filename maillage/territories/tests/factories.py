"""A little geography for tests: the country, the region, its departments, and some of its communes.

`little_world()` also marks the shipped geography as loaded, so that loading a pack does not load all of
France: the fixture of the same name (root conftest) gives it.
"""

from datetime import UTC, date, datetime
from typing import Any

from maillage.territories import pack
from maillage.territories.folding import words
from maillage.territories.models import Council, Former, Territory

Level, Position = Territory.Level, Territory.Position

DEPARTMENTS = {
    "08": "Ardennes", "10": "Aube", "51": "Marne", "52": "Haute-Marne", "54": "Meurthe-et-Moselle",
    "55": "Meuse", "57": "Moselle", "67": "Bas-Rhin", "68": "Haut-Rhin", "88": "Vosges",
}  # fmt: skip
LONG_AGO = datetime(2022, 3, 22, tzinfo=UTC)
ALSACE = date(2021, 1, 1)

# Real ones: code, name, EPCI, population, postal codes, latitude, longitude.
COMMUNES = (
    ("08105", "Charleville-Mézières", "200041630", 45560, "08000", 49.7685, 4.72487),
    ("10387", "Troyes", "200069250", 62088, "10000", 48.30073, 4.08524),
    ("51108", "Châlons-en-Champagne", "200066876", 42971, "51000", 48.95393, 4.36724),
    ("51454", "Reims", "200067213", 177674, "51100", 49.26526, 4.02853),
    ("52121", "Chaumont", "200068658", 20827, "52000", 48.11121, 5.14134),
    ("54395", "Nancy", "245400676", 103671, "54000 54100", 48.68439, 6.18496),
    ("55029", "Bar-le-Duc", "200033025", 14607, "55000", 48.77275, 5.16108),
    ("57463", "Metz", "200039865", 122572, "57000 57050 57070", 49.11911, 6.17269),
    ("67482", "Strasbourg", "246700488", 293771, "67000 67100 67200", 48.58392, 7.74553),
    ("68066", "Colmar", "246800726", 66970, "68000", 48.08078, 7.35584),
    ("68224", "Mulhouse", "200066009", 104978, "68100 68200", 47.75205, 7.32866),
    ("88160", "Épinal", "200068757", 32251, "88000", 48.18324, 6.45304),
    ("88413", "Saint-Dié-des-Vosges", "200071066", 19251, "88100", 48.28429, 6.94921),
)
EPCI = {
    "200041630": ("CA Ardenne Métropole", "CA"),
    "200069250": ("CA Troyes Champagne Métropole", "CA"),
    "200066876": ("CA de Châlons-en-Champagne", "CA"),
    "200067213": ("CU du Grand Reims", "CU"),
    "200068658": ("CA de Chaumont", "CA"),
    "245400676": ("Métropole du Grand Nancy", "METRO"),
    "200033025": ("CA de Bar-le-Duc - Sud Meuse", "CA"),
    "200039865": ("Metz Métropole", "METRO"),
    "246700488": ("Eurométropole de Strasbourg", "METRO"),
    "246800726": ("CA Colmar Agglomération", "CA"),
    "200066009": ("CA Mulhouse Alsace Agglomération", "CA"),
    "200068757": ("CA d’Epinal", "CA"),
    "200071066": ("CA de Saint-Dié-des-Vosges", "CA"),
}


def make_region() -> Territory:
    """Return the region Grand Est, with its departments and the country above it."""
    _one("FR", Level.COUNTRY, "FR", "France")
    region = _one("R44", Level.REGION, "44", "Grand Est")
    for code in DEPARTMENTS:
        make_department(code, region=region)
    return region


def make_department(code: str, **fields: Any) -> Territory:
    """Return a department, in the region Grand Est where it is one of its ten."""
    return _one(code, Level.DEPARTMENT, code, DEPARTMENTS.get(code, f"Département {code}"), **fields)


def make_commune(code: str = "88160", name: str = "Épinal", **fields: Any) -> Territory:
    """Return a new commune, in its department (made if it is not there yet)."""
    department = make_department(code[:2])
    place = {"department": department, "region": department.region, "folded": words(name, code)}
    return Territory.objects.create(slug=code, level=Level.COMMUNE, code=code, name=name, **(place | fields))


def make_epci(code: str = "200068757", name: str = "CA d’Epinal", **fields: Any) -> Territory:
    """Return an EPCI."""
    return _one(code, Level.EPCI, code, name, kind=fields.pop("kind", "CA"), **fields)


def make_former(code: str, name: str, today: list[Territory], **fields: Any) -> Former:
    """Return a commune that merged, on the first of January 2019 if not said otherwise."""
    into = " ".join(territory.code for territory in today)
    event = {"ends_on": date(2019, 1, 1), "exact": True, "kind": Former.Kind.NEW_COMMUNE, "into": into}
    former = Former.objects.create(code=code, name=name, folded=words(name, code), **(event | fields))
    former.today.set(today)
    return former


def little_world() -> Territory:
    """Return the region, with thirteen of its communes, their EPCI and its nine departmental councils."""
    region = make_region()
    departments = {row.code: row for row in Territory.objects.of_level(Level.DEPARTMENT)}
    for code, _, epci, *_ in COMMUNES:
        name, kind = EPCI[epci]
        make_epci(epci, name, kind=kind, region=region, department=departments[code[:2]])
    groups = {row.code: row for row in Territory.objects.of_level(Level.EPCI)}
    for code, name, group, population, postal, latitude, longitude in COMMUNES:
        known = {
            "population": population,
            "postal_codes": postal,
            "epci": groups[group],
            "position": Position.GAZETTEER,
        }
        place = {"latitude": latitude, "longitude": longitude, "folded": words(name, postal, code)}
        make_commune(code, name, **known, **place)
    _councils(departments)
    if not pack.is_loaded():
        pack.mark(at=LONG_AGO)
    return region


def _councils(departments: dict[str, Territory]) -> None:
    for code, department in departments.items():
        until = {"ends_on": date(2020, 12, 31)} if code in {"67", "68"} else {}
        council = Council.objects.create(
            code=f"{code}D", name=f"Conseil départemental ({department})", **until
        )
        council.departments.add(department)
    alsace = Council.objects.create(code="6AE", name="Collectivité européenne d’Alsace", starts_on=ALSACE)
    alsace.departments.add(departments["67"], departments["68"])


def _one(slug: str, level: str, code: str, name: str, **fields: Any) -> Territory:
    first = {"level": level, "code": code, "name": name, "folded": words(name, code), **fields}
    return Territory.objects.get_or_create(slug=slug, defaults=first)[0]
