"""The data of a sample document, long enough for a second page."""

from typing import Any

N = "\u00a0"
SAMPLE: dict[str, Any] = {
    "title": "Région Grand Est",
    "owner": "Région Grand Est · économie sociale et solidaire",
    "kicker": "Réseau des collectivités Territoriales pour une Économie Solidaire · membre depuis 2016",
    "dated": "Publiée le 22 mars 2022 · révision 3",
    "foot": "Fiche RTES, révision 3 · exemple.fr/fiche",
    "demonstration": True,
    "warning": {
        "title": "4 points à vérifier sur cette fiche",
        "text": f"Par exemple, 11,4{N}% est donné une fois des emplois salariés, une fois de l’emploi "
        f"privé{N}: ce ne peut être les deux.",
    },
    "lead": f"Le Grand Est couvre 57{N}433{N}km², 10 départements, 200 cantons et 5{N}196 communes. "
    f"L’économie sociale et solidaire y rassemble près de 17{N}000 établissements employeurs et plus "
    f"de 200{N}000 salariés.",
    "shares": [
        {"label": "associations", "share": 77, "said": f"77{N}%", "family": "associations"},
        {"label": "coopératives", "share": 16, "said": f"16{N}%", "family": "cooperatives"},
        {"label": "fondations", "share": 4, "said": f"4{N}%", "family": "fondations"},
        {"label": "mutuelles", "share": 3, "said": f"3{N}%", "family": "mutuelles"},
    ],
    "figures": [
        {
            "value": f"6,8{N}M€",
            "label": "budget ESS 2022, voté",
            "source": f"5,3{N}M€ en fonctionnement, 1,5{N}M€ en investissement · fiche RTES, ligne 24",
            "status": "déclaré",
        },
        {
            "value": "8",
            "label": "personnes, 5 dispositifs, 7 partenariats",
            "source": "Pôle ESS, Service Compétitivité des Territoires · fiche RTES, ligne 22",
        },
    ],
    "columns": [
        {"label": "Chiffre", "width": 4},
        {"label": "Valeur", "width": 3, "number": True},
        {"label": "Période", "width": 2},
        {"label": "Comment il est connu", "width": 4},
    ],
    "rows": [
        [f"Masse salariale, secteur {rank}", f"{rank},2{N}Md€", "non dite", "déclaré, fiche RTES"]
        for rank in range(1, 31)
    ],
    "sum": [
        {"term": "Dépenses retenues (règlement, art. 4)", "value": f"24{N}606,00{N}€"},
        {"term": f"Taux appliqué, 50{N}%", "value": f"12{N}303,00{N}€"},
        {"term": "Plafond (règlement, art. 5)", "value": f"10{N}000,00{N}€"},
        {"term": "Aide possible", "value": f"10{N}000,00{N}€"},
    ],
    "pairs": [
        ["Structure", "Les Jardins de la Moder"],
        ["SIRET", "732 829 320 00074"],
        ["Motif de la demande", "Créer un poste d’encadrante technique en CDI, à Haguenau. " * 4],
    ],
    "people": [
        {"name": "Claude Exemple", "quality": "Présidente de la structure"},
        {"name": "Camille Modèle", "quality": "Pour la Région, par délégation"},
    ],
}
