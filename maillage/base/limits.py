"""The limits of `settings.RATE_LIMITS`, applied to forms that open the house: sign-in, codes, resets."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from maillage.base.errors import TooMany, answer_refusal
from maillage.base.ratelimit import hit

# Where allauth keeps who is between the password and the second factor.
PENDING_LOGIN = "account_login"


class RateLimitMiddleware:
    """Count each POST to an address of the table before its view runs; answer 429 beyond the limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Django calls this once the address is known."""
        match = request.resolver_match
        rules = settings.RATE_LIMITS.get(match.view_name, []) if match and request.method == "POST" else []
        try:
            for by, limit, seconds in rules:
                count(request, f"{match.view_name}:{seconds}" if match else "", by, limit, seconds)
        except TooMany as refusal:
            return answer_refusal(request, refusal)
        return None


def count(request: HttpRequest, name: str, by: str, limit: int, seconds: int) -> None:
    """Count one try by "ip", "email", "email+ip", "person" or "person+ip"; nothing when one is unknown."""
    found = [KEYS[part](request) for part in by.split("+")]
    if all(found):
        key = "|".join([name, by, *found])
        hit(key, limit=limit, per=timedelta(seconds=seconds), at=timezone.now())


def client_address(request: HttpRequest) -> str:
    """Return who calls: the peer, or what the last trusted proxy saw; an IPv6 network counts as one."""
    peer = request.META.get("REMOTE_ADDR", "")
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    # Each proxy appends the address it saw: what stands further left is the caller's own word.
    address = told[-proxies].strip() if 0 < proxies <= len(told) else peer
    return network(address) or network(peer)


def network(address: str) -> str:
    """Return an IPv4 address, or the /64 of an IPv6 one (one household); nothing for anything else."""
    try:
        read = ip_address(address)
    except ValueError:
        return ""
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped or IPv6Network((read, 64), strict=False))
    return str(read)


def typed_email(request: HttpRequest) -> str:
    """Return the e-mail of the form, as two spellings of the same."""
    return str(request.POST.get("login") or request.POST.get("email") or "").strip().casefold()


def person(request: HttpRequest) -> str:
    """Return who is signed in, or who gave a right password and owes the second factor."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    pending = request.session.get(PENDING_LOGIN)
    return str(pending.get("user_pk") or "") if isinstance(pending, dict) else ""


KEYS: dict[str, Callable[[HttpRequest], str]] = {
    "ip": client_address,
    "email": typed_email,
    "person": person,
}
