"""Projects that have no structure yet."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.current import me
from maillage.base.access import permit
from maillage.base.pages import act_page, confirmed, form_page, paged, way
from maillage.organisations import access, queries
from maillage.organisations.actions import projects as acts
from maillage.organisations.forms.log import AttachForm, NewProjectForm, ProjectForm
from maillage.organisations.forms.search import ProjectSearchForm
from maillage.organisations.models import Exchange, Organisation, Project
from maillage.organisations.views.pages import saving, seen_project, tabs

HERE = ("Projets sans structure", "organisations:projects")


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    user = me(request)
    permit(request, access.can_see_structures(user))
    form = ProjectSearchForm(request.GET)
    state = form.cleaned_data["etat"] if form.is_valid() else ""
    rows = Project.objects.visible_to(user).select_related("commune")
    context = {
        "form": form,
        "page": paged(request, queries.last_heard(rows.filter(status=state) if state else rows)),
        "searching": bool(request.GET.get("etat")),
        "tabs": tabs(request),
        "can_keep": access.can_keep_structures(user),
    }
    return render(request, "organisations/projects.html", context)


@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    user, on, shown = me(request), timezone.localdate(), seen_project(request, pk)
    log = (
        Exchange.objects.visible_to(user)
        .filter(project=shown)
        .select_related("by", "follow_up_by", "done_by")
    )
    structure = Organisation.objects.visible_to(user).filter(projects=shown).first()
    context = {
        "project": shown,
        "structure": structure,
        "on": on,
        "log": log,
        "keeps": access.can_keep_structures(user),
        "can_change": access.can_change_project(user, shown),
        "can_resume": access.can_resume_project(user, shown),
        "trail": way(*HERE, str(shown)),
    }
    return render(request, "organisations/project.html", context)


@form_page
def begin(request: HttpRequest) -> HttpResponse:
    user = me(request)
    permit(request, access.can_keep_structures(user))
    form = NewProjectForm(request.POST or None)

    def act(**_: object) -> Project:
        return acts.begin(form.instance, by=user, at=timezone.now())

    return act_page(
        request,
        form,
        act,
        says="Le projet est noté.",
        back=HERE[1],
        title="Noter un projet sans structure",
        verb="Noter le projet",
        lead="Pour une idée qui n’a pas encore de structure. Si elle en devient une, ses échanges suivront.",
        trail=way(*HERE, "Nouveau projet"),
    )


@form_page
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen_project(request, pk)
    permit(request, access.can_change_project(user, shown))
    form = ProjectForm(request.POST or None, instance=shown)
    return act_page(
        request,
        form,
        saving(form, acts.correct, user),
        says="Le projet est corrigé.",
        to=shown,
        title="Corriger le projet",
        verb="Enregistrer",
        trail=way(*HERE, "Correction", through=shown),
    )


@form_page
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen_project(request, pk)
    permit(request, access.can_change_project(user, shown))
    return act_page(
        request,
        AttachForm(request.POST or None, rows=Organisation.objects.visible_to(user)),
        partial(acts.attach, shown, by=user, at=timezone.now()),
        says="Le projet est rattaché\xa0: ses échanges se lisent sur la fiche de la structure.",
        to=shown,
        title=f"«\xa0{shown}\xa0» est devenu une structure",
        verb="Rattacher le projet",
        trail=way(*HERE, "Rattachement", through=shown),
    )


@form_page
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen_project(request, pk)
    permit(request, access.can_change_project(user, shown))
    return act_page(
        request,
        confirmed(request),
        partial(acts.drop, shown, by=user, at=timezone.now()),
        says="Le projet est abandonné.",
        to=shown,
        title=f"Abandonner «\xa0{shown}\xa0»",
        verb="Abandonner le projet",
        loss="Il ne sera plus proposé parmi les projets en cours. Vous pourrez le reprendre.",
        trail=way(*HERE, "Abandon", through=shown),
    )


@form_page
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    user, shown = me(request), seen_project(request, pk)
    permit(request, access.can_resume_project(user, shown))
    attached = shown.status == Project.Status.ATTACHED
    return act_page(
        request,
        confirmed(request),
        partial(acts.resume, shown, by=user, at=timezone.now()),
        says="Le projet est repris.",
        to=shown,
        title=f"Détacher «\xa0{shown}\xa0» de sa structure" if attached else f"Reprendre «\xa0{shown}\xa0»",
        verb="Détacher le projet" if attached else "Reprendre le projet",
        lead="Il redevient un projet sans structure, avec ses échanges.",
        trail=way(*HERE, "Reprise", through=shown),
    )
