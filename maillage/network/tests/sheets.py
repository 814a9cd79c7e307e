"""Published sheets for tests: written whole with defaults, or drawn at random."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from maillage.network.format import FORMAT, SheetDocument, read

Plain = dict[str, Any]
SOURCE: Plain = {"cle": "s", "titre": "Fiche", "editeur": "RTES", "date": "2022", "adresse": None}
ADDRESS = "https://exemple.fr/fiche/"


def a_figure(key: str, **said: object) -> Plain:
    """Return a figure of 8 people, whose other facts are not said."""
    empty = ("rapporte_a", "partie_de", "ventilation", "famille", "perimetre", "ligne", "endroit", "methode")
    first: Plain = dict.fromkeys((*empty, "intervalle", "remplace_par", "remarque"))
    first |= {"cle": key, "intitule": f"Chiffre {key}", "grandeur": key, "en_clair": "8", "valeur": "8"}
    first |= {"precision": "exact", "unite": "personnes", "periode": "2021", "territoire": "Grand Est"}
    first |= {"code_territoire": "R44", "source": "s", "statut": "declared", "adresse": ADDRESS}
    return first | said


def a_fact(key: str, *within: Plain, **said: object) -> Plain:
    """Return an aid, and the facts within it."""
    empty = ("nuance", "autre_nom", "ecrit_dans_la_source", "explication", "lieu", "territoire", "chiffre")
    first: Plain = dict.fromkeys(empty) | {"cle": key, "nature": "aid", "intitule": f"Fait {key}"}
    first |= {"date": "?", "statut": "known", "source": "s", "lignes": [1], "faits": list(within)}
    return first | said


def a_section(key: str, figures: Sequence[Plain] = (), facts: Sequence[Plain] = (), title: str = "") -> Plain:
    """Return a heading."""
    return {"cle": key, "titre": title or f"Thème {key}", "chiffres": list(figures), "faits": list(facts)}


def a_sheet(*sections: Plain, sources: Sequence[Plain] = (), **owner: object) -> SheetDocument:
    """Return a sheet; sources besides the usual one."""
    first = {"nom": "Région", "categorie": "region", "territoire": "R44", "fiche_mise_a_jour": "2022-03-22"}
    said: Plain = {"format": FORMAT, "collectivite": first | owner, "adresse": ADDRESS}
    said |= {"sources": [SOURCE | {"reference": False}, *sources], "sections": list(sections)}
    return read(json.dumps(said).encode())


@st.composite
def sheets(draw: st.DrawFn) -> SheetDocument:
    """Draw a small sheet; two of them share most of their keys."""
    figures = draw(st.lists(st.sampled_from("abcd"), unique=True))
    facts = draw(st.lists(st.sampled_from("efgh"), unique=True))
    values, titles = st.sampled_from(["8", "9", "11.4"]), st.sampled_from(["Un", "Deux"])
    keys = draw(st.lists(st.sampled_from("xyz"), unique=True, min_size=1))
    told = {key: a_section(key, title=draw(titles)) for key in keys}
    for one in figures:
        home = told[draw(st.sampled_from(keys))]
        home["chiffres"].append(a_figure(one, valeur=draw(values), intitule=draw(titles)))
    for one in facts:
        home = told[draw(st.sampled_from(keys))]
        within = draw(st.booleans()) and home["faits"]
        (home["faits"][-1] if within else home)["faits"].append(a_fact(one, explication=draw(titles)))
    return a_sheet(*told.values(), nom=draw(titles))
