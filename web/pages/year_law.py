"""Lagkartan: where the municipality stands by each paragraph on a day, with what says so. Guidance stands apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.routes.law import see_law
from domain.law.clocks import Clock
from domain.law.facts import Evidence, Source
from domain.law.results import LawMap, Result, State
from domain.law.stated import ANSWERED_BY
from domain.people import Action
from domain.statements import Kind as StatementKind
from web.pages.year_act import PARAGRAPHS, Paragraph
from web.pages.year_frame import Year, YearHere, day_asked
from web.pages.year_words import AGAIN, DATED, DATED_BY, STATEMENTS, STATES
from web.words import Word

router = APIRouter()


@dataclass(frozen=True)
class Proof:
    """What a result rests on: what it is called, where it can be seen, of which year it is, and its day."""

    text: str
    href: str | None
    year: str
    day: date
    dated_by: str


@dataclass(frozen=True)
class Rule:
    """`stated_at` is where one may state what would answer it, while nothing does."""

    id: str
    paragraph: str | None
    state: Word
    says: str
    until: date | None
    proofs: tuple[Proof, ...]
    stated_at: str | None


@dataclass(frozen=True)
class Chapter:
    """A paragraph of the Act with its rules."""

    number: str
    about: Paragraph
    rules: tuple[Rule, ...]


@router.get("/ar/{cycle}/lag", name="pages.year-law")
async def law(year: YearHere, asked: Annotated[str, Query(alias="day", max_length=40)] = "") -> Response:
    page = year.page
    day, problems = day_asked(page, asked)
    found = await see_law(year.municipality.code, page.reader, page.services, day or page.today)
    return year.render(
        "year-law.html",
        "year-law",
        status=422 if problems else 200,
        chapters=_chapters(year, found),
        guidance=[_rule(year, result) for result in found.guidance],
        clocks=_of_six(found),
        agreements=[clock for clock in found.clocks if clock.of.startswith("agreement:")],
        dated_by=DATED_BY,
        as_of=found.as_of,
        asked=asked,
        problems=problems,
    )


def _of_six(found: LawMap) -> dict[str, Clock | None]:
    """Both clocks of 6 §; None where nothing is known that it would count from."""
    clocks = {clock.of: clock for clock in found.clocks}
    return {of: clocks.get(of) for of in ("situation_analysis", "follow_up")}


def _chapters(year: Year, found: LawMap) -> list[Chapter]:
    return [
        Chapter(number, PARAGRAPHS[number], tuple(_rule(year, result) for result in results))
        for number, results in groupby(found.law, key=_number)
    ]


def _number(result: Result) -> str:
    return result.rule.removeprefix("L").partition("-")[0]


def _rule(year: Year, result: Result) -> Rule:
    return Rule(
        id=result.rule,
        paragraph=result.paragraph,
        state=AGAIN if result.own_interval_passed else STATES[result.state],
        says=result.says.sv if year.page.language == "sv" else result.says.en,
        until=result.until,
        proofs=tuple(_proofs(year, result.evidence)),
        stated_at=_stated_at(year, result),
    )


def _stated_at(year: Year, result: Result) -> str | None:
    kind = ANSWERED_BY.get(result.rule)
    if kind is None or result.state is not State.NOT_STATED or not year.may(Action.STATE):
        return None
    return year.page.href("statement", code=year.municipality.code, kind=kind)


def _proofs(year: Year, evidence: Iterable[Evidence]) -> Iterable[Proof]:
    """Once each, however many places in it are meant."""
    found: dict[tuple[str, str, date], Proof] = {}
    for each in evidence:
        proof = _proof(year, each)
        found.setdefault((proof.text, proof.year, proof.day), proof)
    return found.values()


def _proof(year: Year, evidence: Evidence) -> Proof:
    if evidence.source is Source.STATEMENT:
        text = year.page.t.gettext(STATEMENTS[StatementKind(evidence.name)])
        return Proof(text, None, "", evidence.day, DATED[evidence.dated_by])
    number = (evidence.cycle or year.id).rpartition("-")[2]
    href = year.step_href(evidence.name, evidence.cycle)
    return Proof(year.titled(evidence.name), href, number, evidence.day, DATED[evidence.dated_by])
