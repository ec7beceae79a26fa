"""What came of something that was done for several municipalities, read back by the keys it was done with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import loads

from sqlalchemy.ext.asyncio import AsyncSession

from domain.places import Municipality
from storage import commands, comments
from storage.filing import command_id
from web.bulk import OTHERWISE, WHY, Do, Line
from web.bulk_typed import Typed
from web.language import N_
from web.words import Word

DONE = Word(N_("Klart"), "done", "green")
TAKEN = Word(N_("Mottaget, avgörs strax"), "under-way", "blue")
REFUSED = Word(N_("Gick inte"), "late", "amber")
UNSENT = Word(N_("Inte skickat"), "not-started", "grey")

_WORDS: Mapping[bool | None, Word] = {True: DONE, False: REFUSED, None: TAKEN}


@dataclass(frozen=True)
class Came:
    """`why` in words, in Swedish; `again` where sending it once more may help."""

    municipality: Municipality
    word: Word
    why: str | None = None
    again: bool = False


async def came_of(
    session: AsyncSession, person: str, typed: Typed, lines: Sequence[Line]
) -> tuple[Sequence[Came], Typed | None]:
    """A result for each line, and what was typed, as far as any of it was kept."""
    results: list[Came] = []
    sent: Typed | None = None
    for line in lines:
        identity = command_id(person, f"{typed.key}-{line.municipality.code}")
        if typed.do is Do.EXTEND:
            result, found = await _extended(session, identity, line)
        else:
            result, found = await _asked(session, identity, line)
        results.append(result)
        sent = typed.model_copy(update=found) if found else sent
    return results, sent


Found = dict[str, str] | None
"""What was typed, where the line holds it."""


async def _extended(session: AsyncSession, identity: str, line: Line) -> tuple[Came, Found]:
    filed = await commands.find(session, identity)
    if filed is None:
        return _unsent(line), None
    body = loads(filed.body)
    outcome = filed.outcome
    why = WHY.get(outcome.error or "", OTHERWISE) if outcome is not None and not outcome.accepted else None
    word = _WORDS[outcome.accepted if outcome is not None else None]
    return Came(line.municipality, word, why), {"latest": body["latest"], "text": body["reason"]}


async def _asked(session: AsyncSession, identity: str, line: Line) -> tuple[Came, Found]:
    row = await comments.by_id(session, identity)
    if row is None:
        return _unsent(line), None
    return Came(line.municipality, DONE), {"text": row.text or ""}


def _unsent(line: Line) -> Came:
    """Where it can be done by now as well as before, the server did not answer; where it cannot, that is why."""
    if line.why is not None:
        return Came(line.municipality, REFUSED, line.reason)
    return Came(line.municipality, UNSENT, N_("Servern svarade inte. Det är ofarligt att skicka igen."), again=True)
