"""Addresses of the sheet."""

from django.urls import path

from maillage.network.views import files, revisions, sheet

app_name = "network"
urlpatterns = [
    path("fiche/", sheet.show, name="sheet"),
    path("fiche/a-verifier/", sheet.to_check, name="to-check"),
    path("fiche/revisions/", revisions.revision_list, name="revisions"),
    path("fiche/revisions/<int:number>/", revisions.revision, name="revision"),
    path("fiche/revisions/<int:number>.json", revisions.revision_json, name="revision-json"),
    path("fiche/revisions/<int:before>..<int:after>/", revisions.differences, name="differences"),
    path("fiche.json", files.as_json, name="sheet-json"),
    path("fiche.schema.json", files.schema, name="schema"),
]
