"""Addresses under /panorama/."""

from django.urls import path

from maillage.observatory.views import figure, lists

app_name = "observatory"
urlpatterns = [
    path("chiffres/", lists.figures, name="figures"),
    path("chiffres/<slug:key>/", figure.figure, name="figure"),
    path("chiffres/<slug:key>.csv", figure.figure_csv, name="figure-csv"),
    path("chiffres/<slug:key>.json", figure.figure_json, name="figure-json"),
    path("contradictions/", lists.contradictions, name="contradictions"),
    path("donnees.csv", lists.export, name="export"),
]
