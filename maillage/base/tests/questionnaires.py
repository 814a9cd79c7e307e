"""Questionnaires for the tests: one true to life, and any that the engine accepts."""

from typing import Any

from hypothesis import strategies as st

from maillage.base.questions.definition import Definition
from maillage.base.questions.parsing import parse

Json = dict[str, Any]
# What French puts between figures and signs, as the space of a keyboard.
SPACES = str.maketrans("\u00a0\u202f", "  ")


def asked(kind: str, key: str = "q", **more: object) -> Json:
    """Return one question as JSON."""
    return {"cle": key, "type": kind, "libelle": f"Question {key}", **more}


def form(*questions: Json, version: int = 1, **more: object) -> Definition:
    """Return a parsed questionnaire."""
    return parse({"cle": "essai", "version": version, "titre": "Essai", "questions": [*questions], **more})


def options(*values: str) -> list[Json]:
    """Return choices as JSON."""
    return [{"valeur": value, "libelle": value.upper()} for value in values]


BUDGET: Json = {
    "cle": "demande-emploi",
    "version": 3,
    "titre": "Demande d’aide à l’emploi",
    "questions": [
        asked("section", "structure"),
        asked("texte", "nom", obligatoire=True, longueur_max=80),
        asked("choix", "statut", obligatoire=True, choix=options("association", "scop", "autre")),
        asked("texte", "precision", obligatoire=True, si={"question": "statut", "vaut": "autre"}),
        asked("siret", "siret"),
        asked("section", "budget"),
        asked(
            "groupe",
            "charges",
            min_lignes=1,
            max_lignes=5,
            questions=[
                asked("texte", "poste", obligatoire=True),
                asked("entier", "mois", min=1, max=12, obligatoire=True),
                asked("montant", "montant", obligatoire=True),
                asked("calcul", "cout", unite="euros", calcul={"produit": ["mois", "montant"]}),
            ],
        ),
        asked("calcul", "total_charges", unite="euros", calcul={"somme": "charges.cout"}),
        asked("montant", "subvention", obligatoire=True),
        asked("montant", "ressources"),
        asked("calcul", "total_produits", unite="euros", calcul={"somme": ["subvention", "ressources"]}),
        asked("calcul", "part", unite="taux", calcul={"rapport": ["subvention", "total_charges"]}),
        asked("texte_long", "motif", obligatoire=True, si={"question": "part", "superieur": "0.8"}),
    ],
    "equilibres": [
        {"gauche": "total_charges", "droite": "total_produits", "message": "Corrigez l’un des deux totaux."}
    ],
}

FILLED: Json = {
    "nom": " Les Jardins de la Moder ",
    "statut": "association",
    "precision": "tapé puis caché",
    "siret": "732 829 320 00074",
    "charges": [
        {"poste": "Salaire", "mois": "12", "montant": "2 000,50 €"},
        {},
        {"poste": "Loyer", "mois": "6", "montant": "100"},
    ],
    "subvention": "12 000",
    "ressources": "12606",
}

KINDS = [
    *("texte", "texte_long", "entier", "decimal", "montant", "taux", "date", "date_floue", "oui_non"),
    *("choix", "choix_multiples", "courriel", "telephone", "siret", "commune", "piece"),
]
NUMERIC = {"entier", "decimal", "montant", "taux"}
# Texts that some type or other accepts, beside anything at all.
TYPED = st.one_of(
    st.sampled_from(
        [
            *(
                "oui",
                "non",
                "nsp",
                "a",
                "b",
                "c",
                "12",
                "0,5",
                "-3",
                "1 234,50 €",
                "12,5 %",
                "7",
                "999999999999999",
            ),
            *("31/12/2026", "2026-02-29", "2024-02-29", "05/2026", "2026-05/2026-06", "?", "été", " "),
            *(
                "nom@exemple.fr",
                "03 87 12 34 56",
                "+352123456",
                "73282932000074",
                "2a004",
                "documents.file:7",
            ),
        ],
    ),
    st.text(max_size=20),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.dates().map(str),
)
RAW = st.one_of(
    TYPED,
    st.lists(TYPED, max_size=4),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    ),
)


@st.composite
def questions(draw: st.DrawFn, key: str, before: list[Json]) -> Json:
    """Any question, perhaps with a condition on one that comes before."""
    kind = draw(st.sampled_from([*KINDS, "calcul"] if any(q["type"] in NUMERIC for q in before) else KINDS))
    question = asked(kind, key)
    if kind in ("choix", "choix_multiples"):
        question["choix"] = options("a", "b", "c")
    if kind == "calcul":
        numbers = [q["cle"] for q in before if q["type"] in NUMERIC | {"calcul"}]
        operation = draw(st.sampled_from(["somme", "produit", "difference", "rapport", "compte"]))
        terms = draw(st.lists(st.sampled_from([*numbers, "0.5"]), min_size=2, max_size=2))
        question["calcul"] = {operation: terms if set(terms) & {*numbers} else numbers[:1] * 2}
    elif draw(st.booleans()):
        question["obligatoire"] = True
    if before and draw(st.integers(0, 2)) == 0:
        question["si"] = draw(conditions(before))
    return question


@st.composite
def conditions(draw: st.DrawFn, before: list[Json]) -> Json:
    """Any condition on questions that come before."""
    question = draw(st.sampled_from(before))
    told: Json = {"question": question["cle"], "renseignee": draw(st.booleans())}
    if question["type"] in NUMERIC | {"calcul"}:
        operator = draw(st.sampled_from(["vaut", "superieur", "inferieur_ou_egal"]))
        told = {"question": question["cle"], operator: draw(st.integers(-5, 50))}
    elif question["type"] in ("choix", "oui_non"):
        told = {"question": question["cle"], "parmi": ["a", "b"] if question["type"] == "choix" else ["oui"]}
    joined = {"non": told} if draw(st.booleans()) else told
    return draw(st.sampled_from([told, joined, {"et": [told, joined]}, {"ou": [joined, told]}]))


@st.composite
def definitions(draw: st.DrawFn, version: int = 1) -> Definition:
    """Any questionnaire: questions, one group with columns, a sum over a column when there is one."""
    flat: list[Json] = []
    for rank in range(draw(st.integers(1, 5))):
        flat.append(draw(questions(f"q{rank}", flat)))
    cells: list[Json] = []
    for rank in range(draw(st.integers(0, 4))):
        cells.append(draw(questions(f"c{rank}", cells)))
    items = [*flat]
    if cells:
        fewest = draw(st.integers(0, 2))
        items.append(
            asked("groupe", "g", questions=cells, min_lignes=fewest, max_lignes=draw(st.integers(2, 4)))
        )
        columns = [f"g.{cell['cle']}" for cell in cells if cell["type"] in NUMERIC | {"calcul"}]
        items += [asked("calcul", f"s{rank}", calcul={"somme": name}) for rank, name in enumerate(columns)]
        items.append(asked("calcul", "rows", calcul={"compte": "g"}))
    return form(*items, version=version)


def entries(definition: Definition) -> st.SearchStrategy[dict[str, object]]:
    """Anything typed, under keys that exist and keys that do not."""
    cells = [cell.key for group in definition.groups.values() for cell in group.cells]
    row = st.dictionaries(st.sampled_from([*cells, "inconnue"]), RAW, max_size=5)
    keys = st.sampled_from([*definition.top, "inconnue"])
    group = st.fixed_dictionaries({}, optional={"g": st.lists(row, max_size=5) | RAW})
    return st.builds(lambda flat, rows: flat | rows, st.dictionaries(keys, RAW, max_size=8), group)
