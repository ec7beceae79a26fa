"""From one year to the next: what is proposed, what became of each measure, what differs, a measure's life."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.commands import Content
from domain.content.check import findings
from domain.content.compare import compare
from domain.content.difference import difference
from domain.content.life import life
from domain.content.lineage import Fate, became, left_behind, lineage_gaps
from domain.content.proposal import proposal
from domain.content.thread import thread
from domain.content.year import YearContent, read
from tests.domain.any_years import NEXT, YEAR, contents, plans_after
from tests.two_years import CYCLE, LAST_CYCLE, last_year, this_year

LAST, NOW = read(last_year()), read(this_year())
Json = dict[str, Any]


def test_every_measure_of_last_year_ends_up_somewhere() -> None:
    found = [(each.measure, each.fate, each.now, bool(each.reason)) for each in became(NOW, LAST, LAST_CYCLE)]
    assert found == [
        ("A1", Fate.CONTINUED, ("A1",), True),
        ("A2", Fate.CHANGED, ("B2",), True),
        ("A3", Fate.FINISHED, (), True),
        ("A4", Fate.LEFT_BEHIND, (), False),
    ]
    assert left_behind(NOW, LAST, LAST_CYCLE) == ("A4",)


@settings(deadline=None)
@given(contents().flatmap(lambda last: st.tuples(st.just(last), plans_after(last))))
def test_each_has_exactly_one_fate(years: tuple[Mapping[str, Content], Content]) -> None:
    last, plan = read(years[0]), read({"measures": years[1]})
    fates = became(plan, last, YEAR)
    if plan.planned:
        assert [each.measure for each in fates] == list(last.planned)
    for each in fates:
        heirs = [m.id for m in plan.planned.values() if m.origin is not None and m.origin.measure == each.measure]
        same = [each.measure] if each.measure in plan.planned and plan.planned[each.measure].origin is None else []
        assert sorted(each.now) == sorted(heirs + same)
        assert (each.reason is not None) == bool(heirs or each.fate in (Fate.FINISHED, Fate.STOPPED))
        assert (each.fate in (Fate.CONTINUED, Fate.CHANGED)) == bool(each.now)
    left_out = [gap for gap in lineage_gaps(plan, last, YEAR) if gap.code == "measure-left-behind"]
    assert len(left_out) == len(left_behind(plan, last, YEAR))


def test_gaps_in_the_lineage_stand_in_the_thread() -> None:
    plan: Json = {
        "measures": [
            {"id": "A1", "title": "Belysning", "problems": ["P1"]},
            {"id": "A9", "title": "Ny", "problems": ["P1"], "origin": _origin("A7")},
            {"id": "A3", "title": "Märkning", "problems": ["P1"], "origin": _origin("A3")},
        ],
        "ended": [_ended("A3"), _ended("A8"), {**_ended("A2"), "origin_cycle": "1381-2025"}],
    }
    year = read(this_year() | {"measures": plan})
    gaps = lineage_gaps(year, LAST, LAST_CYCLE)
    assert [(gap.code, gap.object, gap.pointer) for gap in gaps] == [
        ("measure-left-behind", "", "/measures"),
        ("measure-left-behind", "", "/measures"),
        ("origin-not-stated", "measure:A1", "/measures/0/origin"),
        ("measure-ended-and-continued", "measure:A3", "/measures/2/origin"),
        ("origin-unknown", "measure:A9", "/measures/1/origin/measure"),
        ("ended-unknown", "", "/ended/1/measure"),
    ]
    assert thread(year, gaps).gaps == thread(year).gaps + gaps


@pytest.mark.parametrize("plan", [None, {"text": "Planen finns i ett eget dokument."}])
def test_without_single_measures_nothing_is_said_to_be_left_behind(plan: Content | None) -> None:
    year = read({"measures": plan} if plan is not None else {})
    assert became(year, LAST, LAST_CYCLE) == ()
    assert lineage_gaps(year, LAST, LAST_CYCLE) == ()
    assert difference(year, LAST, LAST_CYCLE).empty


def test_what_is_new_changed_and_gone() -> None:
    found = difference(NOW, LAST, LAST_CYCLE)
    sections = [found.problems, found.causes, found.goals, found.measures]
    told = [
        ([each.id for each in s.new], [(each.was, each.id) for each in s.changed], [each.id for each in s.gone])
        for s in sections
        if s is not None
    ]
    assert told == [
        (["P4"], [("P1", "P1"), ("P2", "P2")], ["P3"]),
        (["C3"], [("C1", "C1")], ["C2"]),
        ([], [("M1", "M1")], ["M2"]),
        (["A5"], [("A1", "A1"), ("A2", "B2")], ["A3", "A4"]),
    ]
    assert found.problems is not None
    changes = found.problems.changed[0].changes
    assert [(c.how, c.pointer, c.before, c.after) for c in changes] == [
        ("changed", "/extent/value", 46, 34),
        ("changed", "/extent/trend", "upp", "ned"),
    ]


def test_a_measure_that_only_got_another_name_has_changed() -> None:
    plan: Json = {
        "measures": [{"id": "B3", "title": "Märkning av motorer", "problems": ["P1"], "origin": _origin("A3")}]
    }
    found = difference(read({"measures": plan}), LAST, LAST_CYCLE).measures
    assert found is not None
    assert [(each.was, each.id, each.changes) for each in found.changed] == [("A3", "B3", ())]


@settings(deadline=None)
@given(contents())
def test_a_year_does_not_differ_from_itself(year: Mapping[str, Content]) -> None:
    same = read(year)
    assert difference(same, same).empty
    assert difference(same, same, YEAR).empty
    assert all(compare(content, content) == () for content in year.values())


def test_a_life_across_years() -> None:
    years = [(LAST_CYCLE, LAST), (CYCLE, NOW)]
    first, second = life(LAST_CYCLE, "A2", years)
    assert (first.cycle, first.measure.id, [r.result.next for r in first.results]) == (LAST_CYCLE, "A2", ["utoka"])
    assert first.became is not None
    assert (first.became.fate, first.became.now) == (Fate.CHANGED, ("B2",))
    assert (second.cycle, second.measure.id, second.became) == (CYCLE, "B2", None)
    assert life(CYCLE, "B2", years) == (first, second)
    (lit, _) = life(CYCLE, "A1", years)
    assert [note.on.month for note in lit.notes] == [5, 9]
    assert [each.became and each.became.fate for each in life(LAST_CYCLE, "A4", years)] == [Fate.LEFT_BEHIND]
    assert life(CYCLE, "A4", years) == ()


def test_a_light_years_results_belong_to_the_plan_before_it_and_a_split_is_told_whole() -> None:
    light = read({"follow_up": {"results": [{"measure": "B2", "done": "ja", "next": "fortsatt"}]}})
    halves: Json = {
        "measures": [
            {"id": name, "title": name, "problems": ["P2"], "origin": {**_origin("B2"), "cycle": CYCLE}}
            for name in ("D1", "D2")
        ]
    }
    years = [(LAST_CYCLE, LAST), (CYCLE, NOW), ("1381-2028", light), ("1381-2029", read({"measures": halves}))]
    chapters = life(LAST_CYCLE, "A2", years)
    assert [each.measure.id for each in chapters] == ["A2", "B2", "D1", "D2"]
    assert [each.cycle for each in chapters[1].results] == ["1381-2028"]
    assert chapters[1].became is not None
    assert chapters[1].became.now == ("D1", "D2")
    assert [each.measure.id for each in life("1381-2029", "D1", years)] == ["A2", "B2", "D1"]


def test_origins_in_a_circle_end() -> None:
    def plan(of: str) -> YearContent:
        measure: Json = {"id": "A1", "title": "x", "problems": ["P1"], "origin": {**_origin("A1"), "cycle": of}}
        return read({"measures": {"measures": [measure]}})

    years = [("1381-2026", plan("1381-2027")), ("1381-2027", plan("1381-2026"))]
    assert [each.cycle for each in life("1381-2027", "A1", years)] == ["1381-2026", "1381-2027"]


def test_a_proposal_says_nothing_of_a_confirmation_that_is_still_to_be_made() -> None:
    last = read({"organisation": {**last_year()["organisation"], "text": "Bekräftad inför 2026."}})
    assert proposal("organisation", last, LAST_CYCLE, NOW) == last_year()["organisation"]


def test_a_proposal_claims_nothing_new() -> None:
    start = {form: proposal(form, LAST, LAST_CYCLE, NOW) for form in YearContent.model_fields}
    assert start["organisation"] == last_year()["organisation"]
    assert start["mapping"] == {
        "observations": [{"id": "K1", "title": "Anmälda stölder", "unit": "anmälningar"}],
        "information": [{"id": "I1", "kind": "trygghetsmatning"}],
    }
    assert start["prioritisation"] == {
        "priorities": [{"problem": p, "prioritised": True, "rank": n} for n, p in ((1, "P1"), (2, "P2"))]
    }
    assert start["goals"] == {
        "goals": [
            {"id": "M1", "problem": "P1", "what": "Högst 25 stölder", "by": "2028-12-31"},
            {"id": "M2", "problem": "P2", "what": "Skadorna halveras"},
        ]
    }
    assert start["decision"] == {"decision": {"body": "KS"}}
    for form in ("adoption", "action_plan", "implementation", "follow_up", "council_report", "closing"):
        assert start[form] == {}


def test_a_proposed_plan_goes_on_with_what_is_unfinished() -> None:
    plan: Json = dict(proposal("measures", LAST, LAST_CYCLE, NOW))
    assert [(m["id"], m["origin"]["how"], m["problems"], m.get("causes")) for m in plan["measures"][:2]] == [
        ("A1", "fortsatter", ["P1"], ["C1"]),
        ("A2", "andrad", ["P2"], None),
    ]
    assert [m.get("problems") for m in plan["measures"]] == [["P1"], ["P2"], None]  # P3 is gone: A4 is to be decided
    assert not any("budget" in m or "reason" in m["origin"] for m in plan["measures"])
    assert plan["ended"] == [{"origin_cycle": LAST_CYCLE, "measure": "A3", "how": "genomford"}]
    assert "none_needed" not in plan


@pytest.mark.parametrize(
    ("status", "how"), [("genomford", "genomford"), ("avbruten", "avbruten"), ("forsenad", None), ("pagar", None)]
)
def test_before_the_follow_up_the_last_note_tells_what_has_ended(status: str, how: str | None) -> None:
    notes: Json = {
        "notes": [
            {"measure": "A1", "on": "2026-05-01", "status": "pagar", "what": "Först."},
            {"measure": "A1", "on": "2026-10-01", "status": status, "what": "Senast."},
        ]
    }
    told = {form: content for form, content in last_year().items() if form != "follow_up"} | {"implementation": notes}
    plan: Json = dict(proposal("measures", read(told), LAST_CYCLE))
    assert [each["how"] for each in plan.get("ended", [])] == ([how] if how else [])
    assert len(plan["measures"]) == (3 if how else 4)


@settings(deadline=None)
@given(contents())
def test_a_proposal_is_right_once_what_is_left_to_write_is_written(year: Mapping[str, Content]) -> None:
    last, held = read(year), dict[str, Content]()
    for form in YearContent.model_fields:
        start = proposal(form, last, YEAR, read(held))
        if not start:
            continue
        missing = findings(form, dict(start), held)
        assert {finding.code for finding in missing} <= {"missing"}
        written = _written(dict(start), [finding.pointer for finding in missing])
        assert findings(form, written, held) == ()
        held[form] = written
    assert left_behind(read(held), last, YEAR) == ()


def _written(content: Content, pointers: list[str]) -> Content:
    """With something at each of these places, which must be what only this year's people can say."""
    said: Content = {"reason": "Därför.", "what": "Det som kom fram.", "how": "avbruten", "decided_on": f"{NEXT}-01-15"}
    for pointer in pointers:
        *path, field = pointer.split("/")[1:]
        part: Any = content
        for step in path:
            part = part[int(step) if step.isdecimal() else step]
        part[field] = said[field]
    return content


def _origin(measure: str) -> Json:
    return {"cycle": LAST_CYCLE, "measure": measure, "how": "fortsatter", "reason": "Behövs än."}


def _ended(measure: str) -> Json:
    return {"origin_cycle": LAST_CYCLE, "measure": measure, "how": "genomford", "reason": "Klar."}
