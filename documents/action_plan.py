"""Åtgärdsplan (5 §): the decision, the lägesbild that it rests on, the goals, and each measure with its indicator."""

from collections.abc import Iterator

from documents.blocks import asked, asked_in, facts, missing, own_words, paragraphs, section, table, told
from documents.charts import chart
from documents.figures import day, kronor, period, short_day, short_period
from documents.parts import Block, Section
from documents.situation_analysis import named
from documents.words import decided, listed, sentence, word
from domain.content.plan import Measure
from domain.content.year import YearContent

Rows = Iterator[tuple[str, str | None]]
_DONE_BY = {True: "Kommunen", False: "Annan aktör än kommunen", None: None}


def key_facts(year: YearContent) -> Rows:
    plan = year.action_plan
    if plan is None:
        return
    yield "Planen gäller", sentence(period(plan.valid))
    decision = year.decision.decision if year.decision else None
    yield "Beslut (5 §)", decided(decision) or asked_in(year.decision, None)
    picture = ", ".join(part for part in (plan.based_on, day(plan.based_on_day)) if part)
    yield "Bygger på lägesbild", asked_in(plan, picture)


def sections(year: YearContent) -> tuple[Section, ...]:
    plan = year.action_plan
    if plan is None:
        return ()
    return (
        *section("Sammanfattning", paragraphs(plan.summary)),
        *section("Planen i egna ord", told(plan)),
        *section("Beslutet", told(year.decision)),
        *section("Problem som planen möter", _problems(year)),
        *section("Mål", told(year.goals), _goals(year)),
        *_measures(year),
        *section("Åtgärder som inte går vidare", _ended(year)),
    )


def _problems(year: YearContent) -> tuple[Block, ...]:
    """The prioritised problems with what is done about each, or why nothing is."""
    reasons = {none.problem: none.reason for none in year.measures.none_needed} if year.measures else {}
    meant = {problem for measure in year.planned.values() for problem in measure.problems}
    shown = dict.fromkeys((*year.prioritised, *(p for p in year.problems if p in meant | reasons.keys())))
    rows = [
        (named(year, problem), listed(tuple(m.id for m in year.planned.values() if problem in m.problems)), why)
        for problem, why in ((problem, reasons.get(problem)) for problem in shown)
    ]
    return table("Problem och åtgärder", (("Problem", 6), ("Åtgärder", 3), ("Skäl till att ingen behövs", 5)), rows)


def _goals(year: YearContent) -> tuple[Block, ...]:
    found = year.goals.goals if year.goals else ()
    rows = [(goal.id, goal.what, named(year, goal.problem), short_day(goal.by)) for goal in found]
    return table("Mål", (("Beteckning", 3), ("Mål", 6), ("Problem", 5), ("Senast", 2)), rows)


def _measures(year: YearContent) -> Iterator[Section]:
    columns = (("Beteckning", 3), ("Åtgärd", 5), ("Problem", 2), ("Ansvarig", 4), ("Tid", 4), ("Budget", 3))
    rows = [
        (m.id, m.title, listed(m.problems), m.owner, short_period(m.period), kronor(m.budget))
        for m in year.planned.values()
    ]
    brief = table("Åtgärder i korthet", columns, rows)
    plain = own_words(year.action_plan) or own_words(year.measures)
    yield from section("Åtgärder i korthet", told(year.measures), brief or (() if plain else missing(None)))
    yield from section("Åtgärderna", sections=(_measure(year, measure) for measure in year.planned.values()))


def _measure(year: YearContent, measure: Measure) -> Section:
    return Section(
        title=titled(measure),
        blocks=(
            *paragraphs(measure.what),
            *facts(f"Uppgifter om {measure.id}", _about(year, measure)),
            *chart(measure),
        ),
    )


def titled(measure: Measure) -> str:
    return f"{measure.id} {measure.title}"


def _about(year: YearContent, measure: Measure) -> Rows:
    goals = {goal.id: goal.what for goal in year.goals.goals} if year.goals else {}
    yield "Problem", asked("\n".join(named(year, problem) for problem in measure.problems))
    yield "Orsak", "\n".join(f"{c} {year.causes[c].what}" if c in year.causes else c for c in measure.causes)
    yield "Mål", "\n".join(f"{g} {goals[g]}" if g in goals else g for g in measure.goals)
    yield "Operativt mål", measure.operative_goal
    yield "Ansvarig", ", ".join(part for part in (measure.owner, measure.owner_role) if part)
    yield "Samverkan", sentence(listed(measure.partners))
    yield "Utförs av", asked(_DONE_BY[measure.municipal])
    yield "Tid", sentence(period(measure.period))
    yield "Budget", ", ".join(part for part in (kronor(measure.budget), word(measure.funding)) if part)
    yield "Inriktning", sentence(", ".join(part for part in (word(measure.prevention), word(measure.level)) if part))
    yield "Målgrupp", measure.target_group
    yield "Plats", measure.place
    yield "Kunskapsgrund", measure.knowledge
    yield "Indikator", _indicator(measure)
    yield "Uppföljning", measure.follow_up
    yield "Medborgarlöfte", "Ja" if measure.citizen_promise else None
    yield "Kamerabevakning (14 §)", "Ja" if measure.camera_surveillance else None
    if measure.origin is not None:
        origin = f"{measure.origin.measure} i planen {measure.origin.cycle}, {word(measure.origin.how)}"
        yield "Från tidigare plan", f"{origin}. {measure.origin.reason}"


def _indicator(measure: Measure) -> str | None:
    if (held := measure.indicator) is None:
        return None
    source = f"källa: {held.source}" if held.source else None
    return ", ".join(part for part in (held.name, word(held.direction), source) if part)


def _ended(year: YearContent) -> tuple[Block, ...]:
    found = year.measures.ended if year.measures else ()
    words = {"genomford": "genomförd", "avbruten": "avbruten"}
    rows = [(ended.measure, ended.origin_cycle, words[ended.how], ended.reason) for ended in found]
    return table("Avslutade åtgärder", (("Åtgärd", 2), ("Plan", 3), ("Hur", 2), ("Skäl", 8)), rows)
