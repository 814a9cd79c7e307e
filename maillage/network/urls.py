"""Addresses of the sheet."""

from django.urls import path

from maillage.network.views import contacts, editing, files, imports, members, revisions, sending, sheet

app_name = "network"
urlpatterns = [
    path("fiche/", sheet.show, name="sheet"),
    path("fiche/a-verifier/", sheet.to_check, name="to-check"),
    path("fiche/revisions/", revisions.revision_list, name="revisions"),
    path("fiche/revisions/<int:number>/", revisions.revision, name="revision"),
    path("fiche/revisions/<int:number>/fiche/", revisions.revision_sheet, name="revision-sheet"),
    path("fiche/revisions/<int:number>.json", revisions.revision_json, name="revision-json"),
    path("fiche/revisions/<int:before>..<int:after>/", revisions.differences, name="differences"),
    path("fiche/revisions/<int:number>/envoi/", sending.send, name="send"),
    path("fiche/modifier/", editing.overview, name="edit"),
    path("fiche/modifier/chiffres/<slug:key>/", editing.edit_figure, name="edit-figure"),
    path("fiche/modifier/faits/<slug:key>/", editing.edit_fact, name="edit-fact"),
    path("fiche/modifier/faits/<slug:key>/retrait/", editing.withdraw, name="withdraw-fact"),
    path("fiche/modifier/faits/<slug:key>/nouveau/", editing.add_to_fact, name="add-to-fact"),
    path("fiche/modifier/themes/<slug:key>/", editing.edit_theme, name="edit-theme"),
    path("fiche/modifier/themes/<slug:key>/nouveau/", editing.add_to_theme, name="add-to-theme"),
    path("fiche/modifier/propositions/<int:pk>/abandon/", editing.abandon, name="abandon-draft"),
    path("fiche/modifier/publication/", editing.publish, name="publish"),
    path("fiche/contacts/", contacts.contact_list, name="contacts"),
    path("fiche/contacts/nouveau/", contacts.add, name="add-contact"),
    path("fiche/contacts/<int:pk>/", contacts.correct, name="correct-contact"),
    path("fiche/contacts/<int:pk>/fin/", contacts.end, name="end-contact"),
    path("fiche.json", files.as_json, name="sheet-json"),
    path("fiche.pdf", files.as_pdf, name="sheet-pdf"),
    path("fiche.md", files.as_markdown, name="sheet-md"),
    path("fiche.html", files.as_html, name="sheet-html"),
    path("fiche.schema.json", files.schema, name="schema"),
    path("reseau/", members.members, name="members"),
    path("reseau/importer/", imports.choose, name="import"),
    path("reseau/importer/garder/", imports.keep, name="import-keep"),
    path("reseau/<slug:key>/", members.member, name="member"),
    path("reseau/<slug:key>/comparer/", members.compare, name="compare"),
    path("reseau/<slug:key>/fiche.json", members.as_json, name="member-json"),
    path("reseau/<slug:key>/retirer/", imports.withdraw, name="withdraw"),
]
