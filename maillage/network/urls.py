"""Addresses of the sheet."""

from django.urls import path

from maillage.network.views import files, sheet

app_name = "network"
urlpatterns = [
    path("fiche/", sheet.show, name="sheet"),
    path("fiche/a-verifier/", sheet.to_check, name="to-check"),
    path("fiche.json", files.as_json, name="sheet-json"),
    path("fiche.schema.json", files.schema, name="schema"),
]
