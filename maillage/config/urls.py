"""Every address, app by app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from maillage.base import errors
from maillage.base.gallery import gallery

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("maillage.base.urls")),
    path("", include("maillage.portal.urls")),
    path("", include("maillage.network.urls")),
    path("panorama/", include("maillage.observatory.urls")),
    path("structures/", include("maillage.organisations.urls")),
    path("territoires/", include("maillage.territories.urls")),
    path("compte/", include("maillage.accounts.signin_urls")),
    path("", include("maillage.accounts.urls")),
    path("composants/", gallery, name="gallery"),
]

if settings.DEMONSTRATION:
    urlpatterns.append(path("demonstration/", include("maillage.accounts.demonstration")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
