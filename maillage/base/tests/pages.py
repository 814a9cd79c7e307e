"""Addresses of the tests alone: each view refuses in its own way, or edits a case."""

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from maillage.base.access import permit
from maillage.base.errors import (
    Conflict,
    Refusal,
    TooMany,
    bad_request,
    forbidden,
    not_found,
    refuse,
    server_error,
)
from maillage.base.tests.specimens.models import Case
from maillage.base.versions import VersionedForm

ANSWERS = {
    "refusal": Refusal("Il manque le relevé. Ajoutez-le."),
    "conflict": Conflict("Ce lot est déjà placé. Choisissez-en un autre."),
    "too-many": TooMany("Cinq essais de suite. Réessayez dans une minute.", retry_after=60),
    "suspicious": SuspiciousOperation("abîmé"),
    "denied": PermissionDenied("non"),
    "failure": RuntimeError("panne"),
}


class CaseForm(VersionedForm[Case]):
    class Meta:
        model = Case
        fields = ("title", "kind", "amount")


class TitleForm(forms.Form):
    title = forms.CharField(label="Titre")


def answer(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 -- a view
    raise ANSWERS[kind]


def closed(request: HttpRequest) -> HttpResponse:
    permit(request, False)  # noqa: FBT003 -- reads `permit(request, can_x(user))`
    return HttpResponse("ouvert")


def on_form(request: HttpRequest) -> HttpResponse:
    form = TitleForm(request.POST)
    refuse(form, Refusal("Ce titre est pris. Choisissez-en un autre."))
    return HttpResponse(f"{form.non_field_errors()}{form['title']}", status=422)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    form = CaseForm(request.POST or None, instance=get_object_or_404(Case, pk=pk))
    if form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "errors/422.html", {"sentence": form.as_p()}, status=422 if form.errors else 200)


urlpatterns = [
    path("refus/<kind>/", answer),
    path("ferme/", closed),
    path("formulaire/", on_form),
    path("protege/", csrf_protect(on_form)),
    path("dossiers/<int:pk>/", edit),
    path("compte/connexion/", closed, name="account_login"),
]

handler400, handler403, handler404, handler500 = bad_request, forbidden, not_found, server_error
