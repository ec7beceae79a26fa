"""What somebody wants of a county's round (omgång): open it, or try again the municipalities that could not start."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from domain.commands import Acting
from domain.process import Kind


class _RoundCommand(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Acting
    county: str
    year: int


class OpenRound(_RoundCommand):
    """Open a county's round for these municipalities; the others can join later, or start a year of their own."""

    kind: Literal["OpenRound"] = "OpenRound"
    cycle_kind: Kind
    process: str
    municipalities: tuple[str, ...]


class RetryRound(_RoundCommand):
    """Try again all municipalities that could not start, or one."""

    kind: Literal["RetryRound"] = "RetryRound"
    municipality: str | None = None


RoundCommand = OpenRound | RetryRound

round_commands: TypeAdapter[RoundCommand] = TypeAdapter(Annotated[RoundCommand, Field(discriminator="kind")])
