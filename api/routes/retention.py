"""How long each kind of content is meant to be kept: suggestions."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.actors import CurrentActor
from domain.retention import DECIDED_BY, SUGGESTED, WORDING, Suggestion

router = APIRouter(tags=["documents"])


class RetentionView(BaseModel):
    """`decided_by` is what rules; `wording` is to stand wherever the suggestions are shown."""

    wording: str
    decided_by: str
    items: tuple[Suggestion, ...]


@router.get("/v1/retention")
async def see_retention(actor: CurrentActor) -> RetentionView:  # noqa: ARG001
    """A suggested class for each kind of content that is held here, with why. What rules is decided elsewhere."""
    return RetentionView(wording=WORDING, decided_by=DECIDED_BY, items=tuple(SUGGESTED.values()))
