"""Noting that a revision was sent."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.base.pages import act_page, form_page, summary, way
from maillage.base.templatetags.french import en_mots
from maillage.network.actions import sendings as acts
from maillage.network.forms.sending import SendingForm
from maillage.network.models import Revision, Sending
from maillage.network.views.editing import editor


@form_page
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Note that a revision was sent."""
    user = editor(request)
    revision = get_object_or_404(Revision.objects.visible_to(user).light(), number=number)
    form = SendingForm(request.POST or None, initial={"on": timezone.localdate(), "to": "RTES"})

    def act(on: date, to: str) -> Sending:
        return acts.note(revision, on=on, to=to, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="L’envoi est noté.",
        to=revision,
        title=f"Marquer la révision {number} comme envoyée",
        verb="Noter l’envoi",
        lead="Vous saurez ensuite ce qui a changé depuis. Un envoi noté ne s’efface pas.",
        facts=summary(("Publiée le", en_mots(revision.at)), ("Pourquoi", revision.note)),
        trail=way("Révisions", "network:revisions", "Envoi", through=revision),
    )
