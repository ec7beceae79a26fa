"""Any year that could have been handed in step by step, and any plan that could follow it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, cast

from hypothesis import strategies as st

from domain.commands import Content
from domain.content import references
from domain.content.picture import CrimeType, InformationKind
from domain.content.plan import Direction, Lineage
from domain.content.results import Done, Next, Progress
from domain.content.year import read
from domain.forms import findings as shape

YEAR, NEXT = "1381-2026", 2027
Json = dict[str, Any]
WORDS = st.sampled_from(["Belysning", "Få vuxna på plats", "Högst 25 anmälda stölder", "Styrgruppen"])
DAYS = st.sampled_from(["2025-03-01", "2026-01-01", "2026-12-31", "2027-06-30", "2028-12-31"])


def some(names: list[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=least, unique=True) if names else st.just([])


@st.composite
def _object(draw: st.DrawFn, must: Mapping[str, Any], may: Mapping[str, Any]) -> Json:
    """What it must hold, and of what it may hold any part; each by strategy or as it is."""
    chosen = draw(some(list(may)))
    parts = {**must, **{field: may[field] for field in may if field in chosen}}
    drawn: Json = {}
    for field, part in parts.items():
        drawn[field] = draw(cast("st.SearchStrategy[Any]", part)) if isinstance(part, st.SearchStrategy) else part
    return drawn


def _listed(draw: st.DrawFn, names: list[str], must: Mapping[str, Any], may: Mapping[str, Any]) -> list[Json]:
    return [draw(_object({"id": name, **must}, may)) for name in names]


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Content]:
    """By form; some steps are not handed in."""
    year: dict[str, Json] = {}
    year["organisation"] = draw(_organisation())
    items = ["K1", "K2", "I1"]
    year["mapping"] = {
        "observations": _listed(draw, items[:2], {"title": WORDS}, {"value": st.floats(0, 99), "source": WORDS}),
        "information": _listed(draw, items[2:], {"kind": _one(InformationKind), "what": WORDS}, {"value": 71}),
    }
    problems = draw(some(["P1", "P2", "P3"], 1))
    about = {"crime_type": _one(CrimeType), "places": st.lists(WORDS, max_size=2), "sources": some(items)}
    more = {"extent": {"value": 46, "trend": "upp"}, "consequences": {"cost": 7}, "times": WORDS}
    year["situation_analysis"] = {"problems": _listed(draw, problems, {"title": WORDS}, {**about, **more})}
    weighed = draw(some(problems, 1))
    year["prioritisation"] = {
        "priorities": [draw(_object({"problem": p, "prioritised": st.booleans()}, {"reason": WORDS})) for p in weighed]
    }
    causes = draw(some(["C1", "C2", "C3"], 1))
    of_problem = {"problem": st.sampled_from(problems), "what": WORDS}
    year["cause_analysis"] = {"causes": _listed(draw, causes, of_problem, {"evidence": WORDS})}
    goals = draw(some(["M1", "M2"], 1))
    year["goals"] = {"goals": _listed(draw, goals, of_problem, {"by": DAYS})}
    names = draw(some(["A1", "A2", "A3", "A4"], 1))
    pointing = {"title": WORDS, "problems": some(problems, 1)}
    year["measures"] = {"measures": _listed(draw, names, pointing, _measure_parts(causes, goals))}
    year["measures"]["none_needed"] = [{"problem": problem, "reason": "Ringa."} for problem in draw(some(problems))]
    year["decision"] = {"decision": {"body": "KS", "decided_on": "2025-12-08", "reference": "KS 2025-0000"}}
    year |= draw(_followed(names))
    left_out = set(draw(some([form for form in year if form != "measures"])))
    held = {form: content for form, content in year.items() if form not in left_out}
    read_back = read(held)
    for form, content in held.items():
        wrong = [*shape(form, content), *references.findings(form, read_back)]
        assert not wrong, wrong
    return held


def plans_after(last: Mapping[str, Content]) -> st.SearchStrategy[Content]:
    """Measures of the year after: some of last year's, by origin or by id alone, some new; others ended or unsaid."""
    return _plan_after(list(read({"measures": last["measures"]}).planned))


@st.composite
def _plan_after(draw: st.DrawFn, names: list[str]) -> Json:
    measures: list[Json] = []
    for name in draw(some([*names, "N1", "N2"])):
        must: Json = {"id": name, "title": WORDS, "problems": ["P1"]}
        origin = {"cycle": YEAR, "measure": st.sampled_from(names), "how": _one(Lineage), "reason": WORDS}
        measures.append(draw(_object(must, {"origin": _object(origin, {})})))
    ended: list[Json] = [
        {
            "origin_cycle": YEAR,
            "measure": name,
            "how": draw(st.sampled_from(["genomford", "avbruten"])),
            "reason": "Ja.",
        }
        for name in draw(some(names))
    ]
    return {"text": "Plan.", "measures": measures, "ended": ended}


def _organisation() -> st.SearchStrategy[Json]:
    agreement: Json = {"id": "O1", "party": "Lokalpolisområdet", "purposes": ["minska stölder"]}
    may: Json = {
        "coordination": {"role_title": "Samordnare", "share_of_full_time": 50},
        "council": {"name": "Trygghetsrådet", "members": [{"organisation": "Polisen", "leading": True}]},
        "agreements": [agreement],
        "efforts": [{"towards": "agreement", "on": "2026-02-02", "what": "Bjöd in."}],
        "links": [{"title": "Reglemente", "url": "https://exempel.invalid/reglemente"}],
    }
    return _object({"responsible": {"body": "KS"}}, may)


def _measure_parts(causes: list[str], goals: list[str]) -> Json:
    indicator = {"name": WORDS, "direction": _one(Direction)}
    return {
        "causes": some(causes),
        "goals": some(goals),
        "indicator": _object(indicator, {"baseline": 46, "baseline_on": "2025-09-30", "target": 25}),
        "owner": WORDS,
        "period": st.sampled_from([("2026-01-01", "2026-12-31"), ("2026-01-01", "2027-12-31")]).map(
            lambda days: {"first": days[0], "last": days[1]}
        ),
        "budget": st.integers(0, 10**6),
        "citizen_promise": st.booleans(),
        "origin": {"cycle": "1381-2025", "measure": "A2", "how": "andrad", "reason": "Nya uppgifter."},
    }


@st.composite
def _followed(draw: st.DrawFn, names: list[str]) -> dict[str, Json]:
    notes = [
        {"measure": name, "on": draw(DAYS), "status": draw(_one(Progress)), "what": "Så långt."}
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
    ]
    results = [{"measure": name, "done": draw(_one(Done)), "next": draw(_one(Next))} for name in names]
    return {"implementation": {"notes": notes}, "follow_up": {"results": results}}


def _one(kind: type[StrEnum]) -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in kind])
