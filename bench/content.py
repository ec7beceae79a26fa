"""What a big plan costs to check, to tie together and to print: 40 measures on 15 problems; and the maps of the Act."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from statistics import median
from time import perf_counter

from pydantic import JsonValue
from pypdf import PdfReader

from documents.outline import outline
from documents.parts import About
from documents.typst import pdf
from domain.commands import Content
from domain.content.check import findings
from domain.content.thread import thread
from domain.content.year import read
from domain.law.map import law_map
from storage.database import Sessions
from storage.law import facts
from storage.processes import Procedures

PROBLEMS, MEASURES = 15, 40
TIMES = 101
TEXT = "Åtgärden genomförs tillsammans med skolan och föreningslivet och följs upp varje termin av enhetschefen. " * 3
ABOUT = About(
    municipality="Laholm",
    code="1381",
    year=2027,
    versions=(("Välj åtgärder", 1),),
    hash="0" * 64,
    dated=datetime(2026, 12, 15, tzinfo=UTC),
)
DAYS: dict[str, JsonValue] = {"first": "2027-01-11", "last": "2027-12-18"}


def checking() -> float:
    """Checking the plan among the year's other contents, in milliseconds (median)."""
    year = a_big_year()
    plan = year.pop("measures")
    assert not findings("measures", plan, year)  # noqa: S101  otherwise less is timed than a right plan costs
    return _median(lambda: findings("measures", plan, year))


def tying() -> float:
    """Reading the year and building its thread, in milliseconds (median)."""
    year = a_big_year()
    assert len(thread(read(year)).nodes) == 2 * PROBLEMS + PROBLEMS + 3 * MEASURES  # noqa: S101
    return _median(lambda: thread(read(year)))


def printing(measures: int = MEASURES) -> tuple[int, float]:
    """The plan as a PDF: how many pages, and how many milliseconds, each time with other words (median of five)."""
    written = json.dumps(a_big_year(measures), ensure_ascii=False)
    plans = [json.loads(written.replace("Åtgärden", f"Åtgärden {n}")) for n in range(6)]
    outlines = iter([outline("action-plan", read(plan), ABOUT) for plan in plans])
    pages = len(PdfReader(BytesIO(pdf(next(outlines)))).pages)
    return pages, _median(lambda: pdf(next(outlines)), 5)


async def mapping(sessions: Sessions, codes: Sequence[str]) -> float:
    """The maps of the Act of these municipalities, from the database, in milliseconds (median of five)."""
    took: list[float] = []
    for _ in range(5):
        begun = perf_counter()
        async with sessions() as session:
            found = await facts(session, Procedures(), codes, datetime.now(UTC))
        for each in found.values():
            law_map(each, date(2027, 3, 1))
        took.append((perf_counter() - begun) * 1000)
    return median(took)


def a_big_year(count: int = MEASURES) -> dict[str, Content]:
    """The contents of a year that has been followed up, by form."""
    problems, measures = range(1, PROBLEMS + 1), range(1, count + 1)
    return {
        "situation_analysis": {"summary": TEXT, "problems": [_problem(n) for n in problems]},
        "prioritisation": {"priorities": [_priority(n) for n in problems]},
        "cause_analysis": {"causes": [{"id": f"O{n}", "problem": f"P{n}", "what": TEXT} for n in problems]},
        "goals": {"goals": [{"id": f"M{n}", "problem": f"P{n}", "what": TEXT, "by": "2028-08-31"} for n in problems]},
        "measures": {"measures": [_measure(n) for n in measures]},
        "action_plan": {"title": "Åtgärdsplan", "valid": DAYS, "summary": TEXT},
        "follow_up": {"period": DAYS, "closed_on": "2027-11-26", "results": [_result(n) for n in measures]},
    }


def _problem(n: int) -> JsonValue:
    extent: JsonValue = {"what": TEXT, "value": 40 + n, "unit": "anmälningar", "trend": "upp"}
    return {
        "id": f"P{n}",
        "title": f"Problem {n}",
        "what_happens": TEXT,
        "extent": extent,
        "consequences": {"harm": TEXT, "insecurity": TEXT, "cost": 420_000},
        "places": ["Skolområde Öst", "Busstationen"],
    }


def _priority(n: int) -> JsonValue:
    return {"problem": f"P{n}", "prioritised": True, "rank": n, "reason": TEXT}


def _measure(n: int) -> JsonValue:
    of = (n - 1) % PROBLEMS + 1
    return {
        "id": f"A{n}",
        "title": f"Åtgärd {n}",
        "what": TEXT,
        "problems": [f"P{of}"],
        "causes": [f"O{of}"],
        "goals": [f"M{of}"],
        "operative_goal": TEXT,
        "indicator": {
            "name": "Skaderapporter på skolområdet",
            "source": "Kommunens skaderapportering",
            "baseline": 38,
            "baseline_on": "2026-06-12",
            "target": 19,
            "target_on": "2028-06-15",
        },
        "owner": "Kultur- och fritidsförvaltningen",
        "owner_role": "Enhetschef",
        "partners": ["Skolan", "Polisen", "Föreningar"],
        "period": DAYS,
        "budget": 480_000,
        "funding": "ordinarie",
        "knowledge": TEXT,
        "follow_up": TEXT,
    }


def _result(n: int) -> JsonValue:
    return {
        "measure": f"A{n}",
        "done": "ja",
        "value": 21,
        "measured_on": "2027-10-31",
        "effect": "minskat",
        "confidence": "medel",
        "confidence_reason": TEXT,
        "lesson": TEXT,
        "next": "fortsatt",
    }


def _median(work: Callable[[], object], times: int = TIMES) -> float:
    took: list[float] = []
    for _ in range(times):
        begun = perf_counter()
        work()
        took.append((perf_counter() - begun) * 1000)
    return median(took)
