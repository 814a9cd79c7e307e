"""The addresses of sign-in: allauth's views under our own French paths and its own names.

Only what is used is here; allauth's own lists are not included.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from django.urls import path

from maillage.accounts import oidc
from maillage.accounts.signin import factors, page

urlpatterns = [
    path("connexion/", page(account.login), name="account_login"),
    path("deconnexion/", page(account.logout), name="account_logout"),
    path("ferme/", page(account.account_inactive), name="account_inactive"),
    path("inscription/", page(account.signup), name="account_signup"),
    path("code/", page(account.request_login_code), name="account_request_login_code"),
    path("code/confirmation/", page(account.confirm_login_code), name="account_confirm_login_code"),
    path("confirmation/", page(account.reauthenticate), name="account_reauthenticate"),
    path("adresse/", page(account.email), name="account_email"),
    path(
        "adresse/confirmation/",
        page(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("mot-de-passe/", page(account.password_change), name="account_change_password"),
    path("mot-de-passe/choisir/", page(account.password_set), name="account_set_password"),
    path("mot-de-passe/oublie/", page(account.password_reset), name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        page(account.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        page(account.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/change/",
        page(account.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("second-facteur/", page(mfa.index), name="mfa_index"),
    path("second-facteur/connexion/", page(mfa.authenticate), name="mfa_authenticate"),
    path("second-facteur/confirmation/", page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-facteur/application/", factors(totp.activate_totp), name="mfa_activate_totp"),
    path("second-facteur/application/retrait/", factors(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-facteur/codes/", page(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-facteur/codes/nouveaux/",
        factors(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-facteur/codes/fichier/",
        page(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("second-facteur/cles/", page(keys.list_webauthn), name="mfa_list_webauthn"),
    path("second-facteur/cles/ajout/", factors(keys.add_webauthn), name="mfa_add_webauthn"),
    path("second-facteur/cles/<int:pk>/nom/", page(keys.edit_webauthn), name="mfa_edit_webauthn"),
    path("second-facteur/cles/<int:pk>/retrait/", factors(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("second-facteur/cles/connexion/", page(keys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "second-facteur/cles/confirmation/",
        page(keys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("oidc/annule/", page(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("oidc/<slug:provider_id>/connexion/", page(oidc.login), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/retour/", page(oidc.callback), name="openid_connect_callback"),
]
