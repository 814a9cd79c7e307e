"""What each column of the open data says, in the order of the files."""

FIGURES = {
    "cle": "identifiant du chiffre, qui ne change pas",
    "theme": "rubrique de la fiche",
    "intitule": "ce que le chiffre compte",
    "en_clair": "la valeur telle qu’elle se lit, avec «\xa0près de\xa0», «\xa0plus de\xa0»",
    "valeur": "la valeur, point décimal\xa0; vide pour un intervalle ou un secret",
    "borne_basse": "le bas de l’intervalle",
    "borne_haute": "le haut de l’intervalle",
    "unite": "l’unité\xa0: salariés, %, €",
    "rapporte_a": "ce dont un pourcentage est la part",
    "periode": "le jour, le mois, l’année ou l’intervalle\xa0; «\xa0?\xa0» quand la source ne le dit pas",
    "territoire": "le territoire dont il s’agit",
    "famille": "associations, coopératives, fondations ou mutuelles",
    "source": "le document d’où vient le chiffre",
    "date_source": "la date de ce document",
    "ligne": "la ligne du texte de la source",
    "statut": "déclaré, estimation, provisoire, définitif ou secret",
    "methode": "comment le chiffre a été établi, quand la source le dit",
    "remarque": "ce qu’il faut savoir avant de le reprendre",
}

SHEET = {
    "format": "le nom et la version du format",
    "collectivite": "le nom de la collectivité",
    "adresse": "l’adresse publique de la fiche",
    "sources": "les documents cités, chacun avec sa clé, sa date et son adresse",
    "sections": "les rubriques dans l’ordre, chacune avec ses chiffres",
}

TERRITORIES = {
    "identifiant": "celui des adresses de ce site",
    "niveau": "région, département, intercommunalité ou commune",
    "code": "code officiel\xa0: Insee, ou SIREN d’une intercommunalité",
    "nom": "nom officiel",
    "nature": "nature d’une intercommunalité",
    "departement": "code du département",
    "region": "code de la région",
    "epci": "SIREN de l’intercommunalité",
    "population": "population municipale",
    "codes_postaux": "un ou plusieurs, séparés par une espace",
    "latitude": "degrés décimaux (WGS 84)",
    "longitude": "degrés décimaux (WGS 84)",
    "origine_position": "d’où vient la position\xa0; elle peut être approchée",
}
