"""Statements over the wire: what a municipality had before its first year here. A caller never supplies who or when."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.content import ExactContent
from domain.commands import Content
from domain.people import Role
from domain.statement_lines import Trouble
from domain.statements import Kind


class NewStatement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    content: ExactContent


class StatementView(BaseModel):
    kind: Kind
    content: Content
    told_at: datetime
    told_by: str
    role: Role


class Statements(BaseModel):
    """Those that stand, one of a kind; or with `history` all that were ever made, the newest first, page by page."""

    items: tuple[StatementView, ...]
    next: str | None = None


class LineView(BaseModel):
    """`outcome`: taken, unchanged (it stands already), or not_taken, with everything that was not understood."""

    line: int
    municipality: str | None
    kind: Kind | None
    outcome: str
    troubles: tuple[Trouble, ...] = ()


class Report(BaseModel):
    """What became of each line of a table; a line that was not taken left nothing behind."""

    taken: int
    unchanged: int
    not_taken: int
    lines: tuple[LineView, ...]
