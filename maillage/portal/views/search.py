"""The search over everything."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maillage.portal import search as found

UNTYPABLE = re.compile(r"[\x00-\x1f\x7f]+")
NUMBER = re.compile(r"[1-9][0-9]{0,3}")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find what `?q=` says, kind by kind; `?dans=` lists all of one kind, by pages."""
    words = UNTYPABLE.sub(" ", request.GET.get("q", ""))[: found.LONGEST].strip()
    asked = request.GET.get("page", "")
    number = int(asked) if NUMBER.fullmatch(asked) else 1
    alone = found.one_kind(request.user, words, request.GET.get("dans", ""), number)
    groups = [alone] if alone else found.everything(request.user, words)
    context = {
        "words": words,
        "groups": groups,
        "total": sum(one.found.total for one in groups),
        "alone": alone,
    }
    return render(request, "portal/search.html", context)
