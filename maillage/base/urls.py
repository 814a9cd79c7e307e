"""Addresses of the shared mechanisms."""

from django.urls import path

from maillage.base import views

app_name = "base"
urlpatterns = [path("sante/", views.health, name="health")]
