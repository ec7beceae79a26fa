"""What is said about a step: within the municipality, or between it and its county; and what the county asks for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import ValidationError

from api.comment_models import CommentView, NewAnswer, NewComment, NewSupplement, ReadUpto
from api.commenting import Writer, reader
from api.dependencies import Page as Slice
from api.dependencies import idempotency_key
from api.errors import status_of
from api.routes import comments
from domain.commenting import RELEASED
from domain.comments import Audience, State
from domain.errors import Conflict, Finding, Invalid
from domain.people import Action
from web import flash
from web.language import N_
from web.pages.step_frame import STEP, StepHere, StepOf, names
from web.pages.step_refused import said, spoken
from web.words import Word

router = APIRouter()
SHOWN = 500
REQUEST = "supplement"
TO: Mapping[str, str] = {
    Audience.MUNICIPALITY: N_("Bara inom kommunen"),
    Audience.SHARED: N_("Kommunen och länet"),
    REQUEST: N_("Begär komplettering av kommunen"),
}
STATES: Mapping[State, Word] = {
    State.OPEN: Word(N_("Väntar på svar"), "late", "amber"),
    State.ANSWERED: Word(N_("Besvarad"), "done", "green"),
    State.SETTLED: Word(N_("Avslutad utan svar"), "waived", "grey"),
    State.WITHDRAWN: Word(N_("Återtagen"), "waived", "grey"),
}
Number = Annotated[int, Path(ge=1, le=2**62)]


@dataclass(frozen=True)
class Typed:
    """What stands in a form. `to` says for whom, or what it is; `answers` is the number of what it answers."""

    key: str
    text: str = ""
    to: str = ""
    answers: int | None = None


@dataclass(frozen=True)
class Thread:
    """A comment and the answers to it."""

    first: CommentView
    answers: tuple[CommentView, ...]


@router.get(f"{STEP}/kommentarer", name="pages.step-comments")
async def see(on: StepHere) -> Response:
    return await _page(on, Typed(idempotency_key()))


@router.post(f"{STEP}/kommentarer")
async def write(on: StepHere, request: Request) -> Response:
    typed = await _typed(request)
    return await _written(on, request, typed, "commented", lambda writer: _new(on.key, writer, typed))


@router.post(f"{STEP}/kommentarer/{{number}}/svar")
async def answer(on: StepHere, number: Number, request: Request) -> Response:
    typed = replace(await _typed(request), answers=number)
    return await _written(
        on, request, typed, "answered", lambda writer: comments.answer(number, NewAnswer(text=typed.text), writer)
    )


@router.post(f"{STEP}/kommentarer/{{number}}/ta-tillbaka")
async def withdraw(on: StepHere, number: Number, request: Request) -> Response:
    typed = replace(await _typed(request), answers=number)
    return await _written(on, request, typed, "comment-back", lambda writer: comments.withdraw(number, writer))


@router.post(f"{STEP}/kommentarer/{{number}}/avsluta")
async def settle(on: StepHere, number: Number, request: Request) -> Response:
    typed = replace(await _typed(request), answers=number)
    return await _written(on, request, typed, "settled", lambda writer: comments.settle(number, writer))


@router.post(f"{STEP}/kommentarer/lasta")
async def mark_read(on: StepHere, request: Request) -> Response:
    async with request.form() as form:
        upto = str(form.get("upto", ""))
    number = int(upto) if upto.isdecimal() and len(upto) < 19 else 0
    await comments.read_comments(ReadUpto(upto=number), reader(on.year.id, on.page.reader, on.page.services))
    return flash.then(on.href("step-comments"), "read")


async def _written(
    on: StepOf, request: Request, typed: Typed, done: str, write_: Callable[[Writer], Awaitable[CommentView]]
) -> Response:
    """On to the comments, or back to the form with what was typed."""
    who = reader(on.year.id, on.page.reader, on.page.services)
    try:
        kept = await write_(Writer(who, request, typed.key))
    except ValidationError as error:
        findings = (
            Finding(code=each["type"], pointer=f"/{'to' if each['loc'][0] == 'audience' else 'text'}", message="")
            for each in error.errors(include_input=False, include_url=False, include_context=False)
        )
        return await _page(on, typed, tuple(spoken(findings, on.page.t, _asks(typed))), 422)
    except (Invalid, Conflict) as error:
        return await _page(on, typed, said(error, on.page.t, _asks(typed)), status_of(error.code))
    return flash.then(f"{on.href('step-comments')}#c{kept.number}", done)


def _asks(typed: Typed) -> Mapping[str, str]:
    text = N_("Skriv en kommentar.") if typed.answers is None else N_("Skriv ett svar.")
    return {"/text": text, "/to": N_("Välj vem kommentaren är till.")}


async def _new(step: str, writer: Writer, typed: Typed) -> CommentView:
    if typed.to == REQUEST:
        return await comments.request_supplement(NewSupplement(step=step, text=typed.text), writer)
    body = NewComment.model_validate({"step": step, "audience": typed.to, "text": typed.text})
    return await comments.comment(body, writer)


async def _page(on: StepOf, typed: Typed, problems: tuple[Finding, ...] = (), status: int = 200) -> Response:
    who = reader(on.year.id, on.page.reader, on.page.services)
    found = await comments.see_comments(who, Slice(limit=SHOWN), step=on.key, after=0)
    items = found.items
    threads = [
        Thread(each, tuple(other for other in items if other.answers == each.number))
        for each in items
        if each.answers is None
    ]
    return on.render(
        "step-comments.html",
        "step-comments",
        status,
        threads=threads,
        newest=max((each.number for each in items), default=0),
        unread=sum(bool(each.unread) for each in items),
        to=_to(on),
        released=on.row.status in RELEASED,
        may_settle=on.year.may(Action.SETTLE_SUPPLEMENT),
        names=await names(on.page, [each.person for each in items]),
        typed=replace(typed, key=idempotency_key()) if problems else typed,
        states=STATES,
        problems=problems,
        fresh_key=idempotency_key,
    )


def _to(on: StepOf) -> dict[str, str]:
    """What a new comment can be, for who looks: nothing is shared of what is not handed in."""
    released = on.row.status in RELEASED
    allowed = {
        Audience.MUNICIPALITY.value: on.year.may(Action.COMMENT_WITHIN),
        Audience.SHARED.value: on.year.may(Action.COMMENT) and released,
        REQUEST: on.year.may(Action.REQUEST_SUPPLEMENT) and released,
    }
    return {name: TO[name] for name, allows in allowed.items() if allows}


async def _typed(request: Request) -> Typed:
    async with request.form() as form:
        values = {name: value for name in ("key", "text", "to") if isinstance(value := form.get(name, ""), str)}
    return Typed(idempotency_key(values.get("key") or None), values.get("text", ""), values.get("to", ""))
