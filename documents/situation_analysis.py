"""Lägesbild (4 §): the mapping, the other information, the analysis of both, and the problems that stand out."""

from collections.abc import Iterator

from documents.blocks import asked, asked_in, facts, missing, paragraphs, section, table, told
from documents.figures import figure, kronor, period, short_period
from documents.parts import Block, Section
from documents.words import decided, listed, sentence, word
from domain.content.picture import Integration, Problem, Trend
from domain.content.year import YearContent

Rows = Iterator[tuple[str, str | None]]


def key_facts(year: YearContent) -> Rows:
    picture = year.situation_analysis
    if picture is None:
        return
    yield "Geografiskt område", picture.area
    yield "Tid som beskrivs", sentence(period(picture.period))
    yield "Fastställd", decided(year.adoption.decision) if year.adoption else None


def sections(year: YearContent) -> tuple[Section, ...]:
    picture = year.situation_analysis
    if picture is None:
        return ()
    return (
        *section("Sammanfattning", paragraphs(picture.summary)),
        *section("Lägesbilden i egna ord", told(picture)),
        *section("Problemen i korthet", problem_table(year)),
        *_mapping(year),
        *section("Analys", paragraphs(picture.analysis.what if picture.analysis else None) or missing(picture)),
        *section("Problemområden", missing(picture) if not year.problems else (), sections=_problems(year)),
        *_weighed(year),
        *section("Framåtblick", paragraphs(picture.outlook)),
        *section("Metod", paragraphs(picture.method)),
        *section("Begränsningar", paragraphs(picture.limitations)),
        *section("Samordning med annan planering", paragraphs(asked_in(picture, _integration(picture.integration)))),
    )


def problem_table(year: YearContent) -> tuple[Block, ...]:
    """The problems in a row each, the prioritised ones first."""
    first = [year.problems[name] for name in year.prioritised if name in year.problems]
    rest = [problem for problem in year.problems.values() if problem not in first]
    columns = (("Beteckning", 3), ("Problem", 5), ("Omfattning", 5), ("Utveckling", 3), ("Prioriterat", 3))
    known = year.prioritisation is not None and bool(year.prioritisation.priorities)
    rows = [
        (
            problem.id,
            problem.title,
            _extent(problem),
            word(problem.extent.trend) if problem.extent and problem.extent.trend is not Trend.UNKNOWN else None,
            ("ja" if problem in first else "nej") if known else None,
        )
        for problem in (*first, *rest)
    ]
    return table("Problemen i korthet", columns, rows)


def _mapping(year: YearContent) -> Iterator[Section]:
    mapping = year.mapping
    crime = _observations(year)
    other = _information(year)
    none = missing(mapping)
    time = paragraphs(f"Kartläggningen avser {period(mapping.period)}.") if mapping and mapping.period else ()
    yield from section("Kartläggning av brottsligheten", time, told(mapping), crime or none)
    yield from section("Annan information av betydelse", other or none)
    if mapping is not None:
        yield from section("Kommunens bild", paragraphs(mapping.municipal_picture))
        yield from section("Polisens bild", paragraphs(mapping.police_picture))
        yield from section("Hur bilderna vägts samman", paragraphs(mapping.merged))


def _observations(year: YearContent) -> tuple[Block, ...]:
    found = year.mapping.observations if year.mapping else ()
    columns = (("Uppgift", 5), ("Värde", 4), ("Period", 4), ("Plats", 3), ("Jämförelse", 5), ("Källa", 4))
    rows = [
        (o.title, figure(o.value, o.unit, o.title), short_period(o.period), o.place, o.comparison, o.source)
        for o in found
    ]
    return table("Kartläggning av brottsligheten", columns, rows)


def _information(year: YearContent) -> tuple[Block, ...]:
    found = year.mapping.information if year.mapping else ()
    columns = (("Slag", 4), ("Uppgift", 7), ("Värde", 3), ("Period", 4), ("Källa", 4))
    rows = [
        (sentence(word(i.kind)), i.what, figure(i.value, i.unit, i.what), short_period(i.period), i.source)
        for i in found
    ]
    return table("Annan information av betydelse", columns, rows)


def _problems(year: YearContent) -> Iterator[Section]:
    for problem in year.problems.values():
        causes = [cause for cause in year.causes.values() if cause.problem == problem.id]
        rows = [(c.id, c.what, sentence(word(c.dimension)), c.evidence) for c in causes]
        columns = (("Beteckning", 3), ("Orsak", 6), ("Slag", 3), ("Stöd i underlaget", 5))
        yield Section(
            title=f"{problem.id} {problem.title}",
            blocks=(
                *paragraphs(problem.what_happens),
                *facts(f"Uppgifter om {problem.id}", _about(problem)),
                *table(f"Orsaker till {problem.id}", columns, rows),
            ),
        )


def _about(problem: Problem) -> Rows:
    yield "Brottstyp", sentence(word(problem.crime_type))
    yield "Omfattning", asked(_extent(problem))
    if problem.extent is not None and problem.extent.trend is not Trend.UNKNOWN:
        yield "Utveckling", sentence(word(problem.extent.trend))
    yield "Konsekvenser", asked(_consequences(problem))
    yield "Platser", listed(problem.places)
    yield "Tider", problem.times
    yield "Berörda", problem.affected


def _extent(problem: Problem) -> str:
    extent = problem.extent
    if extent is None:
        return ""
    return ". ".join(part for part in (figure(extent.value, extent.unit, extent.what or ""), extent.what) if part)


def _consequences(problem: Problem) -> str:
    held = problem.consequences
    if held is None:
        return ""
    cost = f"Kostnad: {kronor(held.cost)}" if held.cost is not None else None
    return "\n".join(part for part in (held.harm, held.insecurity, held.other, cost) if part)


def _weighed(year: YearContent) -> Iterator[Section]:
    """The priorities, the most urgent first, and the cause analysis where it is in the municipality's own words."""
    held = year.prioritisation.priorities if year.prioritisation else ()
    ranked = sorted(held, key=lambda p: (not p.prioritised, p.rank is None, p.rank or 0))
    columns = (("Problem", 6), ("Prioriterat", 3), ("Rang", 2), ("Skäl", 8))
    rows = [(named(year, p.problem), "ja" if p.prioritised else "nej", str(p.rank or ""), p.reason) for p in ranked]
    yield from section("Prioritering", told(year.prioritisation), table("Prioritering av problemen", columns, rows))
    yield from section("Orsaksanalys", told(year.cause_analysis))


def named(year: YearContent, problem: str) -> str:
    """A problem's id with its title, where it is known."""
    return f"{problem} {year.problems[problem].title}" if problem in year.problems else problem


def _integration(integration: Integration | None) -> str:
    if integration is None:
        return ""
    if integration.with_plans:
        return f"Arbetet är samordnat med {listed(integration.with_plans)}."
    return integration.reason_for_none or ""
