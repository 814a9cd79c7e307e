"""One's account under /compte/, people under /administration/."""

from django.urls import path
from django.views.generic import RedirectView

from maillage.accounts.views import (
    account,
    chart,
    contacts,
    delegations,
    factors,
    invitations,
    journal,
    people,
    person_acts,
)

app_name = "accounts"
urlpatterns = [
    path("compte/", account.account, name="account"),
    path("compte/invitation/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("compte/nouvelle-adresse/<str:token>/", invitations.confirm_email, name="confirm_email"),
    path("administration/", RedirectView.as_view(pattern_name="accounts:people"), name="administration"),
    path("administration/personnes/", people.people, name="people"),
    path("administration/personnes/export/", people.export, name="people_export"),
    path("administration/personnes/<int:pk>/", people.person, name="person"),
    path("administration/personnes/<int:pk>/role/", person_acts.grant_role, name="grant_role"),
    path("administration/personnes/<int:pk>/suspension/", person_acts.suspend, name="suspend"),
    path("administration/personnes/<int:pk>/reouverture/", person_acts.restore, name="restore"),
    path("administration/personnes/<int:pk>/adresse/", person_acts.change_email, name="change_email"),
    path("administration/personnes/<int:pk>/second-facteur/", person_acts.ask_reset, name="ask_reset"),
    path("administration/personnes/<int:pk>/fusion/", person_acts.choose_twin, name="choose_twin"),
    path("administration/personnes/<int:pk>/fusion/<int:twin>/", person_acts.merge, name="merge"),
    path("administration/personnes/<int:pk>/affectation/", chart.join, name="join"),
    path("administration/personnes/<int:pk>/absence/", contacts.absence, name="absence"),
    path("administration/personnes/<int:pk>/transmission/", contacts.hand_over, name="hand_over"),
    path("administration/roles/<int:pk>/fin/", person_acts.end_role, name="end_role"),
    path("administration/affectations/<int:pk>/fin/", chart.leave, name="leave"),
    path("administration/absences/<int:pk>/fin/", contacts.end_absence, name="end_absence"),
    path("administration/invitations/", invitations.invitations, name="invitations"),
    path("administration/invitations/nouvelle/", invitations.invite, name="invite"),
    path(
        "administration/invitations/<int:pk>/annulation/",
        invitations.cancel_invitation,
        name="cancel_invitation",
    ),
    path("administration/organigramme/", chart.chart, name="chart"),
    path("administration/organigramme/nouvelle/", chart.new_unit, name="new_unit"),
    path("administration/organigramme/<int:pk>/", chart.unit, name="unit"),
    path("administration/organigramme/<int:pk>/changement/", chart.change_unit, name="change_unit"),
    path("administration/organigramme/<int:pk>/fermeture/", chart.close_unit, name="close_unit"),
    path("administration/interlocuteurs/", contacts.contacts, name="contacts"),
    path("administration/interlocuteurs/nouveau/", contacts.name_contact, name="name_contact"),
    path("administration/interlocuteurs/<int:pk>/fin/", contacts.end_contact, name="end_contact"),
    path("administration/delegations/", delegations.delegations, name="delegations"),
    path("administration/delegations/nouvelle/", delegations.new_delegation, name="new_delegation"),
    path("administration/delegations/<int:pk>/fin/", delegations.end_delegation, name="end_delegation"),
    path("administration/second-facteur/", factors.factor_resets, name="factor_resets"),
    path("administration/second-facteur/<int:pk>/", factors.answer_reset, name="answer_reset"),
    path("administration/journal/", journal.journal, name="journal"),
]
