"""Begär komplettering: the county asks several municipalities about what they have handed in."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.comment_models import NewSupplement
from api.commenting import Writer, reader
from api.routes.comments import request_supplement
from domain.commenting import RELEASED, check
from domain.comments import LONGEST, CommentInvalid, Remark, StepNotReleased
from domain.errors import Finding
from domain.people import Action
from storage import comments
from web.bulk import texts
from web.bulk.doing import Doing, Kept
from web.bulk.line import Line, On
from web.bulk.typed import Typed
from web.language import N_


async def _line(on: On) -> Line:
    line = on.stands()
    if on.cycle is None or line.why is not None or on.cycle.step(on.step).status in RELEASED:
        return line
    return line.but(StepNotReleased.__name__)


async def _send(on: On, key: str) -> object:
    writer = Writer(reader(on.cycle_id, on.page.reader, on.page.services), on.page.request, key)
    return await request_supplement(NewSupplement(step=on.step, text=on.typed.text.strip()), writer)


async def _kept(session: AsyncSession, identity: str) -> Kept | None:
    row = await comments.by_id(session, identity)
    return None if row is None else Kept(accepted=True, written={"text": row.text or ""})


def _wrong(typed: Typed, _today: date) -> Iterator[Finding]:
    yield from texts.wrong(
        typed.text, LONGEST, N_("Skriv vad som behöver kompletteras."), N_("Skriv högst 5 000 tecken."), _found
    )


def _found(text: str) -> tuple[Finding, ...]:
    try:
        check(Remark(text=text))
    except CommentInvalid as error:
        return error.findings
    return ()


SUPPLEMENT = Doing(
    N_("Begär komplettering"),
    N_("Begäran skickad"),
    Action.REQUEST_SUPPLEMENT,
    _line,
    _send,
    _kept,
    _wrong,
    writes=True,
)
