"""An OpenID Connect provider: what it says of itself, where it is asked, and what must hold of its answers.

The authorization code flow with PKCE (RFC 7636), through Authlib; signatures by joserfc. Discovery and keys are kept
for an hour; a key that is not known is looked for again, once a minute at most.
"""

import logging
import ssl
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol, cast
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from api.signing_in.errors import ProviderUnavailable, SignInRefused

with warnings.catch_warnings():  # Authlib asks for httpx2, which is for Python 3.12 and later
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError

log = logging.getLogger(__name__)

# Whoever has the public keys can check these, and nobody make them. Never `none`, never a shared secret (HS…).
ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
KEPT_FOR = timedelta(hours=1)
AGAIN_AFTER = timedelta(minutes=1)
LEEWAY = 60  # seconds that clocks may differ
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"

Claims = Mapping[str, object]


class Metadata(BaseModel):
    """OpenID Connect Discovery 1.0, as far as it is used here."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class _Client(Protocol):
    """As much of Authlib's client, which has no types, as is used here."""

    async def __aenter__(self) -> "_Client": ...
    async def __aexit__(self, *raised: object) -> None: ...
    def create_authorization_url(self, url: str, **params: str) -> tuple[str, str]: ...
    async def fetch_token(self, url: str, **params: str) -> Mapping[str, object]: ...


@dataclass(frozen=True)
class Attempt:
    """What one sign-in was begun with; `redirect_uri` is where the provider sends the browser back."""

    redirect_uri: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class SignedIn:
    claims: Claims
    id_token: str


