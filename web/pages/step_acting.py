"""What one does to a step, each on a page of its own that says beforehand what it leads to and asks for the reason."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api import models
from api.access import acting
from api.dependencies import idempotency_key
from api.errors import status_of
from api.routes import steps
from api.routes.steps import OnStep
from domain.arranging import passed_by
from domain.errors import DomainError, Finding
from domain.rules import MoveNotPossible
from web import flash
from web.pages.step import building, content, moves_of, other, whose
from web.pages.step_assigning import Given, choices_for, given, warned
from web.pages.step_because import because
from web.pages.step_doings import DOINGS, asks
from web.pages.step_frame import STEP, StepHere, StepOf
from web.pages.step_handed_in import handed_in
from web.pages.step_moves import ACTIONS, Verb
from web.pages.step_refused import said, spoken

router = APIRouter()
LATER = timedelta(weeks=2)
REFUSED = frozenset({403, 409, 412, 422})


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `version` is the content's that was shown, `anyway` that a warning has been read."""

    key: str
    version: int
    reason: str = ""
    latest: str = ""
    outcome: str = ""
    to: str = ""
    anyway: bool = False


@dataclass(frozen=True)
class Shown:
    typed: Typed
    problems: tuple[Finding, ...] = ()
    warning: str = ""
    status: int = 200


async def ask(on: StepOf, verb: Verb, shown: Shown) -> Response:
    """The page of a verb. What was refused may be filed for good by its key, so what is sent next has another."""
    typed = replace(shown.typed, key=idempotency_key()) if shown.problems else shown.typed
    reads = DOINGS[verb].reads
    return on.render(
        "step-do.html",
        "step",
        shown.status,
        verb=verb,
        doing=DOINGS[verb],
        typed=typed,
        problems=shown.problems,
        warning=shown.warning,
        content=await content(on) if reads else None,
        because=await because(on) if reads else (),
        handed_in=await handed_in(on) if reads else None,
        may_approve=verb is Verb.REVIEW and moves_of(on).may_approve(),
        first=[other(on, step.key) for step in on.cycle.waits_for(on.key)] if verb is Verb.REVIEW else (),
        building=building(on) if verb is Verb.REOPEN else (),
        waiting=_waiting(on) if verb is Verb.EXTEND else (),
        stands=_stands(on),
        such=_such(on),
        choices=await choices_for(on) if verb is Verb.ASSIGN else (),
        whose=whose(on),
    )


def _stands(on: StepOf) -> date:
    """What a new latest date comes after."""
    return max(filter(None, (on.row.target, on.row.latest, on.page.today)))


def _such(on: StepOf) -> date:
    """A day to show how one is written, which the step could have."""
    return _stands(on) + LATER


def _told(on: StepOf, verb: Verb, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    day = on.page.t.gettext("Skriv datumet som år-månad-dag, till exempel %(day)s.") % {"day": _such(on)}
    told = spoken(findings, on.page.t, asks(verb))
    return tuple(each.model_copy(update={"message": day}) if each.pointer == "/latest" else each for each in told)


def _waiting(on: StepOf) -> list[tuple[str, date]]:
    """The steps that build on this one, which keep their dates, and those dates."""
    return [(on.year.titled(step.key), step.latest or step.target) for step in passed_by(on.cycle, on.key, date.max)]


async def do(on: StepOf, verb: Verb, typed: Typed, request: Request) -> Response:
    """Carry it out, and on to the step; where it cannot be, the page again with what was typed."""
    here = OnStep(
        cycle_id=on.year.id,
        step=on.key,
        request=request,
        actor=on.page.reader,
        key=typed.key,
        expected=typed.version if verb in {Verb.REVIEW, Verb.CONFIRM} else None,
        services=on.page.services,
    )
    try:
        warning = await warned(on, typed.to) if verb is Verb.ASSIGN and not typed.anyway else ""
        if warning:
            return await ask(on, verb, Shown(typed, warning=warning))
        response = await _SENT[verb](here, typed)
    except ValidationError as error:
        findings = tuple(
            Finding(code=each["type"], pointer=f"/{each['loc'][0] if each['loc'] else ''}", message="")
            for each in error.errors(include_input=False, include_url=False, include_context=False)
        )
        return await ask(on, verb, Shown(typed, _told(on, verb, findings), status=422))
    except DomainError as error:  # a rule's no comes back from the outcome as one that only its name tells apart
        if status_of(error.code) not in REFUSED:
            raise
        return await ask(on, verb, Shown(typed, said(error, on.page.t, asks(verb)), status=status_of(error.code)))
    approved = verb is Verb.REVIEW and typed.outcome == "approve"
    done = "approved" if approved else DOINGS[verb].said
    return flash.then(on.href(), "taken" if response.status_code == 202 else done)


async def _assign(here: OnStep, typed: Typed) -> Response:
    to: Given = given(typed.to)
    return await steps.assign(here, models.Assignment(role=to.role, person=to.person))


_SENT: Mapping[Verb, Callable[[OnStep, Typed], Awaitable[Response]]] = {
    Verb.REVIEW: lambda here, typed: steps.review(
        here, models.Review(outcome=typed.outcome, reason=typed.reason if typed.outcome == "return" else None)
    ),
    Verb.CONFIRM: lambda here, _: steps.confirm(here),
    Verb.CLAIM: lambda here, _: steps.claim(here),
    Verb.RELEASE: lambda here, _: steps.release(here),
    Verb.RECALL: lambda here, _: steps.recall(here),
    Verb.REOPEN: lambda here, typed: steps.reopen(here, models.WithReason(reason=typed.reason)),
    Verb.REMIND: lambda here, _: steps.remind(here),
    Verb.ASSIGN: _assign,
    Verb.EXTEND: lambda here, typed: steps.extend(
        here, models.Extension.model_validate({"latest": typed.latest.strip(), "reason": typed.reason})
    ),
    Verb.WAIVE: lambda here, typed: steps.waive(here, models.WithReason(reason=typed.reason)),
}


def typed_in(form: FormData) -> Typed:
    said_ = {name: str(value) for name, value in form.items() if isinstance(value, str)}
    version = said_.get("version", "")
    return Typed(
        key=idempotency_key(said_.get("key") or None),
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        reason=said_.get("reason", ""),
        latest=said_.get("latest", ""),
        outcome=said_.get("outcome", ""),
        to=said_.get("to", ""),
        anyway=bool(said_.get("anyway")),
    )


def _pages(verb: Verb) -> None:
    """A page and where it is sent to, for one verb: an address of its own, which no other page of a step can be."""

    async def see(on: StepHere) -> Response:
        acting(on.page.reader, ACTIONS[verb], on.year.place)
        if not moves_of(on).allows(verb):
            error = MoveNotPossible("The step does not allow that just now")
            return on.render("step-closed.html", "step", 409, problems=said(error, on.page.t), doing=DOINGS[verb])
        return await ask(on, verb, Shown(Typed(key=idempotency_key(), version=on.row.version)))

    async def send(on: StepHere, request: Request) -> Response:
        async with request.form() as form:
            return await do(on, verb, typed_in(form), request)

    router.add_api_route(f"{STEP}/{verb.value}", see, methods=["GET"], name=f"pages.step-{verb.value}")
    router.add_api_route(f"{STEP}/{verb.value}", send, methods=["POST"])


for _verb in Verb:
    _pages(_verb)
