"""What the platform wrote to people: what left, what waits, what was given up."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts import access
from maillage.accounts.current import me
from maillage.accounts.views.pages import tabs
from maillage.base import delivery
from maillage.base.access import permit
from maillage.base.outbox import Mail
from maillage.base.pages import act_page, confirmed, form_page, paged, summary, way


class MailForm(forms.Form):
    """What the list of messages can be narrowed to."""

    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *Mail.Status.choices])


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    permit(request, access.can_see_mails(request.user))
    form = MailForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    seen = Mail.objects.visible_to(request.user).defer("alternatives", "attachments")
    page = paged(request, seen.filter(status=state) if state else seen)
    context = {
        "form": form,
        "page": page,
        "rows": [
            {
                "mail": mail,
                "can_resume": access.can_resume_mail(request.user, mail),
                "can_cancel": access.can_cancel_mail(request.user, mail),
            }
            for mail in page.object_list
        ],
        "tabs": tabs(request),
        "searching": bool(request.GET.get("state")),
    }
    return render(request, "accounts/mails.html", context)


def seen_mail(request: HttpRequest, pk: int) -> Mail:
    """Return a mail that the one who asks may see, else 404."""
    return get_object_or_404(Mail.objects.visible_to(me(request)), pk=pk)


@form_page
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    mail, user = seen_mail(request, pk), me(request)
    permit(request, access.can_resume_mail(user, mail))
    return act_page(
        request,
        confirmed(request),
        partial(delivery.resume, mail, by=user, at=timezone.now()),
        says="Le message repart dans la minute.",
        to="accounts:messages",
        title="Remettre ce message de nouveau\xa0?",
        verb="Remettre de nouveau",
        lead="La remise sera tentée pendant trois jours. Vérifiez d’abord l’adresse et l’erreur.",
        facts=facts(mail),
        trail=way("Messages", "accounts:messages", "Nouvelle remise"),
    )


@form_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    mail, user = seen_mail(request, pk), me(request)
    permit(request, access.can_cancel_mail(user, mail))
    return act_page(
        request,
        confirmed(request),
        partial(delivery.cancel, mail, by=user, at=timezone.now()),
        says="Le message est annulé.",
        to="accounts:messages",
        title="Annuler ce message\xa0?",
        verb="Annuler ce message",
        loss="Ce message ne partira jamais\xa0: la personne ne le recevra pas. Cet acte ne se défait pas.",
        facts=facts(mail),
        trail=way("Messages", "accounts:messages", "Annulation"),
    )


def facts(mail: Mail) -> list[dict[str, object]]:
    """Return what is said of a message before acting on it; never its text."""
    return summary(
        ("À", ", ".join(mail.recipients)),
        ("Objet", mail.subject),
        ("État", mail.get_status_display()),
        ("Remises tentées", mail.attempts),
        ("Dernière erreur", mail.error),
    )
