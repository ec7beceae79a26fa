"""A provider that signs with its own keys and can lie in each way. A real HTTP server, on this machine."""

import base64
import hmac
import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

ACCESS = "an-access-token"
GOOD = RSAKey.generate_key(2048, parameters={"kid": "good"})
FOREIGN = RSAKey.generate_key(2048, parameters={"kid": "good"})
NEW = RSAKey.generate_key(2048, parameters={"kid": "new"})
Claims = dict[str, Any]
Sign = Callable[[Claims], str]


def signed(key: RSAKey = GOOD, algorithm: str = "RS256") -> Sign:
    return lambda claims: jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])


def unsigned(claims: Claims) -> str:
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def none_with_a_name(claims: Claims) -> str:
    """As above with the key's name, in the spelling that a careless check lets by."""
    return f"{_part({'alg': 'nOnE', 'kid': 'good'})}.{_part(claims)}."


def with_the_public_key_as_secret(claims: Claims) -> str:
    """What everybody knows, used as a shared secret."""
    body = f"{_part({'alg': 'HS256', 'kid': 'good'})}.{_part(claims)}"
    return f"{body}.{_words(hmac.digest(GOOD.as_pem(private=False), body.encode(), 'sha256'))}"


def with_the_client_s_secret(claims: Claims) -> str:
    return jwt.encode(
        {"alg": "HS256"}, claims, OctKey.import_key("a-secret-between-us-and-nobody-else"), algorithms=["HS256"]
    )


def altered(claims: Claims) -> str:
    """Signed for somebody else, then changed."""
    head, _, signature = signed()({**claims, "sub": "somebody-else"}).split(".")
    return f"{head}.{_part(claims)}.{signature}"


def half_hash(token: str) -> str:
    return _words(sha256(token.encode()).digest()[:16])


def _part(value: object) -> str:
    return _words(json.dumps(value).encode())


def _words(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@dataclass
class Liar:
    """Honest until told otherwise. `claims` go over the true ones, None leaves one out; `says` goes over discovery."""

    issuer: str = ""
    nonce: str = ""
    email: str = ""
    subject: str = "s-1"
    claims: Mapping[str, object] = field(default_factory=dict[str, object])
    sign: Sign = field(default_factory=signed)
    answer: Mapping[str, object] = field(default_factory=dict[str, object])
    says: Mapping[str, object] = field(default_factory=dict[str, object])
    keys: tuple[RSAKey | OctKey, ...] = (GOOD,)
    asked: list[str] = field(default_factory=list)

    def id_token(self) -> str:
        now = datetime.now(UTC)
        true: Claims = {
            "iss": self.issuer,
            "aud": "arshjul",
            "sub": self.subject,
            "email": self.email,
            "email_verified": True,
            "nonce": self.nonce,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "at_hash": half_hash(ACCESS),
        }
        return self.sign({name: value for name, value in (true | dict(self.claims)).items() if value is not None})

    def respond(self, path: str) -> object:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            here = {"authorization_endpoint": "/a", "token_endpoint": "/token", "jwks_uri": "/jwks"}
            return {"issuer": self.issuer, **{name: self.issuer + end for name, end in here.items()}, **self.says}
        if path == "/jwks":
            return {"keys": [key.as_dict(private=isinstance(key, OctKey)) for key in self.keys]}
        token = {"access_token": ACCESS, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token()}
        return {name: value for name, value in (token | dict(self.answer)).items() if value is not None}


@contextmanager
def lying() -> Generator[Liar]:
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(liar.respond(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        liar.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield liar
        finally:
            server.shutdown()
            thread.join()
