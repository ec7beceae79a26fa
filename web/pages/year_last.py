"""Året mot det förra: what is new, changed and gone, what the last plan's measures became, a measure's whole life."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import JsonValue

from api.routes.history import AgainstLastYear, content_reader, see_difference, see_life
from domain.content.difference import Difference, Section
from domain.content.lineage import Became, Fate
from web.forms.labels import LABELS
from web.forms.values import VALUES
from web.language import N_
from web.pages.year_frame import Year, YearHere
from web.pages.year_words import FATES

router = APIRouter()

SECTIONS: Mapping[str, tuple[str, str]] = {
    "problems": ("Problem", N_("Problem")),
    "causes": ("Cause", N_("Orsaker")),
    "goals": ("Goal", N_("Effektmål")),
    "measures": ("Measure", N_("Åtgärder")),
}
"""Each kind of object: what its part of the forms is called there, and here."""
YES, NO = N_("Ja"), N_("Nej")
CHOSEN = {
    "crime_type": "CrimeType",
    "trend": "Trend",
    "dimension": "Dimension",
    "direction": "Direction",
    "prevention": "Prevention",
    "level": "Level",
    "funding": "Funding",
}
PARTS = {"extent": "Extent", "consequences": "Consequences", "indicator": "Indicator", "period": "Period"}


@dataclass(frozen=True)
class Altered:
    """A field of an object, before and now; None where it was or is empty."""

    field: str
    before: str | None
    after: str | None


@router.get("/ar/{cycle}/forra-aret", name="pages.year-last")
async def last_year(year: YearHere) -> Response:
    found = await see_difference(year.id, content_reader(year.id, year.page.reader, year.page.services))
    return year.render(
        "year-last.html",
        "year-last",
        found=found,
        last_href=year.page.href("year", cycle=found.last_year) if found.last_year else None,
        last=_named(found.last_year),
        plan=_named(found.plan),
        sections=_sections(year, found.difference) if found.difference else [],
        fates=_fates(year, found),
    )


@router.get("/ar/{cycle}/atgard/{measure}", name="pages.year-measure")
async def measure(
    year: YearHere, measure: str, came: Annotated[str, Query(alias="fran", pattern=r"^(\d{4}-\d{4})?$")] = ""
) -> Response:
    """`fran` is the year whose comparison one came from.

    Raises MeasureNotFound for a measure that this year's plan does not have, or that one may not read.
    """
    who = content_reader(year.id, year.page.reader, year.page.services)
    found = await see_life(year.municipality.code, year.id, measure, who)
    return year.render(
        "year-measure.html",
        "year-last",
        chapters=[(_named(chapter.cycle), chapter) for chapter in found.chapters],
        came=came,
        back=year.page.href("year-last", cycle=came) if came.startswith(f"{year.municipality.code}-") else None,
        named=_named,
        fates=FATES,
        progress=VALUES["Progress"],
        done=VALUES["Done"],
        effects=VALUES["Effect"],
    )


def _named(cycle: str | None) -> str | None:
    """The year of a cycle."""
    return cycle.rpartition("-")[2] if cycle else None


def _sections(year: Year, found: Difference) -> list[tuple[str, Section | None, Mapping[str, list[Altered]]]]:
    """Each kind of object with what changed in it, by object."""
    sections = {"problems": found.problems, "causes": found.causes, "goals": found.goals, "measures": found.measures}
    return [
        (SECTIONS[name][1], section, _by_object(year, SECTIONS[name][0], section)) for name, section in sections.items()
    ]


def _by_object(year: Year, part: str, section: Section | None) -> Mapping[str, list[Altered]]:
    changed = section.changed if section is not None else ()
    return {
        each.id: [
            Altered(
                _field(year, part, change.pointer),
                _text(year, part, change.pointer, change.before),
                _text(year, part, change.pointer, change.after),
            )
            for change in each.changes
        ]
        for each in changed
    }


def _named_in(part: str, pointer: str) -> Iterator[tuple[str, str]]:
    """The part of a form and the field in it that each step of a pointer names; places in a list are passed over."""
    for name in (each for each in pointer.split("/") if each and not each.isdecimal()):
        yield part, name
        part = PARTS.get(name, part)


def _field(year: Year, part: str, pointer: str) -> str:
    """What the form calls the field; its own name where the form has no such."""
    keys = [(f"{of}.{name}", name) for of, name in _named_in(part, pointer)]
    return ", ".join(year.page.t.gettext(LABELS[key].text) if key in LABELS else name for key, name in keys)


def _text(year: Year, part: str, pointer: str, value: JsonValue) -> str | None:
    """As a person reads it; None for what is empty."""
    match value:
        case None | "" | []:
            return None
        case bool():
            return year.page.t.gettext(YES if value else NO)
        case list():
            return ", ".join(_text(year, part, pointer, each) or "" for each in value)
        case dict():
            at = [(f"{pointer}/{name}", each) for name, each in value.items()]
            told = [(_field(year, part, each).rpartition(", ")[2], _text(year, part, each, held)) for each, held in at]
            return "; ".join(f"{name}: {text}" for name, text in told if text)
        case str():
            word = _word(pointer, value)
            return year.page.t.gettext(word) if word != value else value
        case _:
            return str(value)


def _word(pointer: str, value: str) -> str:
    """What stands for a value that was chosen from a list; otherwise what was written."""
    return VALUES.get(CHOSEN.get(pointer.rpartition("/")[2], ""), {}).get(value, value)


def _fates(year: Year, found: AgainstLastYear) -> list[tuple[Became, object, str | None]]:
    """What is left open first."""
    order = [Fate.LEFT_BEHIND, Fate.CHANGED, Fate.STOPPED, Fate.FINISHED, Fate.CONTINUED]
    became = sorted(found.became, key=lambda each: order.index(each.fate))
    plan = found.plan or ""
    return [(each, FATES[each.fate], _life(year, plan, each.measure)) for each in became]


def _life(year: Year, plan: str, measure: str) -> str | None:
    href = year.page.href("year-measure", cycle=plan, measure=measure)
    return f"{href}?fran={year.id}" if href else None
