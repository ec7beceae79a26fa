"""A document's outline from a year's content: pure, neutral, and the same however it is printed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from documents import action_plan, council_report, follow_up, situation_analysis
from documents.blocks import facts, section, table
from documents.figures import day
from documents.parts import About, Facts, Outline, Section
from domain.calendar import stockholm_date
from domain.content.base import Decision
from domain.content.year import YearContent
from domain.registration import FOOTER_HASH

MADE_UP = "PÅHITTAT EXEMPEL"
NOT_FINISHED = "ARBETSMATERIAL"


@dataclass(frozen=True)
class Kind:
    """A kind of document. `steps` are those whose content it prints, its own first."""

    title: str
    paragraph: str
    file: str
    steps: tuple[str, ...]
    key_facts: Callable[[YearContent], Iterator[tuple[str, str | None]]]
    sections: Callable[[YearContent], tuple[Section, ...]]
    decision: Callable[[YearContent], Decision | None]


KINDS: Mapping[str, Kind] = {
    "situation-analysis": Kind(
        title="Lägesbild",
        paragraph="4",
        file="lägesbild",
        steps=("situation_analysis", "mapping", "prioritisation", "cause_analysis", "adoption"),
        key_facts=situation_analysis.key_facts,
        sections=situation_analysis.sections,
        decision=lambda year: year.adoption.decision if year.adoption else None,
    ),
    "action-plan": Kind(
        title="Åtgärdsplan",
        paragraph="5",
        file="åtgärdsplan",
        steps=(
            *("action_plan", "situation_analysis", "prioritisation", "cause_analysis"),
            *("goals", "measures", "decision"),
        ),
        key_facts=action_plan.key_facts,
        sections=action_plan.sections,
        decision=lambda year: year.decision.decision if year.decision else None,
    ),
    "follow-up": Kind(
        title="Uppföljning",
        paragraph="6",
        file="uppföljning",
        steps=("follow_up", "situation_analysis", "measures", "decision", "implementation"),
        key_facts=follow_up.key_facts,
        sections=follow_up.sections,
        decision=lambda _: None,
    ),
    "council-report": Kind(
        title="Rapport till fullmäktige",
        paragraph="13",
        file="rapport till fullmäktige",
        steps=(
            *("council_report", "organisation", "situation_analysis", "prioritisation"),
            *("measures", "action_plan", "decision", "follow_up"),
        ),
        key_facts=council_report.key_facts,
        sections=council_report.sections,
        decision=lambda year: year.council_report.decision if year.council_report else None,
    ),
}


def outline(name: str, year: YearContent, about: About) -> Outline:
    """`name` is one of KINDS."""
    kind = KINDS[name]
    titled = year.action_plan.title if name == "action-plan" and year.action_plan else None
    version = about.versions[0][1]
    return Outline(
        name=name,
        title=titled or f"{kind.title} {about.year}",
        subtitle=f"Enligt {kind.paragraph} § lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete",
        about=about,
        decision=kind.decision(year),
        facts=_key_facts(kind, year, about),
        marks=((MADE_UP,) if about.made_up else ()) + (() if about.finished else (NOT_FINISHED,)),
        footer=f"{about.municipality} · {kind.title} {about.year} · Version {version} · {about.hash[:FOOTER_HASH]}",
        sections=(*kind.sections(year), *_colophon(about)),
    )


def _key_facts(kind: Kind, year: YearContent, about: About) -> Facts:
    status = "Färdig" if about.finished else "Arbetsmaterial, ännu inte färdigt"
    rows = (
        ("Kommun", about.municipality),
        ("År", str(about.year)),
        *((name, text) for name, text in kind.key_facts(year) if text),
        ("Version", f"{about.versions[0][1]} ({day(stockholm_date(about.dated))})"),
        ("Status", status),
    )
    return Facts(caption="Uppgifter om dokumentet", rows=rows)


def _colophon(about: About) -> tuple[Section, ...]:
    """What the document was made from, so that it can be held against the log."""
    rows = [(title, str(version)) for title, version in about.versions]
    return section(
        "Om dokumentet",
        table("Innehåll som dokumentet bygger på", (("Steg", 8), ("Version", 3)), rows),
        facts("Spårbarhet", [("Loggens kontrollsumma", about.hash)]),
    )
