"""Taking over what a municipality already has: by form, or by its county's table."""

import json
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from api import models
from api.access import acting, place_of
from api.actors import CurrentActor
from api.dependencies import PageAsked, ServicesHere, next_cursor, numbers
from api.errors import NoSuchAddress
from api.places import named_county, named_municipality
from api.services import Services
from api.statement_models import LineView, NewStatement, Report, Statements, StatementView
from domain.calendar import stockholm_date
from domain.people import Action, Actor, Place, Role
from domain.places import Municipality, Places
from domain.statement_columns import COLUMNS, KINDS, REASONS
from domain.statement_lines import LARGEST, Read, TableInvalid, Trouble, read_lines
from domain.statements import FORMS, Content, Kind, OwnStands, StatementInvalid, findings
from storage import statements
from storage.statements import StatementRow, Telling

router = APIRouter(tags=["law"])


@router.get("/v1/municipalities/{municipality}/statements")
async def see_statements(
    municipality: str,
    actor: CurrentActor,
    services: ServicesHere,
    page: PageAsked,
    history: Annotated[bool, Query(description="All that were ever made, not only those that stand")] = False,  # noqa: FBT002
) -> Statements:
    """What stands of what was told, one of a kind, or all of it."""
    place = named_municipality(services.places, municipality)
    acting(actor, Action.SEE_LAW, place_of(place))
    async with services.sessions() as session:
        if not history:
            return Statements(items=tuple(map(_view, await statements.that_stand(session, place.code))))
        rows = await statements.history(session, place.code, numbers(page) or None, page.limit + 1)
    shown = rows[: page.limit]
    following = next_cursor(str(shown[-1].id)) if len(rows) > page.limit else None
    return Statements(items=tuple(map(_view, shown)), next=following)


@router.put("/v1/municipalities/{municipality}/statements/{kind}")
async def make_statement(
    municipality: str, kind: str, body: NewStatement, actor: CurrentActor, services: ServicesHere
) -> StatementView:
    """State what there is. It takes the place of what stood, which stays in the history; the same again is harmless.

    A phone number, e-mail or street address in it is answered for in its `answered`, as in a step's content.
    """
    place = named_municipality(services.places, municipality)
    acting(actor, Action.STATE, place_of(place))
    return _view(await state_own(place, _kind(kind), lambda _: body.content, actor, services))


async def state_own(
    place: Municipality, kind: Kind, made: Callable[[Content | None], Content], actor: Actor, services: Services
) -> StatementRow:
    """The municipality's own word, `made` of what stands until now. Raises RoleMayNot, StatementInvalid."""
    telling = Telling(acting(actor, Action.STATE, place_of(place)), services.clock())
    async with services.sessions.begin() as session:
        await statements.hold(session, (place.code,))
        content = made(await statements.standing(session, place.code, kind))
        found = findings(kind, content, stockholm_date(telling.now))
        if found:
            raise StatementInvalid(f"The statement cannot be taken: {len(found)} finding(s)", found)
        row, _ = await statements.state(session, place, kind, content, telling)
    return row


@router.get("/v1/statement-forms/{kind}")
async def see_statement_form(kind: str, actor: CurrentActor) -> models.FormView:  # noqa: ARG001
    """The JSON schema of a kind of statement, with the basis of each field."""
    return models.FormView(name=kind, form_schema=FORMS[_kind(kind)].model_json_schema())


_HOW = f"""A table of what the county's municipalities have: CSV, one statement a line, `;` or `,` between the cells.
Each line is taken whole, or named with what is wrong in it; sending it again is harmless. The first line names the
columns, in any order: kommun (code or name), uppgift, and where something in a line reads as a phone number, an e-mail
or a street address, får stå with why it may ({", ".join(REASONS)}); and for each uppgift these:

"""
_COLUMNS = "\n".join(f"* {name}: {', '.join(sorted(COLUMNS[kind]))}" for name, kind in KINDS.items())
_CSV = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.post("/v1/counties/{county}/statements", description=_HOW + _COLUMNS, openapi_extra=_CSV)
async def enter_statements(county: str, request: Request, actor: CurrentActor, services: ServicesHere) -> Report:
    """What the county's municipalities have, as a table; `_HOW` says it to the reader of the contract."""
    acting(actor, Action.ENTER_FOR, Place(county=named_county(services.places, county).code))
    return await enter_table(county, table_text(await _body(request)), actor, services)


async def enter_table(county: str, text: str, actor: Actor, services: Services) -> Report:
    """A county's table, line by line. Raises NoSuchPlace, RoleMayNot, TableInvalid."""
    place = named_county(services.places, county)
    acts = acting(actor, Action.ENTER_FOR, Place(county=place.code))
    now = services.clock()
    lines = read_lines(text, place.code, services.places, stockholm_date(now))
    async with services.sessions.begin() as session:
        await statements.hold(session, {line.municipality for line in lines if line.municipality})
        done = [await _entered(session, line, services.places, Telling(acts, now)) for line in lines]
    counted = {
        outcome: sum(line.outcome == outcome for line in done) for outcome in ("taken", "unchanged", "not_taken")
    }
    return Report(lines=tuple(done), **counted)


async def _body(request: Request) -> bytes:
    """Raises TableInvalid."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > 2 * LARGEST:
            raise TableInvalid(f"A table holds at most {LARGEST:,} characters; send it in parts")
    return bytes(read)


def table_text(read: bytes) -> str:
    """UTF-8, or what older spreadsheets write."""
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError:
        return read.decode("cp1252", errors="replace")


async def _entered(session: AsyncSession, line: Read, places: Places, telling: Telling) -> LineView:
    troubles = line.troubles
    outcome = "not_taken"
    if not troubles and line.kind is not None and line.municipality is not None:
        place = places.municipality(line.municipality)
        try:
            _, new = await statements.state(session, place, line.kind, line.content, telling)
        except (OwnStands, StatementInvalid) as error:
            troubles = (Trouble(column=None, position=0, code=error.code, message=error.message),)
        else:
            outcome = "taken" if new else "unchanged"
    return LineView(line=line.line, municipality=line.municipality, kind=line.kind, outcome=outcome, troubles=troubles)


def _kind(name: str) -> Kind:
    if name not in {kind.value for kind in Kind}:
        raise NoSuchAddress(f"There is no such kind of statement; there are {', '.join(Kind)}")
    return Kind(name)


def _view(row: StatementRow) -> StatementView:
    return StatementView(
        kind=Kind(row.kind),
        content=json.loads(row.content),
        told_at=row.told_at,
        told_by=row.person,
        role=Role(row.role),
    )
