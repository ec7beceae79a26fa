"""What a county's municipalities had before their first year here: who has told of it, and telling it for them, by form
or by table.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.datastructures import UploadFile

from api.access import RoleMayNot
from api.errors import NoSuchAddress
from api.routes.statements import enter_table, table_text
from api.statement_models import Report
from domain.calendar import end_of_day
from domain.errors import Finding
from domain.law.facts import Facts
from domain.people import Action
from domain.places import Municipality as Place
from domain.statement_lines import TableInvalid
from domain.statements import Kind
from storage import law
from web import flash, told, told_form
from web.board import alphabetical
from web.page import Here, Page
from web.pages.county_frame import Code, Municipality, may_in, render
from web.told import By

router = APIRouter()

KindHere = Annotated[Kind, Path()]


@router.get("/lan/{code}/uppgifter", name="pages.county-statements")
async def statements(page: Here, code: Code) -> Response:
    """Municipality by municipality, kind by kind: told by whom and when, or not told."""
    places, facts = await _facts(page, code)
    rows = [(place, {kind: told.told(facts[place.code], kind) for kind in told.NAMES}) for place in places]
    return _render(
        page,
        code,
        "county-statements.html",
        rows=rows,
        missing=sum(each.by is By.NOBODY for _, row in rows for each in row.values()),
    )


@router.get("/lan/{code}/uppgifter/mall.csv")
async def template(page: Here, code: Code) -> Response:
    """A table to fill in, with a line for everything that nobody has told."""
    _check_enters(page, code)
    places, facts = await _facts(page, code)
    missing = (
        (place, kind) for place in places for kind in told.NAMES if told.told(facts[place.code], kind).by is By.NOBODY
    )
    headers = {"Content-Disposition": f'attachment; filename="uppgifter-{code}.csv"'}
    return Response(told.template(missing), headers=headers, media_type="text/csv; charset=utf-8")


@router.get("/lan/{code}/uppgifter/tabell", name="pages.county-table")
async def table(page: Here, code: Code) -> Response:
    _check_enters(page, code)
    return _render(page, code, "county-table.html", report=None)


@router.post("/lan/{code}/uppgifter/tabell")
async def send_table(page: Here, code: Code, request: Request) -> Response:
    """The report, line by line. Sending the same table again is harmless."""
    _check_enters(page, code)
    async with request.form() as form:
        file = form.get("table")  # a browser that sends none sends a name that is empty
        text = table_text(await file.read()) if isinstance(file, UploadFile) else ""
    problems: tuple[Finding, ...] = ()
    report: Report | None = None
    if not text.strip():
        problems = (_finding(page.t.gettext("Välj en fil med en tabell.")),)
    else:
        try:
            report = await enter_table(code, text, page.reader, page.services)
        except TableInvalid:
            message = page.t.gettext(
                "Tabellen kan inte läsas. Första raden ska ha rubrikerna kommun och uppgift, var och en högst en gång."
            )
            problems = (_finding(message),)
    return _render(page, code, "county-table.html", 422 if problems else 200, report=report, problems=problems)


@router.get("/lan/{code}/uppgifter/{municipality}/{kind}", name="pages.county-statement")
async def statement(page: Here, code: Code, municipality: Municipality, kind: KindHere) -> Response:
    return await _form(page, code, municipality, kind, {})


@router.post("/lan/{code}/uppgifter/{municipality}/{kind}")
async def tell(page: Here, code: Code, municipality: Municipality, kind: KindHere, request: Request) -> Response:
    """As a table of one line, so that a form and a table are read by the same rules. The same again is harmless."""
    place = _place(page, code, municipality, kind)
    async with request.form() as sent:
        typed = told_form.typed(sent, kind)
    report = await enter_table(code, told.line(place, kind, typed), page.reader, page.services)
    troubles = [trouble for line in report.lines for trouble in line.troubles]
    if not troubles:
        return flash.then(f"/lan/{code}/uppgifter", "told")
    return await _form(page, code, municipality, kind, typed, told_form.problems(page, kind, troubles))


async def _form(
    page: Page, code: str, municipality: str, kind: Kind, typed: Mapping[str, str], problems: tuple[Finding, ...] = ()
) -> Response:
    place = _place(page, code, municipality, kind)
    _, facts = await _facts(page, code)
    return _render(
        page,
        code,
        "county-statement.html",
        422 if problems else 200,
        place=place,
        kind=kind,
        stands=told.told(facts[place.code], kind),
        form=told_form.fields(kind, typed, problems),
        problems=problems,
    )


def _place(page: Page, code: str, municipality: str, kind: Kind) -> Place:
    """Raises RoleMayNot, and NoSuchAddress for a municipality of another county, or what a form does not ask for."""
    _check_enters(page, code)
    place = page.services.places.municipality(municipality)
    if place.county != code or kind not in told.NAMES:
        raise NoSuchAddress("That county has no such form")
    return place


def _check_enters(page: Page, code: str) -> None:
    page.services.places.county(code)
    if not may_in(page, code, Action.ENTER_FOR):
        raise RoleMayNot("Your role does not tell for the municipalities of that county")


async def _facts(page: Page, code: str) -> tuple[list[Place], Mapping[str, Facts]]:
    """Raises RoleMayNot."""
    county = page.services.places.county(code)
    if not may_in(page, code, Action.SEE_LAW):
        raise RoleMayNot("Your role sees nothing of where that county's municipalities stand")
    until = end_of_day(page.today)
    async with page.services.sessions() as session:
        facts = await law.facts(session, page.services.procedures, county.municipalities, until)
    places = [page.services.places.municipality(each) for each in county.municipalities]
    return sorted(places, key=lambda each: alphabetical(each.name)), facts


def _render(page: Page, code: str, template: str, status: int = 200, /, **values: object) -> Response:
    return render(
        page,
        page.services.places.county(code),
        template,
        "county-statements",
        page.today.year,
        status,
        names=told.NAMES,
        said=told.says,
        enters=may_in(page, code, Action.ENTER_FOR),
        **values,
    )


def _finding(message: str) -> Finding:
    return Finding(code="table", pointer="/table", message=message)
