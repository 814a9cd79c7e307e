"""One form that writes as real ones do, and one that only says who answered."""

import os
import time

from django import forms
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_tasks import task

from maillage.base import idempotency, receipts
from maillage.base.references import Reference


@task()
def work(key: str) -> str:
    """Last long enough to be killed in the middle."""
    time.sleep(0.02)
    return key


class WriteForm(idempotency.KeyForm):
    text = forms.CharField()


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    """Write a receipt, its journal entry, a mail and a task: all of them once, or none."""
    form = WriteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    at, key, me = timezone.now(), form.cleaned_data["cle"], Reference.of(request.user)

    def act() -> receipts.Receipt:
        send_mail(str(key), form.cleaned_data["text"], None, ["personne@exemple.fr"])
        work.enqueue(str(key))
        return receipts.issue(me, {"text": form.cleaned_data["text"]}, by=request.user, at=at)

    content = idempotency.content_of(request)
    made = idempotency.once(key, act, owner=me, purpose="faults.write", content=content, at=at)
    return JsonResponse({"receipt": str(made)})


@require_POST
def limited(request: HttpRequest) -> HttpResponse:
    """Say which process answered."""
    return HttpResponse(str(os.getpid()), headers={"X-Address": request.path})


urlpatterns = [
    path("ecrire/", write, name="write"),
    path("limite/", limited, name="limited"),
    path("", include("maillage.config.urls")),
]
