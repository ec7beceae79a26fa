"""What a municipality had before its first year here: what stands, who told of it, and its own form for each kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.datastructures import FormData

from api.access import RoleMayNot, place_of
from api.errors import NoSuchAddress
from api.routes.statements import state_own
from domain.calendar import end_of_day
from domain.errors import Finding
from domain.law.facts import Facts
from domain.people import Action
from domain.places import Municipality
from domain.statement_cells import cells
from domain.statement_lines import read_lines
from domain.statement_own import NONE, amended
from domain.statements import AgreementsStated, Content, Kind, Stated
from storage import law
from web import flash, told, told_form
from web.page import Here, Page
from web.pages.year_frame import belongs, municipality_seen, way_to
from web.told import By, Told

router = APIRouter()

Code = Annotated[str, Path(pattern=r"^\d{4}$")]
KindHere = Annotated[Kind, Path()]
Named = Annotated[str, Query(alias="av", max_length=40)]
"""The id of the agreement that is changed; without one, another is added."""


@dataclass(frozen=True)
class Line:
    """A kind as it stands: what was told of it, part by part, and where it is told anew. `none`: that there is none."""

    kind: Kind
    told: Told
    parts: list[list[tuple[str, str]]]
    none: bool
    href: str | None
    step: str | None


@router.get("/kommun/{code}/uppgifter", name="pages.statements")
async def statements(page: Here, code: Code) -> Response:
    place = _seen(page, code)
    facts = await _facts(page, code)
    lines = [await _line(page, place, facts, kind) for kind in told.NAMES]
    return _render(page, place, "statements.html", lines=lines)


@router.get("/kommun/{code}/uppgifter/{kind}", name="pages.statement")
async def statement(page: Here, code: Code, kind: KindHere, named: Named = "") -> Response:
    place = _told_for(page, code, kind)
    stated = _stated(await _facts(page, code), kind)
    return await _form(page, place, kind, named, _filled_in(stated, named))


@router.post("/kommun/{code}/uppgifter/{kind}")
async def tell(page: Here, code: Code, kind: KindHere, request: Request, named: Named = "") -> Response:
    """What was typed is read by the rules of the county's table, and kept with what the form does not ask for."""
    place = _told_for(page, code, kind)
    async with request.form() as sent:
        typed, said = told_form.typed(sent, kind), _said(sent, kind, named)
    if said is None:
        read = read_lines(told.line(place, kind, typed), place.county, page.services.places, page.today)[0]
        if read.troubles:
            return await _form(page, place, kind, named, typed, told_form.problems(page, kind, read.troubles))
        said = read.content
    elif said == NONE[kind] and not named:
        await state_own(place, kind, lambda _: NONE[kind], page.reader, page.services)
        return flash.then(f"/kommun/{code}/uppgifter", "told")
    made = partial(amended, kind, told=said, instead=named or None)
    await state_own(place, kind, made, page.reader, page.services)
    return flash.then(f"/kommun/{code}/uppgifter", "told")


def _said(sent: FormData, kind: Kind, named: str) -> Content | None:
    """By one of the other buttons: that there is none, or no longer the one that is named. None: what was typed."""
    if sent.get("do") != ("away" if named else "none"):
        return None
    if kind not in NONE or (named and kind is not Kind.AGREEMENTS):
        raise NoSuchAddress("That cannot be said of this kind")
    return NONE[kind]


async def _form(
    page: Page,
    place: Municipality,
    kind: Kind,
    named: str,
    typed: Mapping[str, str],
    problems: tuple[Finding, ...] = (),
) -> Response:
    facts = await _facts(page, place.code)
    return _render(
        page,
        place,
        "statement.html",
        422 if problems else 200,
        kind=kind,
        line=await _line(page, place, facts, kind),
        agreements=_agreements(_stated(facts, kind)) if kind is Kind.AGREEMENTS else {},
        named=named,
        may_be_none=kind in NONE,
        form=told_form.fields(kind, typed, problems),
        problems=problems,
    )


async def _line(page: Page, place: Municipality, facts: Facts, kind: Kind) -> Line:
    stands, stated = told.told(facts, kind), _stated(facts, kind)
    parts = told.shown(kind, stated) if stated is not None and stands.by is not By.YEAR else []
    newest = max((year for year in facts.years if told.STEPS[kind] in year.done), key=lambda y: y.year, default=None)
    step = page.href("step", cycle=newest.cycle, step=told.STEPS[kind]) if newest and stands.by is By.YEAR else None
    none = stated is not None and not parts and stands.by is not By.YEAR
    return Line(kind, stands, parts, none, _where(page, place, kind, stands), step)


def _where(page: Page, place: Municipality, kind: Kind, stands: Told) -> str | None:
    """The municipality's own form; the county's for its coordinator, while the municipality has not told itself."""
    if page.may(Action.STATE, place_of(place)):
        return page.href("statement", code=place.code, kind=kind)
    if page.may(Action.ENTER_FOR, place_of(place)) and stands.by in {By.NOBODY, By.COUNTY}:
        return page.href("county-statement", code=place.county, municipality=place.code, kind=kind)
    return None


def _stated(facts: Facts, kind: Kind) -> Stated | None:
    found = told.newest(facts, kind)
    return found.content if found is not None else None


def _agreements(stated: Stated | None) -> dict[str, str]:
    """Those that stand: each one's id, and who it is with."""
    return {each.id: each.party for each in stated.agreements} if isinstance(stated, AgreementsStated) else {}


def _filled_in(stated: Stated | None, named: str) -> Mapping[str, str]:
    """What stands, to be changed; nothing where it is one agreement more. Raises NoSuchAddress."""
    each = cells(stated) if stated is not None else ()
    if not named:
        return each[0] if each and not isinstance(stated, AgreementsStated) else {}
    found = dict(zip(_agreements(stated), each, strict=False))
    if named not in found:
        raise NoSuchAddress("There is no such agreement")
    return found[named]


def _seen(page: Page, code: str) -> Municipality:
    """Raises NoSuchPlace, RoleMayNot."""
    place = municipality_seen(page, code)
    if not page.may(Action.SEE_LAW, place_of(place)):
        raise RoleMayNot("Your role does not see what that municipality had before")
    return place


def _told_for(page: Page, code: str, kind: Kind) -> Municipality:
    """Raises NoSuchPlace, RoleMayNot, and NoSuchAddress for what a form does not ask for."""
    place = _seen(page, code)
    if not page.may(Action.STATE, place_of(place)):
        raise RoleMayNot("Your role does not state what that municipality had before")
    if kind not in told.NAMES:
        raise NoSuchAddress("There is no form of that kind")
    return place


async def _facts(page: Page, code: str) -> Facts:
    async with page.services.sessions() as session:
        found = await law.facts(session, page.services.procedures, (code,), end_of_day(page.today))
    return found[code]


def _render(page: Page, place: Municipality, template: str, status: int = 200, /, **values: object) -> Response:
    belongs(page, place)
    may_state = page.may(Action.STATE, place_of(place))
    crumbs = way_to(page, place)
    return page.render(template, status, place=place, names=told.NAMES, crumbs=crumbs, may_state=may_state, **values)
