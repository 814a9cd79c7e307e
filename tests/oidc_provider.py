"""A small OpenID Connect provider for the tests: discovery, consent, token with PKCE, userinfo, keys.

`with provider(email=..., ...) as server:` serves it on a free port of 127.0.0.1. What it says is in
`server.says`, and each lie a test needs is one entry of it.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "maillage"
SECRET = "secret of the tests"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@dataclass
class Says:
    """What the provider says of the person who signs in, true or not."""

    email: str = "agent@exemple.fr"
    email_verified: object = True
    sub: str = "1234"
    sub_in_userinfo: str = "1234"
    claims: dict[str, object] = field(default_factory=dict)
    nonce: str | None = None  # another nonce than the one asked for
    issuer: str | None = None
    audience: str = CLIENT
    forged: bool = False  # signed with a key that is not published
    unsigned: bool = False
    discovery: bool = True
    junk: tuple[str, bytes] = ("", b"")  # one address, and what it answers instead


class Provider(ThreadingHTTPServer):
    """The server and the codes it has given."""

    daemon_threads = True

    def __init__(self, says: Says) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.says = says
        self.codes: dict[str, dict[str, str]] = {}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def discovery(self) -> dict[str, object]:
        pages = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
        }
        addresses = {name: f"{self.origin}/{page}" for name, page in pages.items()}
        return {
            "issuer": self.origin,
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **addresses,
        }

    def keys(self) -> dict[str, object]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.says.issuer or self.origin,
            "aud": self.says.audience,
            "sub": self.says.sub,
            "iat": now,
            "exp": now + 300,
            "nonce": self.says.nonce or asked.get("nonce", ""),
            **self.says.claims,
        }
        if self.says.unsigned:
            return jwt.encode(claims, "", algorithm="none", headers={"kid": "one"})
        key = OTHER_KEY if self.says.forged else KEY
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})


class Handler(BaseHTTPRequestHandler):
    """The five addresses of the provider."""

    server: Provider

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        match url.path:
            case "/.well-known/openid-configuration" if self.server.says.discovery:
                self.answer(self.server.discovery())
            case "/jwks":
                self.answer(self.server.keys())
            case "/userinfo":
                says = self.server.says
                verified = {"email": says.email, "email_verified": says.email_verified}
                self.answer({"sub": says.sub_in_userinfo, **verified})
            case "/authorize":
                self.consent({name: values[0] for name, values in parse_qs(url.query).items()})
            case "/favicon.ico":
                self.reply(204, "image/svg+xml", b"")
            case _:
                self.answer({"error": "not_found"}, status=404)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        if urlsplit(self.path).path == "/token":
            self.token(form)
        else:
            self.agree(form)

    def consent(self, asked: dict[str, str]) -> None:
        """Show the one form of the provider: the person agrees or gives up."""
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in asked.items()
        )
        page = f"""<!doctype html><html lang="fr"><title>Fournisseur</title><h1>Fournisseur d’essai</h1>
        <form method="post" action="/agree">{hidden}<button>J’accepte</button>
        <button name="refused" value="1">Je refuse</button></form>"""
        self.reply(200, "text/html; charset=utf-8", page.encode())

    def agree(self, form: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = form
        said = {"error": "access_denied"} if "refused" in form else {"code": code}
        query = urlencode({**said, "state": form.get("state", "")})
        self.send_response(302)
        self.send_header("Location", f"{form['redirect_uri']}?{query}")
        self.end_headers()

    def token(self, form: dict[str, str]) -> None:
        """Exchange a code once, to whoever holds the secret and the verifier (RFC 7636, 4.6)."""
        asked = self.server.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or form.get("client_secret") != SECRET or asked["code_challenge"] != challenge:
            self.answer({"error": "invalid_grant"}, status=400)
            return
        token = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}
        self.answer({**token, "id_token": self.server.id_token(asked)})

    def answer(self, data: dict[str, object], *, status: int = 200) -> None:
        address, junk = self.server.says.junk
        body = junk if address and address in self.path else json.dumps(data).encode()
        self.reply(status, "application/json", body)

    def reply(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Stay silent."""


@contextmanager
def provider(**says: Any) -> Iterator[Provider]:
    """Serve the provider until the end of the block."""
    server = Provider(Says(**says))
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
