"""What somebody has typed and chosen to be done many times over."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from api.dependencies import idempotency_key


class Do(StrEnum):
    REMIND = "remind"
    ASSIGN = "assign"
    EXTEND = "extend"
    SUPPLEMENT = "supplement"


class Typed(BaseModel):
    """The form as it was sent. `to` are people as `1381:p-1`; `key` makes a double click one command for each."""

    do: Do
    step: str = Field(max_length=50)
    place: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    stage: str = ""
    latest: str = ""
    text: str = ""
    key: str = Field(default_factory=idempotency_key, max_length=100)

    @property
    def day(self) -> date:
        """Raises ValueError for a day that is none."""
        return date.fromisoformat(self.latest.strip())

    def chosen(self, name: str) -> str | None:
        """Who was chosen there, if anybody was."""
        pairs = (each.partition(":") for each in self.to)
        return next((person for there, _, person in pairs if there == name and person), None)
