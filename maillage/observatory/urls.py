"""Addresses under /panorama/."""

from django.urls import path

from maillage.observatory import views

app_name = "observatory"
urlpatterns = [
    path("chiffres/", views.figures, name="figures"),
    path("chiffres/<slug:key>/", views.figure, name="figure"),
    path("donnees.csv", views.export, name="export"),
]
