"""What came of something that was done many times over, read back by the keys it was done with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from storage.filing import command_id
from web.bulk.doing import Doing, Kept
from web.bulk.line import Line
from web.bulk.typed import Typed
from web.language import N_
from web.words import Word

TAKEN = Word(N_("Mottaget, avgörs strax"), "under-way", "blue")
NOT_DONE = Word(N_("Gjordes inte"), "late", "amber")


@dataclass(frozen=True)
class Came:
    """`word` says what was done, with `said` in its places; `why` not in words, in Swedish; `again` where sending it
    once more may help.
    """

    name: str
    title: str
    word: Word
    why: str | None = None
    again: bool = False
    done: bool = False
    said: Mapping[str, str] = field(default_factory=dict[str, str])


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
        results.append(_sent(doing, line, kept))
        sent = typed.model_copy(update={**kept.written})
    return results, sent


def _sent(doing: Doing, line: Line, kept: Kept) -> Came:
    if kept.accepted is None:
        return Came(line.name, line.title, TAKEN)
    if not kept.accepted:
        why = line.why if line.why in doing.why else kept.error  # what stands in the way says more than that it did
        return Came(line.name, line.title, NOT_DONE, doing.reason(why))
    said = {**kept.written, "to": line.to.text if line.to else "–"}
    return Came(line.name, line.title, Word(doing.done, "done", "green"), done=True, said=said)


def _unsent(doing: Doing, line: Line) -> Came:
    """Where it can be done by now as well as before, the server did not answer; where it cannot, that is why."""
    if line.why is not None:
        return Came(line.name, line.title, NOT_DONE, doing.reason(line.why))
    why = N_("Servern svarade inte. Det är ofarligt att skicka igen.")
    return Came(line.name, line.title, NOT_DONE, why, again=True)
