"""Rapport till fullmäktige (13 §): the year's work in brief, for the assembly that it is reported to."""

from collections.abc import Iterator

from documents.blocks import asked_in, facts, missing, paragraphs, section, table, told
from documents.figures import day, period, short_day
from documents.follow_up import result_table
from documents.parts import Block, Section
from documents.situation_analysis import problem_table
from documents.words import body, decided, listed, sentence
from domain.content.picture import Agreement, Council, Organisation, Responsible, ResponsibleBody
from domain.content.year import YearContent

Rows = Iterator[tuple[str, str | None]]


def key_facts(year: YearContent) -> Rows:
    held = year.council_report
    if held is None:
        return
    yield "Rapporterad till fullmäktige (13 §)", asked_in(held, day(held.reported_on))
    yield "Ärende", decided(held.decision)
    organisation = year.organisation
    who = _responsible(organisation.responsible) if organisation and organisation.responsible else None
    yield "Leder arbetet (13 §)", asked_in(organisation, who)


def sections(year: YearContent) -> tuple[Section, ...]:
    held = year.council_report
    if held is None:
        return ()
    return (
        *section("Sammanfattning", paragraphs(held.summary) or missing(held)),
        *section("Rapporten i egna ord", told(held)),
        *section("Lägesbilden i korthet", _picture(year), problem_table(year)),
        *section("Åtgärdsplanen och vad den gett", _plan(year), result_table(year) if year.follow_up else ()),
        *_organisation(year),
    )


def _responsible(responsible: Responsible) -> str:
    known = "Kommunstyrelsen" if responsible.body is ResponsibleBody.EXECUTIVE_BOARD else "Ansvarig nämnd"
    decision = f"enligt beslut av {body(responsible.decision).lower()}" if responsible.decision else None
    on = f"den {day(responsible.decision.decided_on)}" if responsible.decision else None
    return " ".join(part for part in (responsible.name or known, decision, on) if part)


def _picture(year: YearContent) -> tuple[Block, ...]:
    return paragraphs(year.situation_analysis.summary) if year.situation_analysis else ()


def _plan(year: YearContent) -> tuple[Block, ...]:
    plan, decision = year.action_plan, year.decision.decision if year.decision else None
    rows = [
        ("Planen gäller", period(plan.valid) if plan else None),
        ("Beslut om planen (5 §)", decided(decision)),
        ("Uppföljningen avslutad (6 §)", day(year.follow_up.closed_on) if year.follow_up else None),
    ]
    return facts("Planen och uppföljningen", rows)


def _organisation(year: YearContent) -> Iterator[Section]:
    held = year.organisation
    if held is None:
        return
    yield from section(
        "Så är arbetet organiserat",
        told(held),
        facts("Organisation", _register(held)),
        table("Överenskommelser om samverkan", _AGREED, [_agreement(each) for each in held.agreements]),
    )


_AGREED = (("Part", 4), ("Syften", 5), ("Områden", 4), ("Undertecknad", 3), ("Gäller till", 3))


def _register(held: Organisation) -> Rows:
    function = held.coordination
    yield "Samordningsfunktion (11 §)", asked_in(held, function.role_title if function else None)
    yield "Kontakt", function.contact if function else None
    yield "Vakant sedan", day(function.vacant_since) if function else None
    yield "Strategiskt råd (10 §)", _council(held.council) if held.council else None
    yield "Lokalpolisområde", held.police_area


def _council(council: Council) -> str:
    chair = f"ordförande: {council.chair}" if council.chair else None
    meetings = f"möten per år: {council.meetings_per_year}" if council.meetings_per_year is not None else None
    last = f"senaste mötet {day(council.last_meeting)}" if council.last_meeting else None
    return ", ".join(part for part in (council.name, chair, meetings, last) if part)


def _agreement(agreement: Agreement) -> tuple[str, ...]:
    return (
        agreement.party,
        sentence(listed(agreement.purposes)) or asked_in(None, None),
        sentence(listed(agreement.areas)) or asked_in(None, None),
        short_day(agreement.signed_on),
        short_day(agreement.valid_to),
    )
