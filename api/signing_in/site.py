"""How people sign in at this site, from its settings; checked when the server starts."""

from dataclasses import dataclass, field
from datetime import timedelta

from api.signing_in.claims import Reading
from api.signing_in.limits import Limits
from api.signing_in.oidc import Provider, is_safe
from domain.errors import Invalid
from settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SignInMisconfigured(Invalid):
    """The settings for signing in contradict each other, or would let people in over an open line."""


@dataclass(frozen=True)
class SignIn:
    """`public_url` is where browsers find this server: redirects are made of it, never of what a request says.

    A session ends when nobody has used it for `idle`, and at the latest `longest` after its sign-in.
    """

    public_url: str = "http://127.0.0.1:8000"
    provider: Provider | None = None
    reading: Reading = field(default_factory=Reading)
    idle: timedelta = timedelta(minutes=60)
    longest: timedelta = timedelta(hours=10)
    limits: Limits = field(default_factory=Limits)

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    def at(self, path: str) -> str:
        return f"{self.public_url.rstrip('/')}{path}"


def sign_in_of(settings: Settings) -> SignIn:
    """Raises SignInMisconfigured."""
    public_url = settings.public_url or settings.address
    _check(settings, public_url)
    provider = None
    if settings.oidc_issuer is not None and settings.oidc_client_id is not None:
        provider = Provider(
            settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_scopes
        )
    return SignIn(
        public_url=public_url,
        provider=provider,
        reading=Reading(
            settings.oidc_claims, settings.oidc_verified_email, settings.oidc_organisations, settings.oidc_roles
        ),
        idle=timedelta(minutes=settings.session_idle_minutes),
        longest=timedelta(hours=settings.session_hours),
        limits=Limits(settings.limits_storage),
    )


def _check(settings: Settings, public_url: str) -> None:
    issuer = settings.oidc_issuer
    if settings.demo and settings.host not in LOOPBACK:
        raise SignInMisconfigured("Demo sign-in is for this machine alone; leave out ARSHJUL_DEMO or ARSHJUL_HOST")
    if settings.demo and issuer is not None:
        raise SignInMisconfigured("Demo sign-in and real people do not go together; leave out one of the two")
    if issuer is None:
        return
    if settings.oidc_client_id is None:
        raise SignInMisconfigured("ARSHJUL_OIDC_ISSUER needs ARSHJUL_OIDC_CLIENT_ID; docs/sign-in.md says where it is")
    for name, url in (("ARSHJUL_OIDC_ISSUER", issuer), ("ARSHJUL_PUBLIC_URL", public_url)):
        if not is_safe(url):
            raise SignInMisconfigured(f"{name} must be an https address, or http on this machine")
    if "openid" not in settings.oidc_scopes.split():
        raise SignInMisconfigured("ARSHJUL_OIDC_SCOPES must have openid among its words")
