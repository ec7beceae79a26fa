"""What a site sets, in one class, from ARSHJUL_… in the environment. Built in the mains and handed down."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the servers are and how this process serves.

    `database_url` connects as the application's role, `database_owner_url` as the role that owns the tables (migrations
    alone). Both are SQLAlchemy addresses with the asyncpg driver.
    """

    model_config = SettingsConfigDict(env_prefix="ARSHJUL_", frozen=True)

    database_url: str = "postgresql+asyncpg://arshjul_app@localhost/arshjul"
    database_owner_url: str = "postgresql+asyncpg://arshjul_owner@localhost/arshjul"
    temporal_address: str = "localhost:7233"
    temporal_namespace: str = "default"
    task_queue: str = "arshjul"
    host: str = "127.0.0.1"
    port: int = 8000
    folder: Path = Path(".arshjul")
    demo: bool = False
    workflow_cache: int = 4000
