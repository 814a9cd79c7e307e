"""Sign-in of agents through their organisation's OpenID Connect provider.

allauth drives the flow (state, PKCE); what it leaves to the transport is checked here: signature,
issuer, audience, nonce, and that the userinfo speaks of the same person (OpenID Connect Core 3.1.3.7).
"""

import hashlib
from collections.abc import Callable
from typing import Any

import jwt
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa import stages
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from requests import RequestException

ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
    "EdDSA",
]  # never a shared secret, never none
REQUIRED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
SEVERAL_FACTORS = "mfa"  # RFC 8176
STRONG_CONTEXTS = ("eidas2", "eidas3")  # a tuple: what is looked for may be no text at all


def nonce_of(verifier: str) -> str:
    """Derive the nonce from the PKCE verifier, which the session already keeps and never shows."""
    return hashlib.sha256(f"nonce:{verifier}".encode()).hexdigest()


class AgentProvider(OpenIDConnectProvider):
    """The configured provider, asked for a nonce."""

    def get_pkce_params(self) -> dict[str, str]:
        """Return the PKCE parameters and the nonce that goes with them."""
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def get_oauth2_adapter(self, request: HttpRequest) -> "AgentFlow":
        """Use our own checks."""
        return AgentFlow(request, self.app.provider_id)


class AgentFlow(OpenIDConnectOAuth2Adapter):
    """One sign-in in progress: what the provider says is checked before anyone believes it."""

    verifier = ""
    _description: dict[str, Any] | None = None

    def get_provider(self) -> AgentProvider:
        """Return the configured provider."""
        return AgentProvider(self.request, app=get_adapter().get_app(self.request, self.provider_id))

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description; every address we need must be in it."""
        if self._description is None:
            self._description = self.fetch(self.get_provider().server_url)
        missing = [name for name in REQUIRED if not isinstance(self._description.get(name), str)]
        if missing:
            raise OAuth2Error(f"missing from the discovery document: {missing}")
        return self._description

    def fetch(self, address: str) -> dict[str, Any]:
        """Return the JSON object that the provider publishes at an address."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
        answer.raise_for_status()
        found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error(f"no JSON object at {address}")
        return found

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: SocialApp,
        client: OAuth2Client,
        pkce_code_verifier: str | None = None,
    ) -> dict[str, Any]:
        """Exchange the code, keeping the verifier for the nonce."""
        self.verifier = pkce_code_verifier or ""
        try:
            answer: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        except TypeError as not_an_object:
            raise OAuth2Error("no JSON object in exchange for the code") from not_an_object
        return answer

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: dict[str, Any]
    ) -> SocialLogin:
        """Return who the provider says has signed in."""
        claims = self.claims(str(response.get("id_token", "")), app.client_id)
        person = self._fetch_user_info(token.token)
        if not isinstance(person, dict) or person.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo and ID token disagree")
        # Some providers write "false" as a text, which is true to Python.
        person["email_verified"] = person.get("email_verified") is True
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": person, "id_token": claims}
        )

    def claims(self, id_token: str, client_id: str) -> dict[str, Any]:
        """Return the claims of an ID token whose signature, issuer, audience, dates and nonce are right."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self.key(id_token),
                algorithms=ALGORITHMS,
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=30,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as wrong:
            raise OAuth2Error("the ID token cannot be trusted") from wrong
        if claims.get("nonce") != nonce_of(self.verifier):
            raise OAuth2Error("the ID token answers another request")
        return claims

    def key(self, id_token: str) -> jwt.PyJWK:
        """Return the published key that the token names."""
        published = self.fetch(self.openid_config["jwks_uri"])
        kid = jwt.get_unverified_header(id_token).get("kid")
        for key in jwt.PyJWKSet.from_dict(published).keys:
            if kid in {None, key.key_id}:
                return key
        raise jwt.InvalidKeyError(f"no published key is named {kid!r}")


class AgentAdapter(DefaultSocialAccountAdapter):
    """Who may come in: known people only, by the address the provider has verified."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn strangers away with a page that says whom to ask; note a second factor shown elsewhere."""
        if not sociallogin.is_existing:
            page = render(request, "socialaccount/unknown.html", _words(sociallogin), status=403)
            raise ImmediateHttpResponse(page)
        sync_user_email_address(sociallogin.user)
        addresses = [address.email for address in sociallogin.email_addresses if address.verified]
        EmailAddress.objects.filter(user=sociallogin.user, email__in=addresses).update(verified=True)
        if settings.OIDC_TRUSTS_MFA and shows_factors(sociallogin.account.extra_data["id_token"]):
            record_authentication(request, sociallogin.user, "mfa", type="oidc")

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 -- allauth's signature
        """Create no account: an administrator invites people."""
        return False


def _words(sociallogin: SocialLogin) -> dict[str, object]:
    addresses = sociallogin.email_addresses
    return {
        "provider_name": sociallogin.provider.name,
        "address": addresses[0].email if addresses else "",
        "verified": any(address.verified for address in addresses),
    }


def shows_factors(claims: dict[str, Any]) -> bool:
    """Tell whether the provider says that the person used several factors (`amr`, else `acr`)."""
    means = claims.get("amr")
    return (
        SEVERAL_FACTORS in (means if isinstance(means, list) else []) or claims.get("acr") in STRONG_CONTEXTS
    )


class AuthenticateStage(stages.AuthenticateStage):
    """The second factor of a sign-in, unless a trusted provider has just seen one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        return not any(record.get("type") == "oidc" for record in records) and super()._should_handle(request)


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send an agent to their provider; only `next` is taken from the address."""
    request.GET = QueryDict(urlencode({"next": request.GET["next"]}) if "next" in request.GET else "")
    return _run(OAuth2LoginView.adapter_view, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Welcome an agent back, or say what went wrong."""
    return _run(OAuth2CallbackView.adapter_view, request, provider_id)


def _run(
    view: Callable[[AgentFlow], Callable[..., HttpResponse]], request: HttpRequest, provider_id: str
) -> HttpResponse:
    flow = AgentFlow(request, provider_id)
    try:
        provider = flow.get_provider()
    except SocialApp.DoesNotExist as absent:
        raise Http404 from absent
    try:
        return view(flow)(request)
    except (OAuth2Error, RequestException) as wrong:
        page: HttpResponse = render_authentication_error(request, provider, exception=wrong)
        return page
