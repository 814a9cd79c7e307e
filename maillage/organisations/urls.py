"""Addresses under /structures/."""

from django.urls import path, register_converter

from maillage.organisations.views import (
    attachments,
    establishments,
    life,
    lists,
    log,
    organisations,
    people,
    projects,
)


class KeyConverter:
    """A SIREN (nine digits, leading zeros kept), or the shorter number of a structure that has none."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(KeyConverter, "structure")

app_name = "organisations"
urlpatterns = [
    path("", lists.organisations, name="organisations"),
    path("export/", lists.export, name="export"),
    path("nouvelle/", organisations.create, name="create"),
    path("miennes/", attachments.mine, name="mine"),
    path("miennes/demande/", attachments.ask, name="ask_attachment"),
    path("miennes/demandes/<int:pk>/retrait/", attachments.withdraw, name="withdraw_attachment"),
    path("rattachements/", attachments.attachments, name="attachments"),
    path("rattachements/<int:pk>/", attachments.confirm, name="confirm_attachment"),
    path("rattachements/<int:pk>/refus/", attachments.refuse, name="refuse_attachment"),
    path("suivis/", log.follow_ups, name="follow_ups"),
    path("suivis/<int:pk>/fait/", log.complete, name="complete_follow_up"),
    path("suivis/<int:pk>/a-refaire/", log.put_back, name="put_back_follow_up"),
    path("projets/", projects.projects, name="projects"),
    path("projets/nouveau/", projects.begin, name="begin_project"),
    path("projets/<int:pk>/", projects.project, name="project"),
    path("projets/<int:pk>/correction/", projects.correct, name="correct_project"),
    path("projets/<int:pk>/rattachement/", projects.attach, name="attach_project"),
    path("projets/<int:pk>/abandon/", projects.drop, name="drop_project"),
    path("projets/<int:pk>/reprise/", projects.resume, name="resume_project"),
    path("projets/<int:pk>/echange/", log.note_on_project, name="note_on_project"),
    path("echanges/<int:pk>/correction/", log.correct, name="correct_exchange"),
    path("statuts/<int:pk>/fin/", people.end_recognition, name="end_recognition"),
    path("mandats/<int:pk>/fin/", people.end_mandate, name="end_mandate"),
    path("etablissements/<int:pk>/fermeture/", establishments.close_one, name="close_establishment"),
    path("etablissements/<int:pk>/transfert/", establishments.move_one, name="move_establishment"),
    path("<structure:key>/", organisations.organisation, name="organisation"),
    path("<int:pk>/correction/", organisations.correct, name="correct"),
    path("<int:pk>/nom/", life.rename, name="rename"),
    path("<int:pk>/categorie/", life.change_category, name="change_category"),
    path("<int:pk>/fermeture/", life.close, name="close"),
    path("<int:pk>/fusion/", life.merge, name="merge"),
    path("<int:pk>/annulation/", life.reopen, name="reopen"),
    path("<int:pk>/statut/", people.recognise, name="recognise"),
    path("<int:pk>/mandat/", people.grant, name="grant_mandate"),
    path("<int:pk>/etablissement/", establishments.open_one, name="open_establishment"),
    path("<int:pk>/echange/", log.note, name="note_exchange"),
]
