"""Every route asked by everybody for every place, and what was answered held against what the policy says."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from tests.api.matrix.askers import Asker
from tests.api.matrix.rows import SIGN_IN, Answers, Fill, Row, made
from tests.api.matrix.spots import Spot


@dataclass(frozen=True)
class Cell:
    """One request: what the table expects, what was answered, and in which ways that is wrong."""

    row: Row
    asker: str
    spot: Spot
    expected: Answers
    answered: str
    wrong: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.answered in self.row.answers

    def __str__(self) -> str:
        said = "; ".join(self.wrong)
        return f"{self.row.route} as {self.asker}, {self.spot.where}: {said}"


@dataclass
class Matrix:
    cells: list[Cell] = field(default_factory=list[Cell])
    seconds: float = 0.0

    @property
    def mismatches(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.wrong]

    def __str__(self) -> str:
        routes = {cell.row.route for cell in self.cells}
        askers, places = {cell.asker for cell in self.cells}, {cell.spot.where for cell in self.cells}
        counted = f"{len(routes)} routes x {len(askers)} who ask x {len(places)} places, {len(self.cells)} requests"
        return f"{counted}, {len(self.mismatches)} mismatches"


def routes_of(app: FastAPI) -> set[str]:
    """As "GET /v1/me", one for each method; a folder of files is one address."""
    found: set[str] = set()
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, Mount):
            found.add(f"GET {context.path}/{{name:path}}")
        else:
            found |= {f"{method} {context.path}" for method in context.methods or ()}
    return found


async def ask_all(rows: Sequence[Row], askers: Sequence[Asker], spots: Sequence[Spot]) -> Matrix:
    """Asker by asker, since a row may use what the one before made; the three places at a time."""
    matrix = Matrix()
    known: dict[str, str] = {}
    for asker in askers:
        for row in rows:
            if row.page and asker.beside:
                continue
            asking = [_ask(row, asker, spot, spots, known) for spot in (spots[:1] if row.anybody else spots)]
            if row.ends_sessions:
                for one in asking:
                    matrix.cells.append(await one)
                    if asker.renew is not None:
                        await asker.renew()
            else:
                matrix.cells += await asyncio.gather(*asking)
    return matrix


async def _ask(row: Row, asker: Asker, spot: Spot, spots: Sequence[Spot], known: dict[str, str]) -> Cell:
    expected = row.expected(asker, spot)
    answer = await _sent(row, asker, spot, known)
    answered = _said(answer, row)
    wrong = [] if answered in expected else [f"{answered}, and not {' or '.join(sorted(expected))}"]
    if answer.is_success:
        wrong += _misread(row, asker, spot, spots, answer.text)
        if row.keeps is not None:
            word, found_in = row.keeps
            asker.kept[spot.town.code, word] = found_in(answer.json())
    return Cell(row, asker.name, spot, expected, answered, tuple(wrong))


async def _sent(row: Row, asker: Asker, spot: Spot, known: dict[str, str]) -> httpx.Response:
    """What was answered once is not printed again: the ETag that came with it is sent along."""
    address = row.address(asker, spot)
    headers = {"Accept": "text/html"} if row.page else {}
    if address in known:
        headers["If-None-Match"] = known[address]
    answer = await asker.client.request(
        row.method,
        address,
        params=_filled(row.query, asker, spot),
        headers={**headers, **row.headers},
        json=made(row.body, asker, spot),
        data=_filled(row.form, asker, spot) if row.form is not None else None,
        files={row.file[0]: ("fil", row.file[1])} if row.file is not None else None,
        content=made(row.content, asker, spot),
    )
    asker.client.cookies.clear()  # a cookie that an answer gave would sign in whoever is asked about next
    if answer.status_code == 200 and row.method == "GET" and "ETag" in answer.headers:
        known[address] = answer.headers["ETag"]
    return answer


def _filled(given: Fill, asker: Asker, spot: Spot) -> dict[str, str]:
    return {name: str(made(each, asker, spot)) for name, each in given.items()}


def _said(answer: httpx.Response, row: Row) -> str:
    status = "200" if answer.status_code == 304 else str(answer.status_code)
    if row.page and answer.headers.get("Location", "").startswith("/logga-in?"):
        return SIGN_IN
    if answer.headers.get("Content-Type") == "application/problem+json":
        return f"{status} {answer.json()['type'].rpartition('/')[2]}"
    return status


def _misread(row: Row, asker: Asker, spot: Spot, spots: Iterable[Spot], text: str) -> Iterable[str]:
    """What stood in the answer and was not for the one who asked; or did not, and was."""
    for other in spots:
        for word, written in other.words.items():
            if written in text and not asker.may(word.action, other.place):
                yield f"shows what takes {word.action} in the {other.where}"
    wanted = row.shows
    if wanted is not None and asker.may(wanted.action, spot.place) and spot.words[wanted] not in text:
        yield f"does not show what {wanted.action} allows"
