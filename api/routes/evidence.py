"""Files that show what a step says: sent in, listed, fetched, withdrawn.

A file is the body of its request and is never held in memory; what is said of it stands in headers.
"""

import unicodedata
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from api.access import acting, place_of, seen_municipality
from api.actors import CurrentActor
from api.dependencies import Key, PageAsked, ServicesHere, next_cursor, numbers
from api.errors import InvalidRequest
from api.evidence_models import EvidenceList, EvidenceView, said_of, view
from api.evidence_sending import Sending, received, too_large
from api.models import WithReason
from api.noting import request_id
from domain.calendar import stockholm_date
from domain.commands import StepKey
from domain.evidence import LARGEST, About, Visibility, check_kept_as_text, check_no_personal_data
from domain.file_kinds import MEDIA_TYPE, FileKind
from domain.people import Action, Actor, Place, may
from storage import cycles, evidence, readings
from storage.evidence import Evidence, EvidenceRow, EvidenceWithdrawn, WithdrawalRow
from storage.files import Arriving
from storage.filing import command_id
from storage.readings import Reading, What

router = APIRouter(tags=["evidence"])
STEP = "/v1/cycles/{cycle_id}/steps/{step}/evidence"
ONE = "/v1/evidence/{number}"
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Said = Annotated[About, Depends(said_of)]

_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file, to be saved", "content": {media_type: {} for media_type in MEDIA_TYPE.values()}},
    304: {"description": "You have it already"},
}


class UploadBroken(InvalidRequest):
    """The file did not arrive whole; nothing of it was kept."""


@router.post(STEP, status_code=201, openapi_extra=_BODY)
async def send_evidence(
    cycle_id: str,
    step: StepKey,
    request: Request,
    said: Said,
    actor: CurrentActor,
    key: Key,
    services: ServicesHere,
    response: Response,
) -> EvidenceView:
    """Put a file on a step: PDF, PNG, JPEG, .docx, .xlsx, .odt, text or CSV, at most 20 MB, by its content.

    A public file is read by whoever may read the step, as soon as the step is handed in.
    """
    sending = Sending(cycle_id, step, said, actor, key, services)
    found = await sending.filed(lambda file: _receive(request, file))
    response.headers["Location"] = f"/v1/evidence/{found.row.id}"
    return view(found)


@router.get(STEP)
async def see_evidence(
    cycle_id: str, step: StepKey, actor: CurrentActor, services: ServicesHere, page: PageAsked
) -> EvidenceList:
    """The step's files. Outside the municipality: the public ones, once the step is handed in or done."""
    place = place_of(seen_municipality(actor, services.places, cycle_id))
    acting(actor, Action.SEE_CONTENT, place)
    own = may(actor, Action.SEE_DRAFT, place)
    async with services.sessions() as session:
        row = await cycles.step_row(session, cycle_id, step)
        if not own and row.status not in cycles.RELEASED:
            return EvidenceList(items=())
        found = await evidence.of_step(
            session, cycle_id, step, after=numbers(page), limit=page.limit + 1, public=not own
        )
    shown = found[: page.limit]
    following = next_cursor(str(shown[-1].row.id)) if len(found) > page.limit else None
    return EvidenceList(items=tuple(map(view, shown)), next=following)


@router.get(ONE, response_class=Response, responses=_FILE)
async def fetch_evidence(
    number: Number,
    actor: CurrentActor,
    services: ServicesHere,
    known: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """One file, always to be saved and never shown as a page. A withdrawn one is not handed out any more.

    Who fetches an internal annex is noted (`…/readings`), also where they have it already.
    """
    async with services.sessions.begin() as session:
        found = await _readable(session, number, actor)
        if found.withdrawn is not None:
            day = stockholm_date(found.withdrawn.withdrawn_at)
            raise EvidenceWithdrawn(f"The file was withdrawn on {day}; it is kept for the log and not handed out")
        row = found.row
        if row.visibility == Visibility.INTERNAL:
            reader = acting(actor, Action.SEE_DRAFT, _place(row))
            await readings.note(session, reader, _reading(row), now=services.clock(), request=request_id())
    tag = f'"{row.sha256}"'
    # Whoever may not read it any more, since the step was reopened or the file withdrawn, must be asked anew.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if known is not None and tag in {each.strip().removeprefix("W/") for each in known.split(",")}:
        return Response(status_code=304, headers=headers)
    stored = await services.files.check(row.sha256)
    headers |= {
        "Content-Disposition": _attachment(row.name),
        "Content-Length": str(stored.size),
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return StreamingResponse(
        services.files.read(row.sha256), media_type=MEDIA_TYPE[FileKind(row.kind)], headers=headers
    )


@router.post(f"{ONE}/withdrawal")
async def withdraw_evidence(
    number: Number, body: WithReason, actor: CurrentActor, key: Key, services: ServicesHere
) -> EvidenceView:
    """Take a file back, with a reason. It stays in the log and is not handed out any more."""
    async with services.sessions() as session:
        found = await _readable(session, number, actor)
    row = found.row
    acts = acting(actor, Action.WITHDRAW_EVIDENCE, _place(row))
    check_kept_as_text({"reason": body.reason})
    check_no_personal_data({"reason": body.reason})
    new = WithdrawalRow(
        evidence_id=row.id,
        municipality_code=row.municipality_code,
        county_code=row.county_code,
        reason=body.reason,
        person=acts.person,
        role=acts.role.value,
        withdrawn_at=services.clock(),
        key=command_id(acts.person, key),
    )
    async with services.sessions.begin() as session:
        return view(Evidence(row, await evidence.withdraw(session, new)))


async def _readable(session: AsyncSession, number: int, actor: Actor) -> Evidence:
    """The municipality's own people read all; others what is public, of steps that are handed in or done.

    Raises EvidenceNotFound for everything else alike.
    """
    found = await evidence.evidence(session, number)
    place = _place(found.row)
    if may(actor, Action.SEE_DRAFT, place):
        return found
    step = await cycles.step_row(session, found.row.cycle_id, found.row.step)
    public = found.row.visibility == Visibility.PUBLIC and step.status in cycles.RELEASED
    if not (public and may(actor, Action.SEE_CONTENT, place)):
        raise evidence.not_found()
    return found


async def _receive(request: Request, file: Arriving) -> None:
    """What the caller says itself is too large is not even read. Raises FileTooLarge, UploadBroken."""
    told = request.headers.get("content-length")
    if told is not None and told.isdecimal() and int(told) > LARGEST:
        raise too_large()
    try:
        await received(request.stream(), file)
    except ClientDisconnect as error:
        raise UploadBroken("The file did not arrive whole; send it again") from error


def _reading(row: EvidenceRow) -> Reading:
    return Reading(row.municipality_code, row.county_code, What.INTERNAL_ANNEX, str(row.id))


def _place(row: EvidenceRow) -> Place:
    return Place(county=row.county_code, municipality=row.municipality_code)


def _attachment(name: str) -> str:
    """To be saved, under its name; å, ä and ö are a and o for whoever only reads ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    ascii_name = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in plain)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
