"""A little geography for tests: the country, the region, its ten departments."""

from typing import Any

from maillage.territories.models import Territory

DEPARTMENTS = {
    "08": "Ardennes", "10": "Aube", "51": "Marne", "52": "Haute-Marne", "54": "Meurthe-et-Moselle",
    "55": "Meuse", "57": "Moselle", "67": "Bas-Rhin", "68": "Haut-Rhin", "88": "Vosges",
}  # fmt: skip


def make_region() -> Territory:
    """Return the region Grand Est, with its departments and the country above it."""
    Territory.objects.get_or_create(
        slug="FR", defaults={"level": Territory.Level.COUNTRY, "code": "FR", "name": "France"}
    )
    region, _ = Territory.objects.get_or_create(
        slug="R44", defaults={"level": Territory.Level.REGION, "code": "44", "name": "Grand Est"}
    )
    for code, name in DEPARTMENTS.items():
        Territory.objects.get_or_create(
            slug=code,
            defaults={
                "level": Territory.Level.DEPARTMENT,
                "code": code,
                "name": name,
                "region": region,
            },
        )
    return region


def make_commune(code: str = "88160", name: str = "Épinal", **fields: Any) -> Territory:
    """Return a commune, in its department where `make_region` made it."""
    department = Territory.objects.filter(level=Territory.Level.DEPARTMENT, code=code[:2]).first()
    first = {"level": Territory.Level.COMMUNE, "code": code, "name": name, "department": department}
    place = {"region": department.region if department else None}
    return Territory.objects.create(slug=code, **{**first, **place, **fields})
