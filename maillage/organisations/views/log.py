"""The contact log: noting an exchange, correcting it, and what remains to be done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.errors import came_from
from maillage.base.pages import act_page, form_page, paged, way
from maillage.organisations import access, queries
from maillage.organisations.actions import exchanges as acts
from maillage.organisations.forms.log import ExchangeForm, NewExchangeForm
from maillage.organisations.models import Exchange, Organisation, Project
from maillage.organisations.views.pages import saving, seen, seen_project, tabs, trail_of


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    user, on = me(request), timezone.localdate()
    permit(request, access.can_see_structures(user))
    rows = Exchange.objects.visible_to(user)
    done = request.GET.get("faites") == "1"
    mine = request.GET.get("de") == "moi"
    rows = rows.filter(done_at__isnull=False).order_by("-done_at") if done else rows.to_do().mine_first(user)
    rows = rows.filter(follow_up_by=user) if mine else rows
    page = paged(request, queries.with_subjects(rows.select_related("follow_up_by", "done_by"), user))
    context = {
        "page": page,
        "rows": [{"exchange": one, "late": one.is_overdue(on)} for one in page.object_list],
        "done": done,
        "mine": mine,
        "tabs": tabs(request),
        "can_keep": access.can_keep_structures(user),
    }
    return render(request, "organisations/follow_ups.html", context)


@form_page
def note(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    permit(request, access.can_keep_structures(request.user))
    return note_page(request, shown, Exchange(organisation=shown), trail_of(shown, "Échange"))


@form_page
def note_on_project(request: HttpRequest, pk: int) -> HttpResponse:
    project = seen_project(request, pk)
    permit(request, access.can_change_project(request.user, project))
    trail = way("Projets sans structure", "organisations:projects", "Échange", through=project)
    return note_page(request, project, Exchange(project=project), trail)


def note_page(
    request: HttpRequest, about: Organisation | Project, blank: Exchange, trail: list[dict[str, str]]
) -> HttpResponse:
    """Show the form of an exchange with a structure or a project."""
    user, today = me(request), timezone.localdate()
    first = {"on": today, "follow_up_by": user.pk}
    form = NewExchangeForm(request.POST or None, instance=blank, today=today, initial=first)

    def act(**_: object) -> Exchange:
        return acts.note(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="L’échange est noté.",
        to=about,
        title=f"Noter un échange avec «\xa0{about}\xa0»",
        verb="Noter l’échange",
        trail=trail,
    )


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    rows = queries.with_subjects(Exchange.objects.visible_to(user), user)
    exchange = get_object_or_404(rows, pk=pk)
    permit(request, access.can_keep_structures(user))
    about = exchange.organisation or exchange.project
    form = ExchangeForm(request.POST or None, instance=exchange, today=timezone.localdate())
    return act_page(
        request,
        form,
        saving(form, acts.correct, user),
        says="L’échange est corrigé.",
        to=about,
        title="Corriger un échange",
        verb="Enregistrer",
        trail=way("Structures", "organisations:organisations", "Échange", through=about),
    )


@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    exchange = get_object_or_404(Exchange.objects.visible_to(user), pk=pk)
    permit(request, access.can_keep_structures(user))
    acts.complete(exchange, by=user, at=timezone.now())
    messages.success(request, f"C’est fait\xa0: «\xa0{exchange.follow_up}\xa0».")
    return redirect(came_from(request))


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = me(request)
    exchange = get_object_or_404(Exchange.objects.visible_to(user), pk=pk)
    permit(request, access.can_keep_structures(user))
    acts.put_back(exchange, by=user, at=timezone.now())
    messages.success(request, f"De nouveau à faire\xa0: «\xa0{exchange.follow_up}\xa0».")
    return redirect(came_from(request))
