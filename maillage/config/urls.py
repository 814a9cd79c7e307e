"""Every address, app by app."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="network:sheet"), name="home"),
    path("", include("maillage.network.urls")),
    path("panorama/", include("maillage.observatory.urls")),
]
