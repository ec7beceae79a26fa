"""Uppföljning (6 §): what came of each measure, what happened along the way, and how the work itself went."""

from collections.abc import Iterator

from documents.action_plan import titled
from documents.blocks import asked, asked_in, facts, missing, own_words, paragraphs, section, table, told
from documents.charts import chart
from documents.figures import day, figure, kronor, period, short_day
from documents.parts import Block, Section
from documents.situation_analysis import named
from documents.words import decided, sentence, word
from domain.content.results import Result
from domain.content.year import YearContent

Rows = Iterator[tuple[str, str | None]]
_TOLD = {
    "styrgrupp": "styrgruppen",
    "rad": "rådet",
    "KS": "kommunstyrelsen",
    "KF": "kommunfullmäktige",
    "invanare": "invånarna",
}


def key_facts(year: YearContent) -> Rows:
    held = year.follow_up
    if held is None:
        return
    plan = decided(year.decision.decision) if year.decision else None
    yield "Plan som följs upp", held.plan or (f"Beslutad av {_lower(plan)}" if plan else None)
    yield "Tid som följs upp", sentence(period(held.period))
    yield "Uppföljningen avslutad (6 §)", asked_in(held, day(held.closed_on))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def sections(year: YearContent) -> tuple[Section, ...]:
    held = year.follow_up
    if held is None:
        return ()
    return (
        *section("Uppföljningen i egna ord", told(held)),
        *section("Resultat i korthet", result_table(year) or missing(held)),
        *section("Resultat för varje åtgärd", sections=(_result(year, name) for name in _expected(year))),
        *section("Under året", told(year.implementation), _notes(year)),
        *section("Hur arbetet har fungerat", paragraphs(held.process_review)),
        *section("Återkoppling", _fed_back(year)),
    )


def result_table(year: YearContent) -> tuple[Block, ...]:
    """One row for each measure that is followed up, and for each planned one that is not."""
    columns = (("Åtgärd", 6), ("Genomförd", 3), ("Uppmätt", 3), ("Problemet har", 3), ("Säkerhet", 3), ("Nu", 3))
    rows = [_row(year, name) for name in _expected(year)]
    return table("Resultat i korthet", columns, rows)


def _expected(year: YearContent) -> tuple[str, ...]:
    """The measures with a result, and the planned ones without, unless the follow-up is in words of its own."""
    if own_words(year.follow_up):
        return ()
    return tuple(dict.fromkeys((*year.results, *year.planned)))


def _row(year: YearContent, name: str) -> tuple[str, ...]:
    result = year.results.get(name)
    if result is None:
        return (measure_named(year, name), asked(None), "", "", "", "")
    return (
        measure_named(year, name),
        asked(word(result.done)),
        _measured(year, result),
        word(result.effect),
        word(result.confidence),
        word(result.next),
    )


def measure_named(year: YearContent, measure: str) -> str:
    """A measure's id with its title, where it is known."""
    return titled(year.planned[measure]) if measure in year.planned else measure


def _measured(year: YearContent, result: Result) -> str:
    planned = year.planned.get(result.measure)
    return figure(result.value, name=planned.indicator.name if planned and planned.indicator else "")


def _result(year: YearContent, name: str) -> Section:
    planned, result = year.planned.get(name), year.results.get(name)
    title = measure_named(year, name)
    if result is None:
        return Section(title=title, blocks=facts(f"Resultat för {name}", [("Genomförd", asked(None))]))
    shown = chart(planned, result) if planned else ()
    return Section(title=title, blocks=(*facts(f"Resultat för {name}", _about(year, result)), *shown))


def _about(year: YearContent, result: Result) -> Rows:
    planned = year.planned.get(result.measure)
    yield "Problem", "\n".join(named(year, problem) for problem in planned.problems) if planned else None
    yield "Genomförd", sentence(asked(word(result.done)))
    yield "Uppmätt", ", ".join(part for part in (_measured(year, result), day(result.measured_on)) if part)
    yield "Problemet har", sentence(word(result.effect))
    sure = (sentence(word(result.confidence)), result.confidence_reason)
    yield "Säkerhet i bedömningen", ". ".join(part for part in sure if part)
    yield "Kostnad", kronor(result.cost)
    yield "Det som hjälpte", result.helped
    yield "Det som hindrade", result.hindered
    yield "Lärdom", result.lesson
    yield "Åtgärden", sentence(word(result.next))


def _notes(year: YearContent) -> tuple[Block, ...]:
    found = sorted(year.implementation.notes if year.implementation else (), key=lambda note: note.on)
    rows = [(short_day(n.on), measure_named(year, n.measure), word(n.status), n.what) for n in found]
    return table("Noteringar under året", (("Dag", 2), ("Åtgärd", 4), ("Läge", 2), ("Notering", 7)), rows)


def _fed_back(year: YearContent) -> tuple[Block, ...]:
    found = year.follow_up.fed_back if year.follow_up else ()
    rows = [(sentence(_TOLD[each.to]), day(each.on)) for each in sorted(found, key=lambda each: each.on)]
    return table("Återkoppling av uppföljningen", (("Till", 5), ("Dag", 5)), rows)
