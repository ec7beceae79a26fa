"""The map of the two made-up municipalities: one that has done its year, and one lacking in instructive ways."""

from datetime import date

from domain.content.year import read
from domain.law.facts import Facts, YearFacts
from domain.law.map import law_map
from examples.load import contents

DONE = {
    "organisation": date(2026, 9, 9),
    "mapping": date(2026, 10, 5),
    "situation_analysis": date(2026, 10, 25),
    "prioritisation": date(2026, 11, 1),
    "cause_analysis": date(2026, 11, 10),
    "adoption": date(2026, 11, 20),
    "goals": date(2026, 11, 25),
    "measures": date(2026, 12, 1),
    "action_plan": date(2026, 12, 8),
    "decision": date(2026, 12, 18),
    "implementation": date(2027, 11, 20),
    "follow_up": date(2028, 2, 20),
    "council_report": date(2028, 3, 28),
    "closing": date(2028, 4, 1),
}


def unmet(example: str, day: date) -> dict[str, str]:
    """The rules that are not met on a day, by their state."""
    written = contents(example, 2027)
    done = {step: on for step, on in DONE.items() if on <= day and step in written}
    year = YearFacts(cycle="1381-2027", year=2027, content=read({step: written[step] for step in done}), done=done)
    found = law_map(Facts(municipality="1381", years=(year,)), day)
    answers = (*found.law, *found.guidance)
    return {result.rule: result.state.value for result in answers if result.state.value != "met"}


def test_laholm_meets_the_act_once_its_plan_is_decided() -> None:
    assert unmet("laholm", date(2026, 12, 31)) == {
        "L6-2": "not_due",
        "L13-2": "not_stated",
        "G-measured": "not_stated",
    }


def test_two_years_later_what_was_told_has_run_out() -> None:
    """The council's last known meeting is more than a year ago; everything else was done again or still holds."""
    assert unmet("laholm", date(2028, 4, 1)) == {"L10-1": "not_met"}


def test_what_the_lacking_one_lacks_is_told_apart_from_guidance() -> None:
    found = unmet("lacking", date(2026, 12, 31))
    by_act = {rule for rule, state in found.items() if state == "not_met" and rule.startswith("L")}
    assert {"L4-2", "L4-3", "L9-1", "L10-1", "L11-1", "L13-1"} <= by_act
    assert {rule for rule in found if rule.startswith("G-")} >= {"G-owner", "G-indicator", "G-measure"}
