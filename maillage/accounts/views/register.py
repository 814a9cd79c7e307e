"""The public register of treatments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.accounts.register import treatments


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/register.html", {"treatments": treatments()})
