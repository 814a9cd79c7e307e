"""The catalogue of open data as machines read it (DCAT in JSON-LD); only what is known is said."""

from collections.abc import Iterable

from maillage.portal.datasets import Dataset, File

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def catalogue(datasets: Iterable[Dataset], *, publisher: str, site: str) -> dict[str, object]:
    """Return the catalogue; `site` is the public address, without a final slash."""
    return {
        "@context": CONTEXT,
        "@id": f"{site}/donnees/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": f"Données ouvertes, {publisher}",
        "dct:language": "fr",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "foaf:homepage": {"@id": f"{site}/donnees/"},
        "dcat:dataset": [_dataset(one, publisher, site) for one in datasets],
    }


def _dataset(one: Dataset, publisher: str, site: str) -> dict[str, object]:
    said: dict[str, object] = {
        "@id": f"{site}/donnees/#{one.key}",
        "@type": "dcat:Dataset",
        "dct:title": one.title,
        "dct:description": one.text,
        "dct:language": "fr",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dcat:landingPage": {"@id": f"{site}/donnees/"},
        "dcat:distribution": [_distribution(file, one, site) for file in one.files],
    }
    if one.updated_at:
        said["dct:modified"] = one.updated_at.isoformat(timespec="seconds")
    return said


def _distribution(file: File, one: Dataset, site: str) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{one.title}, {file.label}",
        "dcat:accessURL": {"@id": site + file.address},
        "dcat:downloadURL": {"@id": site + file.address},
        "dcat:mediaType": file.media_type,
        "dct:license": [{"@id": licence.spdx} for licence in one.licences],
    }