@dataclass
class Provider:
    """Raises ProviderUnavailable where it does not answer, SignInRefused where its answer does not hold."""

    issuer: str
    client_id: str
    client_secret: SecretStr | None = None
    scopes: str = "openid email profile"
    _metadata: tuple[datetime, Metadata] | None = field(default=None, init=False)
    _keys: tuple[datetime, KeySet] | None = field(default=None, init=False)

    async def authorization_url(self, attempt: Attempt, now: datetime) -> str:
        """Where the browser goes to sign in."""
        metadata = await self.metadata(now)
        async with self._client(metadata, attempt.redirect_uri) as client:
            url, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return url

    async def redeem(self, code: str, attempt: Attempt, now: datetime) -> SignedIn:
        """Who signed in, for the code that the browser brought back. A code is good for one time."""
        metadata = await self.metadata(now)
        try:
            async with self._client(metadata, attempt.redirect_uri) as client:
                answer = await client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                )
        except OAuthError as error:
            raise SignInRefused("The sign-in provider did not accept the code; begin again at /sign-in") from error
        except httpx.HTTPError as error:
            raise _away() from error
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(id_token, str):
            raise SignInRefused("The sign-in provider sent no id_token; openid must be among ARSHJUL_OIDC_SCOPES")
        params = {"nonce": attempt.nonce, "client_id": self.client_id, "access_token": access_token}
        return SignedIn(await self._proved(id_token, params, now), id_token)

    async def logged_out(self, logout_token: str, now: datetime) -> Claims:
        """What a logout token says (OpenID Connect Back-Channel Logout 1.0): `sub`, `sid` or both."""
        claims = await self._proved(logout_token, {"client_id": self.client_id}, now, essential=("iat",))
        events = claims.get("events")
        if not isinstance(events, dict) or LOGOUT not in events or "nonce" in claims:
            raise SignInRefused("This is not a logout token")
        return claims

    async def end_session_url(self, id_token: str, back_to: str, now: datetime) -> str | None:
        """Where the browser goes to sign out at the provider too (RP-Initiated Logout 1.0); None if it has no such."""
        endpoint = (await self.metadata(now)).end_session_endpoint
        if endpoint is None:
            return None
        told = {"id_token_hint": id_token, "client_id": self.client_id, "post_logout_redirect_uri": back_to}
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(told)}"

    def check_sender(self, issuer: str | None, metadata: Metadata) -> None:
        """The `iss` of an answer (RFC 9207), against one provider's answer being passed off as another's."""
        if issuer is None and not metadata.authorization_response_iss_parameter_supported:
            return
        if issuer != self.issuer:
            raise SignInRefused("The answer is not from this server's sign-in provider; begin again at /sign-in")

    async def metadata(self, now: datetime) -> Metadata:
        if self._metadata is None or now - self._metadata[0] > KEPT_FOR:
            said = await self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            try:
                metadata = Metadata.model_validate(said)
            except ValidationError as error:
                raise ProviderUnavailable("The sign-in provider's discovery document lacks what is needed") from error
            self._check(metadata)
            self._metadata = (now, metadata)
        return self._metadata[1]

    def _check(self, metadata: Metadata) -> None:
        if metadata.issuer != self.issuer:
            raise ProviderUnavailable("The discovery document is another issuer's than ARSHJUL_OIDC_ISSUER names")
        endpoints = (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri)
        if not all(is_safe(endpoint) for endpoint in (*endpoints, metadata.end_session_endpoint or self.issuer)):
            raise ProviderUnavailable("The sign-in provider names an endpoint that is not https")
        if not set(ASYMMETRIC) & set(metadata.id_token_signing_alg_values_supported):
            raise ProviderUnavailable("The sign-in provider signs with no algorithm that is accepted here")

    async def _proved(
        self, token: str, params: dict[str, object], now: datetime, essential: tuple[str, ...] = ("exp", "iat", "sub")
    ) -> Claims:
        """The claims of a token that this provider signed for this client and that holds now."""
        try:
            decoded = await self._decoded(token, now)
            demanded: dict[str, Any] = {name: {"essential": True} for name in essential}
            demanded["iss"] = {"essential": True, "values": [self.issuer]}
            demanded["aud"] = {"essential": True, "values": [self.client_id]}
            kind = CodeIDToken if "nonce" in params else _LogoutToken
            claims = kind(decoded.claims, decoded.header, demanded, params)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, AttributeError) as error:  # a liar's claims are of any shape
            log.warning("the provider's token does not hold: %s", type(error).__name__)
            raise SignInRefused("The sign-in provider's answer does not hold; begin again at /sign-in") from error
        return cast("Claims", dict(claims))

    async def _decoded(self, token: str, now: datetime) -> jwt.Token:
        supported = (await self.metadata(now)).id_token_signing_alg_values_supported
        registry = JWSRegistry(algorithms=[a for a in ASYMMETRIC if a in supported], strict_check_header=False)
        try:
            return jwt.decode(token, await self._key_set(now, KEPT_FOR), registry=registry)
        except InvalidKeyIdError:
            return jwt.decode(token, await self._key_set(now, AGAIN_AFTER), registry=registry)

    async def _key_set(self, now: datetime, no_older_than: timedelta) -> KeySet:
        if self._keys is None or now - self._keys[0] > no_older_than:
            said = await self._get((await self.metadata(now)).jwks_uri)
            try:
                self._keys = (now, KeySet.import_key_set(cast("Any", said)))
            except (JoseError, KeyError, TypeError, ValueError) as error:
                raise ProviderUnavailable("The sign-in provider's keys cannot be read") from error
        return self._keys[1]

    async def _get(self, url: str) -> object:
        try:
            async with httpx.AsyncClient(timeout=10, verify=_trusted()) as client:
                answer = (await client.get(url)).raise_for_status()
                return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise _away() from error

    def _client(self, metadata: Metadata, redirect_uri: str) -> _Client:
        """As whom we ask: with the secret in the header, or in the body where the provider takes it there alone."""
        secret = self.client_secret.get_secret_value() if self.client_secret else None
        methods = metadata.token_endpoint_auth_methods_supported
        basic = "client_secret_basic" in methods or "client_secret_post" not in methods
        method = ("client_secret_basic" if basic else "client_secret_post") if secret else "none"
        client = AsyncOAuth2Client(
            self.client_id,
            secret,
            token_endpoint_auth_method=method,
            scope=self.scopes,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=10,
            verify=_trusted(),
        )
        return cast("_Client", client)


class _LogoutToken(CodeIDToken):
    ESSENTIAL_CLAIMS = ["iss", "aud", "iat"]  # noqa: RUF012  as the library's class has it


def is_safe(url: str) -> bool:
    """https, or this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"))


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that the system trusts. Reading them takes longer than most requests do."""
    return ssl.create_default_context()


def _away() -> ProviderUnavailable:
    return ProviderUnavailable("The sign-in provider does not answer; try again in a moment")
