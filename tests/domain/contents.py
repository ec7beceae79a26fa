"""A made-up year of Laholm's, whole and without a gap (not real data), and ways to spoil it in one place."""

import copy
from typing import Any

Json = dict[str, Any]

MADE_UP = "PÅHITTAT EXEMPEL"

YEAR: dict[str, Json] = {
    "organisation": {
        "responsible": {"body": "KS"},
        "coordination": {"role_title": "Brottsförebyggande samordnare", "contact": "trygghet@exempel.invalid"},
        "council": {"name": "Trygghetsrådet", "chair": "Kommunstyrelsens ordförande", "last_meeting": "2026-08-20"},
        "agreements": [
            {
                "id": "S1",
                "party": "Lokalpolisområde Halmstad/Laholm",
                "purposes": ["minska brott i offentlig miljö"],
                "areas": ["ungdomsmiljöer", "stöldbrott vid kusten"],
                "signed_on": "2025-12-10",
                "valid_to": "2027-12-31",
            }
        ],
    },
    "mapping": {
        "text": MADE_UP,
        "observations": [
            {"id": "K1", "title": "Anmälda stöldbrott", "value": 1480, "unit": "per 100 000 invånare", "source": "Brå"}
        ],
        "information": [
            {"id": "I1", "kind": "medarbetardialog", "what": "Fler samlingar vid busstationen efter kl. 21."}
        ],
    },
    "situation_analysis": {
        "analysis": {"what": "Stölderna är samlade till juni–augusti.", "refers_to": ["K1", "I1"]},
        "problems": [
            {
                "id": "P1",
                "title": "Stölder i småbåtshamnar sommartid",
                "extent": {"what": "46 anmälningar, uppåt från 31", "trend": "upp"},
                "consequences": {"harm": "Kostnader för båtägare"},
                "sources": ["K1"],
            },
            {
                "id": "P2",
                "title": "Skadegörelse vid högstadieskola",
                "extent": {"value": 38, "unit": "händelser"},
                "consequences": {"cost": 420_000},
                "sources": ["I1"],
            },
            {
                "id": "P3",
                "title": "Nedskräpning i centrum",
                "extent": {"what": "Enstaka händelser"},
                "consequences": {"other": "Sämre trivsel"},
            },
        ],
    },
    "prioritisation": {
        "priorities": [
            {"problem": "P1", "prioritised": True, "rank": 1, "reason": "Ökar mest"},
            {"problem": "P2", "prioritised": True, "rank": 2, "reason": "Berör många unga"},
            {"problem": "P3", "prioritised": False, "reason": "Liten omfattning"},
        ]
    },
    "cause_analysis": {
        "causes": [
            {"id": "O1", "problem": "P1", "what": "Mörka bryggor utan passagekontroll", "dimension": "situation"},
            {"id": "O3", "problem": "P2", "what": "Få vuxna på plats efter skoltid", "dimension": "social"},
        ]
    },
    "adoption": {
        "decision": {"body": "KS", "decided_on": "2026-11-20", "paragraph": "§ 000", "reference": "KS 2026-0000"}
    },
    "goals": {
        "goals": [{"id": "M1", "problem": "P1", "what": "Högst 25 anmälda stölder per sommar", "by": "2028-09-01"}]
    },
    "measures": {
        "measures": [
            {
                "id": "A1",
                "title": "Belysning och grind i två hamnar",
                "problems": ["P1"],
                "causes": ["O1"],
                "goals": ["M1"],
                "owner": "Samhällsbyggnadskontoret",
                "owner_role": "driftchef",
                "period": {"first": "2027-01-01", "last": "2027-12-31"},
                "budget": 650_000,
                "indicator": {"name": "Anmälda stölder i hamn juni–augusti", "baseline": 46, "target": 25},
                "follow_up": "oktober varje år",
            },
            {
                "id": "A2",
                "title": "Öppen fritidsverksamhet vid skolan",
                "problems": ["P2"],
                "causes": ["O3"],
                "owner": "Kultur- och fritidsförvaltningen",
                "period": {"first": "2027-01-18", "last": "2028-12-31"},
                "indicator": {"name": "Skaderapporter på skolområdet", "baseline": 38, "target": 19},
                "follow_up": "varje termin",
            },
        ]
    },
    "action_plan": {"title": "Åtgärdsplan 2027–2028", "based_on": "Lägesbild 2026", "based_on_day": "2026-11-20"},
    "decision": {"decision": {"body": "KS", "decided_on": "2026-12-08", "paragraph": "§ 000"}},
    "implementation": {
        "notes": [{"measure": "A1", "on": "2027-05-31", "status": "genomford", "what": "Grind på plats i Hamn Norr"}]
    },
    "follow_up": {
        "period": {"first": "2027-01-01", "last": "2027-12-31"},
        "closed_on": "2028-02-14",
        "results": [
            {
                "measure": "A1",
                "done": "delvis",
                "value": 34,
                "measured_on": "2027-09-15",
                "effect": "minskat",
                "next": "fortsatt",
            },
            {"measure": "A2", "done": "ja", "value": 21, "effect": "minskat", "next": "utoka"},
        ],
    },
    "council_report": {"reported_on": "2028-03-27", "summary": "Stölder och skadegörelse har minskat."},
    "closing": {"lessons": [{"what": "Markavtal tar längre tid än beräknat."}]},
}


def spoiled(form: str, pointer: str, value: object) -> dict[str, Json]:
    """The year with another value at the pointer; at a list's length it is added."""
    year = copy.deepcopy(YEAR)
    held, last = _held(year[form], pointer)
    if isinstance(last, int) and last == len(held):
        held.append(value)
    else:
        held[last] = value
    return year


def lacking(form: str, pointer: str) -> dict[str, Json]:
    """The year without what stands at the pointer; without the whole step for an empty pointer."""
    year = copy.deepcopy(YEAR)
    if not pointer:
        del year[form]
        return year
    held, last = _held(year[form], pointer)
    del held[last]
    return year


def as_document(*forms: str) -> dict[str, Json]:
    """The year with these steps handed in as text alone, kept in a document of the municipality's own."""
    return copy.deepcopy(YEAR) | {form: {"text": f"{MADE_UP}: se vårt dokument."} for form in forms}


def _held(content: Json, pointer: str) -> tuple[Any, str | int]:
    """What holds the value at the pointer, and by which name or index."""
    *way, last = (int(step) if step.isdecimal() else step for step in pointer.split("/")[1:])
    held: Any = content
    for step in way:
        held = held[step]
    return held, last
