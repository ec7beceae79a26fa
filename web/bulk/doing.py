"""One kind of thing that is done many times over: what it asks, what it comes to, how it is sent."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from json import loads

from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import Finding
from domain.people import Action
from storage import commands
from storage.commands import KeyReused
from web.bulk.line import OTHERWISE, WHY, Line, On
from web.bulk.typed import Typed
from web.refusal_words import ERRORS


@dataclass(frozen=True)
class Kept:
    """What was kept of one that was sent: whether it was taken, None while it is not decided; why not, as an error's
    name; and what was written to go with it.
    """

    accepted: bool | None
    error: str | None = None
    written: Mapping[str, str] = field(default_factory=dict[str, str])


def nothing_wrong(_typed: Typed, _today: date) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True)
class Doing:
    """`done` says of one that it was, with `to` for whom it reached and with what was written to go with it. `asks`:
    one says something before one sees what it comes to. `writes`: what one says is a text, which stands in no address.
    `why` has the reasons that it words otherwise than the rest.
    """

    title: str
    done: str
    action: Action
    line: Callable[[On], Awaitable[Line]]
    send: Callable[[On, str], Awaitable[object]]
    kept: Callable[[AsyncSession, str], Awaitable[Kept | None]]
    wrong: Callable[[Typed, date], Iterable[Finding]] = nothing_wrong
    asks: bool = True
    writes: bool = False
    why: Mapping[str, str] = field(default_factory=dict[str, str])

    def reason(self, error: str | None) -> str:
        """Why not, in Swedish, to be translated."""
        return self.why.get(error or "") or WHY.get(error or "") or ERRORS.get(error or "", OTHERWISE)


def command_kept(kind: str, *written: tuple[str, str]) -> Callable[[AsyncSession, str], Awaitable[Kept | None]]:
    """What became of a command of that kind. `written` says which field of the form stands where in it.

    Where something else was sent with its key before, nothing of this kind was done.
    """

    async def kept(session: AsyncSession, identity: str) -> Kept | None:
        filed = await commands.find(session, identity)
        if filed is None:
            return None
        if filed.kind != kind:
            return Kept(accepted=False, error=KeyReused.__name__)
        body = loads(filed.body)
        found = {field_: body[name] for field_, name in written}
        if filed.outcome is None:
            return Kept(None, written=found)
        return Kept(filed.outcome.accepted, filed.outcome.error, found)

    return kept
