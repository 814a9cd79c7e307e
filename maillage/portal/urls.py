"""Addresses that belong to the whole site."""

from django.urls import path

from maillage.portal.views import data, desk, home, machines, search, site

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("recherche/", search.search, name="search"),
    path("bureau/", desk.desk, name="desk"),
    path("donnees/", data.data, name="data"),
    path("donnees/catalogue.jsonld", data.catalogue, name="catalogue"),
    path("mentions-legales/", site.legal, name="legal"),
    path("accessibilite/", site.accessibility, name="accessibility"),
    path("plan-du-site/", site.site_map, name="site_map"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]
