"""Sessions and service tokens as they go over the wire. A secret does so once."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.models import CountyCode, MunicipalityCode
from domain.people import Action, Body, Grant, Role

TokenName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class SessionView(BaseModel):
    """`id` names the session, `current` says that the request came with it."""

    id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool


class SessionsView(BaseModel):
    """`csrf_token` is what the session's own pages send along with what changes something; empty without a session."""

    items: tuple[SessionView, ...]
    csrf_token: str


class NewToken(BaseModel):
    """One of one's own roles, in places where one has it, and the actions that the token may ask for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TokenName
    role: Role
    county: CountyCode | None = None
    municipalities: Annotated[tuple[MunicipalityCode, ...], Field(max_length=60)] = ()
    bodies: Annotated[tuple[Body, ...], Field(max_length=len(Body))] = ()
    actions: Annotated[frozenset[Action], Field(min_length=1)]
    days: Annotated[int, Field(strict=True, ge=1, le=365)] = 90

    @property
    def grant(self) -> Grant:
        return Grant(role=self.role, county=self.county, municipalities=self.municipalities, bodies=self.bodies)


class TokenView(BaseModel):
    id: str
    name: str
    role: Role
    county: str | None
    municipalities: tuple[str, ...]
    bodies: tuple[Body, ...]
    actions: tuple[Action, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


class NewTokenView(TokenView):
    """`token` is shown this once and kept as a hash alone: who loses it makes another."""

    token: str


class TokensView(BaseModel):
    items: tuple[TokenView, ...]
