"""What a site sets, in one class, from ARSHJUL_… in the environment. Built in the mains and handed down."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the servers are and how this process serves. What is set to nothing counts as not set.

    `database_url` connects as the application's role, `database_owner_url` as the role that owns the tables (migrations
    alone). Both are SQLAlchemy addresses with the asyncpg driver.

    `files_folder` is where evidence is kept, by all API processes alike; inside `folder` unless set.

    `metrics_port` is where the Temporal SDK of an API or a worker tells Prometheus how it fares, `otlp_endpoint` where
    traces go (such as http://collector:4318/v1/traces); neither is on unless set.
    """

    model_config = SettingsConfigDict(env_prefix="ARSHJUL_", env_ignore_empty=True, frozen=True)

    database_url: str = "postgresql+asyncpg://arshjul_app@localhost/arshjul"
    database_owner_url: str = "postgresql+asyncpg://arshjul_owner@localhost/arshjul"
    temporal_address: str = "localhost:7233"
    temporal_namespace: str = "default"
    task_queue: str = "arshjul"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    folder: Path = Path(".arshjul")
    files_folder: Path | None = None
    demo: bool = False
    workflow_cache: int = Field(default=4000, ge=0)
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    otlp_endpoint: str | None = None

    @property
    def files(self) -> Path:
        return self.files_folder or self.folder / "files"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds what is served."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"
