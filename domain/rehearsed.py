"""What a rehearsal of a county's year came to, for whoever plays it and whoever shows it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Figures(BaseModel):
    """The contract's JSON. `steps` counts the settled ones; `seconds` is the only figure that two runs differ in."""

    model_config = ConfigDict(frozen=True)

    cycles: int
    closed: int
    steps: int
    events: int
    reminders: int
    escalations: int
    seconds: float
    chain: Literal["ok", "broken"]
