"""What came of something that was done many times over, read back by the keys it was done with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from storage.filing import command_id
from web.bulk.doing import Doing
from web.bulk.line import Line
from web.bulk.typed import Typed
from web.language import N_
from web.words import Word

DONE = Word(N_("Klart"), "done", "green")
TAKEN = Word(N_("Mottaget, avgörs strax"), "under-way", "blue")
REFUSED = Word(N_("Gick inte"), "late", "amber")
UNSENT = Word(N_("Inte skickat"), "not-started", "grey")

_WORDS: Mapping[bool | None, Word] = {True: DONE, False: REFUSED, None: TAKEN}


@dataclass(frozen=True)
class Came:
    """`why` in words, in Swedish; `again` where sending it once more may help; `to` whom it reached, where it did."""

    name: str
    title: str
    word: Word
    why: str | None = None
    again: bool = False
    to: str | None = None


async def came_of(
    session: AsyncSession, person: str, doing: Doing, typed: Typed, lines: Iterable[Line]
) -> tuple[Sequence[Came], Typed | None]:
    """A result for each line, and what was typed, as far as any of it was kept."""
    results: list[Came] = []
    sent = None if doing.writes else typed
    for line in lines:
        kept = await doing.kept(session, command_id(person, f"{typed.key}-{line.name}"))
        if kept is None:
            results.append(_unsent(doing, line))
            continue
        why = doing.reason(kept.error) if kept.accepted is False else None
        to = line.to.text if line.choices and line.to and kept.accepted else None
        results.append(Came(line.name, line.title, _WORDS[kept.accepted], why, to=to))
        sent = typed.model_copy(update={**kept.written})
    return results, sent


def _unsent(doing: Doing, line: Line) -> Came:
    """Where it can be done by now as well as before, the server did not answer; where it cannot, that is why."""
    if line.why is not None:
        return Came(line.name, line.title, REFUSED, doing.reason(line.why))
    why = N_("Servern svarade inte. Det är ofarligt att skicka igen.")
    return Came(line.name, line.title, UNSENT, why, again=True)
