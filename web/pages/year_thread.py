"""Den röda tråden: from problem to result, how it hangs together, and where it does not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access import acting
from api.routes.content import see_thread
from domain.content.base import Source
from domain.content.gaps import Gap, Kind
from domain.content.thread import Node, Thread
from domain.people import Action
from web.findings import field_id
from web.forms.values import VALUES
from web.pages.year_frame import Year, YearHere
from web.pages.year_gaps import GAPS
from web.pages.year_words import KINDS, ONE

router = APIRouter()


@dataclass(frozen=True)
class Card:
    """An object as it is shown. `before` leads to it and `after` follows from it; `loose` if something is missing."""

    id: str
    kind: Kind
    name: str
    title: str
    href: str | None
    prioritised: bool | None
    loose: bool
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lack:
    """A kind of gap, how often there is one, and each place with the way to where it is mended."""

    text: str
    law: bool
    places: tuple[tuple[str, str | None], ...]


@router.get("/ar/{cycle}/rod-trad", name="pages.year-thread")
async def thread(year: YearHere, view: Annotated[str, Query(pattern="^(cards|table)$")] = "cards") -> Response:
    acting(year.page.reader, Action.SEE_CONTENT, year.place)
    found = await see_thread(year.id, year.page.reader, year.page.services)
    cards = _cards(year, found)
    return year.render(
        "year-thread.html",
        "year-thread",
        view=view,
        cards=cards,
        columns=[(kind, KINDS[kind], [card for card in cards.values() if card.kind is kind]) for kind in Kind],
        rows=list(_rows(found)) if view == "table" else [],
        lacks=_lacks(year, found),
        made_up=found.made_up,
    )


def _cards(year: Year, found: Thread) -> Mapping[str, Card]:
    lacking = {gap.object for gap in found.gaps}
    return {
        node.id: Card(
            id=_anchor(node.id),
            kind=node.kind,
            name=_name(year, node),
            title=_title(year, node),
            href=_mended(year, node.step, node.pointer),
            prioritised=node.prioritised,
            loose=node.id in lacking,
            before=tuple(edge.source for edge in found.edges if edge.target == node.id),
            after=tuple(edge.target for edge in found.edges if edge.source == node.id),
        )
        for node in found.nodes
    }


def _name(year: Year, node: Node) -> str:
    return f"{year.page.t.gettext(ONE[node.kind])} {node.id.partition(':')[2]}"


def _anchor(node: str) -> str:
    return node.replace(":", "-")


def _title(year: Year, node: Node) -> str:
    word = VALUES["Effect"].get(node.title, node.title)
    return year.page.t.gettext(word) if node.kind is Kind.RESULT else node.title


def _mended(year: Year, step: str, pointer: str) -> str | None:
    href = year.step_href(step)
    return f"{href}#{field_id(pointer)}" if href is not None else None


def _lacks(year: Year, found: Thread) -> list[Lack]:
    """What the Act asks for first, then what there is most of."""
    times = Counter(gap.code for gap in found.gaps)
    order = sorted({gap.code for gap in found.gaps}, key=lambda code: (not _by_law(found, code), -times[code], code))
    return [_lack(year, [gap for gap in found.gaps if gap.code == code], found) for code in order]


def _by_law(found: Thread, code: str) -> bool:
    return any(gap.basis is Source.LAW for gap in found.gaps if gap.code == code)


def _lack(year: Year, alike: Sequence[Gap], found: Thread) -> Lack:
    one, several = GAPS[alike[0].code]
    text = year.page.t.gettext(one if len(alike) == 1 else several)
    titles = {node.id: node for node in found.nodes}
    places = [(_place(year, gap, titles.get(gap.object)), _mended(year, gap.step, gap.pointer)) for gap in alike]
    return Lack(f"{len(alike)} {text}", alike[0].basis is Source.LAW, tuple(dict.fromkeys(places)))


def _place(year: Year, gap: Gap, node: Node | None) -> str:
    """The object that it is about; the step where it is about the whole of it."""
    if node is not None:
        return f"{_name(year, node)} {_title(year, node)}"
    return gap.object.partition(":")[2] or year.titled(gap.step)


Row = Mapping[Kind, Sequence[str]]
"""What stands together in a row of the table: node ids, by kind."""


def _rows(found: Thread) -> Iterator[Row]:
    """A row for each measure with all that leads to it and follows from it; then what leads to none."""
    kinds = {node.id: node.kind for node in found.nodes}
    told: set[str] = set()
    for kind in (Kind.MEASURE, Kind.PROBLEM, *Kind):
        for node in (node.id for node in found.nodes if node.kind is kind and node.id not in told):
            together = [node, *_reached(node, _ways(found, back=True)), *_reached(node, _ways(found, back=False))]
            told |= set(together)
            yield {each: [one for one in dict.fromkeys(together) if kinds[one] is each] for each in Kind}


def _ways(found: Thread, *, back: bool) -> Mapping[str, Sequence[str]]:
    ways: dict[str, list[str]] = {}
    for edge in found.edges:
        start, end = (edge.target, edge.source) if back else (edge.source, edge.target)
        ways.setdefault(start, []).append(end)
    return ways


def _reached(start: str, ways: Mapping[str, Iterable[str]]) -> list[str]:
    found: list[str] = []
    ahead = [start]
    while ahead:
        for node in ways.get(ahead.pop(0), ()):
            if node not in found:
                found.append(node)
                ahead.append(node)
    return found
