"""Every component on one page, in each of its states: what a designer looks at, in debug only."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.base.charts import FAMILIES, MIRABELLE, SAPIN, Part, bars, shares, sparkline

YES_NO = [("yes", "Oui"), ("no", "Non"), ("unknown", "Je ne sais pas")]
FAMILY_FORMS = [("", "Choisissez"), ("association", "Association"), ("scop", "Coopérative")]
THEMES = [("food", "Alimentation"), ("mobility", "Mobilités"), ("reuse", "Réemploi")]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom de la structure", help_text="Tel qu’il figure dans les statuts.")
    siret = forms.RegexField(
        r"^\d{14}$",
        label="Numéro SIRET",
        help_text="14 chiffres, sans espace.",
        required=False,
        error_messages={"invalid": "Écrivez les 14 chiffres, sans espace."},
    )
    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput({"autocomplete": "email"}))
    amount = forms.DecimalField(label="Montant demandé", min_value=Decimal(0))
    starts_on = forms.DateField(label="Début du projet", widget=forms.DateInput({"type": "date"}))
    family = forms.ChoiceField(label="Famille", choices=FAMILY_FORMS)
    permanent = forms.ChoiceField(label="Le poste est-il en CDI ?", choices=YES_NO, widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Thèmes du projet",
        choices=THEMES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Cochez tout ce qui convient.",
    )
    project = forms.CharField(label="Le projet en quelques mots", widget=forms.Textarea({"rows": 4}))
    document = forms.FileField(label="Statuts signés", help_text="PDF, 10 Mo au plus.", required=False)
    true = forms.BooleanField(label="Je certifie que ces renseignements sont exacts.")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components; the page does not exist outside debug."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "gallery.html", _forms() | _lists() | _tables() | _charts())


def _forms() -> dict[str, object]:
    wrong = {"wrong-name": "Les Jardins de la Moder", "wrong-siret": "123", "wrong-email": "contact@"}
    return {
        "form": SampleForm(),
        "alone": SampleForm(prefix="alone"),
        "wrong": SampleForm(wrong, prefix="wrong"),
        "pages": Paginator(range(120), 10).page(3),
    }


def _lists() -> dict[str, object]:
    return {
        "trail": [
            {"label": "Accueil", "url": "/"},
            {"label": "Les chiffres", "url": "#"},
            {"label": "Composants"},
        ],
        "tabs": [
            {"label": "À faire", "url": "#", "count": 12, "current": True},
            {"label": "En attente d’un tiers", "url": "#", "count": 9},
            {"label": "Prêts à décider", "url": "#", "count": 6},
            {"label": "Décidés", "url": "#", "count": 148},
        ],
        "steps": ["Votre structure", "Votre projet", "Les pièces", "Vérification"],
        "entries": [
            {"when": "12 janvier 2026", "what": "Demande déposée", "more": "Accusé de réception n° 26-0412."},
            {
                "when": "Depuis le 20 janvier 2026",
                "what": "Pièce attendue : relevé d’identité bancaire",
                "more": "Demandée à Les Jardins de la Moder. Sans réponse le 20 février, relance.",
                "state": "waiting",
            },
            {"when": "12 décembre 2026", "what": "Commission permanente", "state": "next"},
        ],
    }


def _tables() -> dict[str, object]:
    labels = ("Dossier", "Structure", "Demandé", "Ce qui l’attend", "Depuis")
    cases = (
        ("26-0412", "Les Jardins de la Moder", "16 000 €", "attention", "Pièce attendue : RIB", "3 jours"),
        ("26-0365", "Recyclerie du Der", "20 000 €", "refusal", "Plafond de minimis dépassé", "aujourd’hui"),
        ("26-0341", "Atelier Mécano Meuse", "8 000 €", "ok", "Prêt pour la commission", "2 jours"),
    )
    return {
        "head": [{"label": label, "number": label in {"Demandé", "Depuis"}} for label in labels],
        "rows": [
            [
                {"text": number, "url": "#"},
                {"text": who, "strong": True, "column": labels[1]},
                {"text": asked, "number": True, "column": labels[2]},
                {"text": waits, "kind": kind, "column": labels[3]},
                {"text": since, "number": True, "column": labels[4]},
            ]
            for number, who, asked, kind, waits, since in cases
        ],
        "facts": [
            {"term": "Structure", "value": "Les Jardins de la Moder", "url": "#"},
            {"term": "Forme juridique", "value": "Association", "url": "#"},
            {"term": "Agrément", "tag": "ESUS", "kind": "ok", "value": "jusqu’au 3 mai 2028", "url": "#"},
        ],
        "sums": [
            {"term": "Aides de minimis reçues depuis le 24 novembre 2023", "value": "291 400 €"},
            {"term": "Demande en cours", "value": "+ 20 000 €"},
            {"term": "Total sur trois ans glissants", "value": "311 400 €", "total": True},
            {"term": "Plafond, règlement (UE) 2023/2831, article 3", "value": "300 000 €"},
        ],
    }


def _charts() -> dict[str, object]:
    percents = zip(FAMILIES.items(), (77, 16, 4, 3), strict=True)
    families = [Part(label=name, value=n, text=f"{n} %", tone=tone) for (name, tone), n in percents]
    credits_used = [
        Part(label="engagés", value=280, text="280 000 €", tone=SAPIN),
        Part(label="réservés", value=68, text="68 000 €", tone=MIRABELLE),
    ]
    places = (("Bas-Rhin", 172), ("Meurthe-et-Moselle", 131), ("Moselle", 128), ("Haute-Marne", 39))
    years = (12, 14, None, 13, 17, 16)
    return {
        "families": shares(families),
        "credits": shares(credits_used, whole=660),
        "places": bars([Part(label=name, value=n, text=str(n)) for name, n in places]),
        "trend": sparkline(years),
        "trend_head": [{"label": "Année"}, {"label": "Emplois", "number": True}],
        "trend_rows": [
            [{"text": str(2019 + rank)}, {"text": "non connu" if n is None else str(n), "number": True}]
            for rank, n in enumerate(years)
        ],
    }
