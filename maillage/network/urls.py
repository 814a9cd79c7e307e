"""Addresses of the sheet."""

from django.urls import path

from maillage.network import views

app_name = "network"
urlpatterns = [
    path("fiche/", views.show, name="sheet"),
    path("fiche/a-verifier/", views.to_check, name="to-check"),
    path("fiche.json", views.as_json, name="sheet-json"),
]
