"""Åtgärdsplanen: that it is decided (5 §), on which lägesbild it rests, and that it is followed up (6 §)."""

from collections.abc import Mapping
from datetime import date

from domain.law.clocks import PLAN_ASKED_FOR, Clock, every_second_year
from domain.law.facts import Evidence, by_step
from domain.law.known import Plan
from domain.law.results import Result, Severity, State
from domain.law.rule import COUNTED_FROM, Rule, same
from domain.people import Body

BODIES: Mapping[Body, tuple[str, str]] = {
    Body.STEERING_GROUP: ("styrgruppen", "the steering group"),
    Body.COUNCIL: ("rådet", "the council"),
    Body.COMMITTEE: ("nämnden", "the committee"),
    Body.EXECUTIVE_BOARD: ("kommunstyrelsen", "the executive board"),
    Body.ASSEMBLY: ("fullmäktige", "the municipal assembly"),
}
_NOT_YET = (
    "En åtgärdsplan enligt 5 § krävs från och med den 1 juli 2024.",
    "A plan under 5 § is asked for from 1 July 2024.",
)

L5_1 = Rule(
    "L5-1",
    "5 §",
    Severity.MUST,
    {
        State.MET: ("Åtgärdsplanen beslutades {day} av {body}.", "The plan was decided on {day} by {body}."),
        State.NOT_MET: (
            "En åtgärdsplan är angiven, men inget beslut om den.",
            "A plan is stated, but no decision on it.",
        ),
        State.NOT_STATED: ("Inget beslut om en åtgärdsplan är angivet.", "No decision on a plan is stated."),
        State.NOT_DUE: _NOT_YET,
    },
)
L5_2 = Rule(
    "L5-2",
    "5 §",
    Severity.MUST,
    {
        State.MET: (
            "Åtgärdsplanen från {plan} bygger på lägesbilden från {day}, som inte är yngre än planen.",
            "The plan of {plan} rests on the situation analysis of {day}, which is no younger than the plan.",
        ),
        State.NOT_MET: (
            "Lägesbilden från {day}, som åtgärdsplanen anges bygga på, är daterad efter planen från {plan}.",
            "The situation analysis of {day}, which the plan is said to rest on, is dated after the plan of {plan}.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet vilken lägesbild, av vilken dag, som åtgärdsplanen bygger på.",
            "It is not stated on which situation analysis, of which day, the plan rests.",
        ),
        State.NOT_DUE: _NOT_YET,
    },
)
L6_2 = Rule(
    "L6-2",
    "6 §",
    Severity.MUST,
    {
        State.MET: (
            "Åtgärdsplanen följdes upp {day} ({sense}). Lagen säger minst vartannat år: nästa senast {due}.",
            "The plan was followed up on {day} ({sense}). The Act says at least every second year: next by {due}.",
        ),
        State.NOT_MET: (
            (
                "Ingen uppföljning av åtgärdsplanen är angiven sedan {day} ({sense}). Lagen säger minst vartannat år; "
                "det gick ut {due}."
            ),
            (
                "No follow-up of the plan is stated since {day} ({sense}). The Act says at least every second year; "
                "that ended on {due}."
            ),
        ),
        State.NOT_STATED: (
            "Varken en åtgärdsplan eller en uppföljning av den är angiven.",
            "Neither a plan nor a follow-up of it is stated.",
        ),
        State.NOT_DUE: (
            "Åtgärdsplanen är från {day} ({sense}). Lagen säger uppföljning minst vartannat år: första senast {due}.",
            "The plan is from {day} ({sense}). The Act says follow-up at least every second year: the first by {due}.",
        ),
    },
)


def rules(plans: list[Plan], follow_ups: list[Evidence], today: date) -> list[Result]:
    decided = next((plan for plan in plans if plan.decision is not None), None)
    return [_decided(plans, decided, today), _rests_on(decided, today), _followed_up(plans, follow_ups, today)]


def clock(plans: list[Plan], follow_ups: list[Evidence]) -> Clock | None:
    """24 months from the last follow-up; before the first one, from the earliest plan that is known.

    A new plan does not set the clock back: what 6 § asks for is that plans are followed up. A follow-up made before
    any known plan was of something else.
    """
    at = _counted_from(plans, follow_ups)
    return every_second_year(L6_2.name, "follow_up", at.day, at.dated_by, PLAN_ASKED_FOR) if at else None


def _counted_from(plans: list[Plan], follow_ups: list[Evidence]) -> Evidence | None:
    first = plans[-1].at if plans else None
    last = follow_ups[0] if follow_ups else None
    if first is None or last is None:
        return last or first
    return last if last.day >= first.day else first


def _decided(plans: list[Plan], decided: Plan | None, today: date) -> Result:
    if decided is not None and decided.decision is not None:
        body = BODIES[decided.decision.body]
        return L5_1.answer(State.MET, decided.at, day=same(decided.at.day), body=body)
    if today < PLAN_ASKED_FOR:
        return L5_1.answer(State.NOT_DUE, until=PLAN_ASKED_FOR)
    if plans and plans[0].readable:
        return L5_1.answer(State.NOT_MET, plans[0].at)
    if plans:
        return L5_1.put(
            State.NOT_STATED,
            "Beslutet är lämnat som text eller länk; organ och dag är inte angivna var för sig.",
            "The decision was handed in as text or a link; body and day are not stated by themselves.",
            plans[0].at,
        )
    return L5_1.answer(State.NOT_STATED)


def _rests_on(plan: Plan | None, today: date) -> Result:
    if plan is not None and (found := _basis(plan)) is not None:
        return found
    if today < PLAN_ASKED_FOR:
        return L5_2.answer(State.NOT_DUE, until=PLAN_ASKED_FOR)
    return L5_2.answer(State.NOT_STATED)


def _basis(plan: Plan) -> Result | None:
    """A year's own lägesbild comes before its plan by the order of the steps; one that is named goes by its day."""
    year = plan.year
    named = plan.stated if year is None else year.content.action_plan
    if named is not None and named.based_on_day is not None:
        at = plan.at if year is None else by_step(year, "action_plan")
        state = State.MET if named.based_on_day <= plan.at.day else State.NOT_MET
        at = at.model_copy(update={"pointer": "/based_on_day"})
        return L5_2.answer(state, at, day=same(named.based_on_day), plan=same(plan.at.day))
    if year is not None and "situation_analysis" in year.done and not (named and named.based_on):
        return L5_2.put(
            State.MET,
            "Åtgärdsplanen bygger på årets egen lägesbild, som görs före planen.",
            "The plan rests on the year's own situation analysis, which is made before the plan.",
            by_step(year, "situation_analysis"),
        )
    return None


def _followed_up(plans: list[Plan], follow_ups: list[Evidence], today: date) -> Result:
    runs, at = clock(plans, follow_ups), _counted_from(plans, follow_ups)
    if runs is None or at is None:
        return L6_2.put(State.NOT_DUE, *_NOT_YET) if today < PLAN_ASKED_FOR else L6_2.answer(State.NOT_STATED)
    state = State.MET if at in follow_ups else State.NOT_DUE
    words = {"day": same(at.day), "due": same(runs.due), "sense": COUNTED_FROM[at.dated_by]}
    return L6_2.answer(State.NOT_MET if runs.passed(today) else state, at, until=runs.due, **words)
