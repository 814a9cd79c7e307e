"""Addresses under /territoires/."""

from django.urls import path

from maillage.territories import views

app_name = "territories"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.territory, name="territory"),
    path("<slug:slug>/<slug:part>.csv", views.export, name="export"),
    path("<slug:slug>/<slug:part>/", views.parts, name="parts"),
]
