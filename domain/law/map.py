"""The compliance map: every rule's answer for one municipality on one day."""

from datetime import date

from domain.errors import Invalid
from domain.law import cooperation_rules, guidance, lead_rules, picture_rules, plan_rules
from domain.law import known as k
from domain.law.clocks import IN_FORCE, notices
from domain.law.facts import Facts
from domain.law.results import LawMap, Result, Sentence, State

_BEFORE = Sentence(
    sv="Lagen (2023:196) gäller från och med den 1 juli 2023.", en="The Act (2023:196) is in force from 1 July 2023."
)


FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class DayOutOfRange(Invalid):
    """A map is drawn for days from 2000 to 2199."""


def checked(day: date) -> date:
    """Raises DayOutOfRange."""
    if not FIRST <= day <= LAST:
        raise DayOutOfRange(f"The day must be between {FIRST} and {LAST}")
    return day


def law_map(facts: Facts, today: date) -> LawMap:
    """Where the municipality stands on a day, by what is known of it."""
    pictures, plans, follow_ups = k.pictures(facts, today), k.plans(facts, today), k.follow_ups(facts, today)
    agreements = k.agreements(facts, today)
    law = [
        *picture_rules.rules(pictures, today),
        *plan_rules.rules(plans, follow_ups, today),
        *cooperation_rules.rules(agreements, k.council(facts, today), k.efforts(facts, today), today),
        *lead_rules.function_rules(k.coordination(facts, today), today),
        *lead_rules.lead_rules(k.responsible(facts, today), k.reports(facts, today), k.interval(facts, today), today),
    ]
    of_six = (picture_rules.clock(pictures), plan_rules.clock(plans, follow_ups))
    clocks = (*(clock for clock in of_six if clock is not None), *cooperation_rules.clocks(agreements, today))
    return LawMap(
        municipality=facts.municipality,
        as_of=today,
        law=tuple(sorted((_asked(result, today) for result in law), key=_order)),
        guidance=tuple(guidance.rules(facts.years)),
        clocks=clocks,
        notices=tuple(notice for clock in clocks for notice in notices(clock, today)),
    )


def _asked(result: Result, today: date) -> Result:
    """Before the Act was in force nothing was asked for."""
    if today >= IN_FORCE or result.state is State.MET:
        return result
    return result.model_copy(update={"state": State.NOT_DUE, "says": _BEFORE, "until": None})


def _order(result: Result) -> tuple[int, int]:
    paragraph, _, number = result.rule.removeprefix("L").partition("-")
    return int(paragraph), int(number)
