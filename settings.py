"""What a site sets, in one class, from ARSHJUL_… in the environment. Built in the mains and handed down."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from domain.people import Role


class ClaimNames(BaseModel):
    """What the sign-in provider calls its claims. Without `organisation` or `roles` none are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = "sub"
    email: str = "email"
    email_verified: str = "email_verified"
    organisation: str | None = None
    roles: str | None = None


class SignInSettings(BaseSettings):
    """How people sign in (docs/sign-in.md). Without `oidc_issuer` nobody can, but for the demo's people.

    `public_url` is where browsers find the server, `address` unless set. `oidc_claims`, `oidc_organisations` (from
    organisation numbers to codes of places, or * for the country) and `oidc_roles` (from the provider's roles to ours)
    are JSON; the last two demand that the provider names an organisation or a role, and never give one.

    A session ends after `session_idle_minutes` without use, and `session_hours` after its sign-in. `limits_storage` is
    where the counts of the rate limits are kept: in each process, or an address of the library limits.
    """

    model_config = SettingsConfigDict(
        env_prefix="ARSHJUL_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    public_url: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid email profile"
    oidc_claims: ClaimNames = ClaimNames()
    oidc_verified_email: bool = True
    oidc_organisations: dict[str, tuple[str, ...]] | None = None
    oidc_roles: dict[str, Role] | None = None
    session_idle_minutes: int = Field(default=60, ge=1, le=24 * 60)
    session_hours: int = Field(default=10, ge=1, le=24)
    limits_storage: str = "async+memory://"


class Settings(SignInSettings):
    """Where the servers are and how this process serves. What is set to nothing counts as not set.

    `database_url` connects as the application's role, `database_owner_url` as the role that owns the tables (migrations
    alone). Both are SQLAlchemy addresses with the asyncpg driver. They may hold passwords, so they are never shown, nor
    is a value that cannot be right.

    `files_folder` is where evidence is kept, by all API processes alike; inside `folder` unless set.

    `metrics_port` is where the Temporal SDK of an API or a worker tells Prometheus how it fares, `otlp_endpoint` where
    traces go (such as http://collector:4318/v1/traces); neither is on unless set.

    `largest_body` is bytes of a request's body (files have a limit of their own); it may take `body_seconds` to arrive,
    a file `upload_seconds`, and the answer `answer_seconds` to begin.

    `operator` is who answers for the service and `operator_contact` an e-mail address for questions about it; its pages
    say both.

    `anchor_key_file` is the private key (Ed25519, PEM) that the log is anchored with every day, of all workers alike;
    without one there are none.

    `idle_months` is how long an account may go unused before it is closed.
    """

    model_config = SettingsConfigDict(
        env_prefix="ARSHJUL_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    database_url: str = Field(default="postgresql+asyncpg://arshjul_app@localhost/arshjul", repr=False)
    database_owner_url: str = Field(default="postgresql+asyncpg://arshjul_owner@localhost/arshjul", repr=False)
    temporal_address: str = "localhost:7233"
    temporal_namespace: str = "default"
    task_queue: str = "arshjul"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    folder: Path = Path(".arshjul")
    files_folder: Path | None = None
    demo: bool = False
    workflow_cache: int = Field(default=4000, ge=0)
    operator: str | None = None
    operator_contact: str | None = None
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    otlp_endpoint: str | None = None
    largest_body: int = Field(default=2 * 1024 * 1024, ge=1024)
    body_seconds: float = Field(default=30.0, gt=0)
    upload_seconds: float = Field(default=120.0, gt=0)
    answer_seconds: float = Field(default=60.0, gt=0)
    anchor_key_file: Path | None = None
    anchor_key_passphrase: SecretStr | None = None
    idle_months: int = Field(default=12, ge=1, le=120)

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _an_address(cls, written: str) -> str:
        """Here, since what reads it later says in its error what it could not read."""
        try:
            driver = make_url(written).drivername
        except (ArgumentError, ValueError):
            driver = ""
        if driver != "postgresql+asyncpg":
            raise PydanticCustomError(
                "database-address", "is no postgresql+asyncpg://… address; percent-encode what is odd in a password"
            )
        return written

    @property
    def files(self) -> Path:
        return self.files_folder or self.folder / "files"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds what is served."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
