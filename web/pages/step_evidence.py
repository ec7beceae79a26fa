"""A step's files: what shows what the step says. Sent in by a form, listed, taken back with a reason."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from api.access import acting
from api.dependencies import Page as Slice
from api.dependencies import idempotency_key
from api.errors import status_of
from api.evidence_sending import Sending, received
from api.models import WithReason
from api.routes.evidence import see_evidence, withdraw_evidence
from domain.errors import Conflict, Finding, Invalid
from domain.evidence import MOST, Visibility, about
from domain.people import Action
from storage.files import PIECE
from web import flash
from web.language import N_
from web.pages.step_frame import STEP, StepHere, StepOf, names
from web.pages.step_refused import said

router = APIRouter()
FIELDS = ("title", "visibility", "effective", "reason", "reference")
VISIBLE: Mapping[Visibility, str] = {
    Visibility.PUBLIC: N_("Öppen"),
    Visibility.INTERNAL: N_("Intern bilaga"),
}


class NoFile(Invalid):
    """The form came without a file."""


@dataclass(frozen=True)
class Typed:
    """What stands in the form; a file has to be chosen again."""

    key: str
    values: Mapping[str, str]


@router.get(f"{STEP}/underlag", name="pages.step-evidence")
async def see(on: StepHere) -> Response:
    return await _page(on, Typed(idempotency_key(), {}))


@router.post(f"{STEP}/underlag")
async def send(on: StepHere, request: Request) -> Response:
    async with request.form(max_files=1) as form:
        typed = _typed(form)
        try:
            file = _file(form, typed)
            given = {name: text for name, text in typed.values.items() if text}
            sending = Sending(
                on.year.id,
                on.key,
                about({**given, "name": file.filename or ""}),
                on.page.reader,
                typed.key,
                on.page.services,
            )
            await sending.filed(lambda arriving: received(_pieces(file), arriving))
        except (Invalid, Conflict) as error:
            return await _page(on, typed, said(error, on.page.t), status_of(error.code))
    return flash.then(on.href("step-evidence"), "file-kept")


@router.get(f"{STEP}/underlag/{{number}}/ta-bort", name="pages.step-evidence-away")
async def ask_away(on: StepHere, number: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> Response:
    acting(on.page.reader, Action.WITHDRAW_EVIDENCE, on.year.place)
    return await _away(on, number, Typed(idempotency_key(), {}))


@router.post(f"{STEP}/underlag/{{number}}/ta-bort")
async def take_away(on: StepHere, number: Annotated[int, Path(ge=1, le=2**63 - 1)], request: Request) -> Response:
    async with request.form() as form:
        typed = _typed(form)
    try:
        body = WithReason(reason=typed.values["reason"])
        await withdraw_evidence(number, body, on.page.reader, typed.key, on.page.services)
    except ValidationError:
        findings = (Finding(code="missing", pointer="/reason", message=on.page.t.gettext(N_("Skriv varför."))),)
        return await _away(on, number, typed, findings, 422)
    except (Invalid, Conflict) as error:
        return await _away(on, number, typed, said(error, on.page.t), status_of(error.code))
    return flash.then(on.href("step-evidence"), "file-taken-back")


async def _page(on: StepOf, typed: Typed, problems: tuple[Finding, ...] = (), status: int = 200) -> Response:
    found = await see_evidence(on.year.id, on.key, on.page.reader, on.page.services, Slice(limit=MOST))
    return on.render(
        "step-evidence.html",
        "step-evidence",
        status,
        files=found.items,
        names=await names(on.page, [each.uploaded_by for each in found.items]),
        may_add=on.year.may(Action.ADD_EVIDENCE),
        may_take_back=on.year.may(Action.WITHDRAW_EVIDENCE),
        typed=replace(typed, key=idempotency_key()) if problems else typed,
        visible=VISIBLE,
        problems=problems,
    )


async def _away(
    on: StepOf, number: int, typed: Typed, problems: tuple[Finding, ...] = (), status: int = 200
) -> Response:
    found = await see_evidence(on.year.id, on.key, on.page.reader, on.page.services, Slice(limit=MOST))
    file = next((each for each in found.items if each.id == number), None)
    return on.render(
        "step-evidence-away.html", "step-evidence", status if file else 404, file=file, typed=typed, problems=problems
    )


def _typed(form: FormData) -> Typed:
    values = {name: value for name in FIELDS if isinstance(value := form.get(name, ""), str)}
    key = form.get("key")
    return Typed(idempotency_key(key if isinstance(key, str) and 0 < len(key) <= 200 else None), values)


def _file(form: FormData, typed: Typed) -> UploadFile:
    """Raises NoFile."""
    file = form.get("file")
    findings = [
        Finding(code="missing", pointer=f"/{name}", message="")
        for name, is_there in (
            ("file", isinstance(file, UploadFile) and bool(file.filename)),
            ("title", bool(typed.values.get("title", "").strip())),
        )
        if not is_there
    ]
    if findings or not isinstance(file, UploadFile):
        raise NoFile("Choose a file and say what it is", tuple(findings))
    return file


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(PIECE):
        yield piece
