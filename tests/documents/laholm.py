"""Laholm's year as domain.md 3.7 makes it up, in the forms that its steps take. No figure or decision in it is real."""

from datetime import UTC, datetime
from typing import Any

from documents.parts import About
from domain.content.year import YearContent, read

CONTENTS: dict[str, dict[str, Any]] = {
    "organisation": {
        "responsible": {"body": "KS"},
        "coordination": {
            "role_title": "Brottsförebyggande samordnare",
            "contact": "trygghet@exempel.invalid",
            "share_of_full_time": 50,
        },
        "council": {"name": "Trygghetsrådet", "chair": "Kommunstyrelsens ordförande", "meetings_per_year": 4},
        "agreements": [
            {
                "id": "S1",
                "party": "Lokalpolisområde Halmstad/Laholm",
                "purposes": ["minska brott i offentlig miljö", "öka trygghet bland unga"],
                "areas": ["ungdomsmiljöer", "stöldbrott vid kusten"],
                "signed_on": "2025-12-10",
                "valid_to": "2027-12-31",
            }
        ],
    },
    "mapping": {
        "period": {"first": "2025-01-01", "last": "2025-12-31"},
        "observations": [
            {
                "id": "K1",
                "title": "Anmälda stöldbrott",
                "value": 1480,
                "unit": "per 100 000 invånare",
                "period": {"first": "2025-01-01", "last": "2025-12-31"},
                "comparison": "Länet 1 610",
                "source": "Brå",
            },
            {
                "id": "K2",
                "title": "Anmälda personrån mot unga",
                "value": 3,
                "unit": "anmälningar",
                "period": {"first": "2025-01-01", "last": "2025-12-31"},
                "source": "Brå",
            },
        ],
        "information": [
            {
                "id": "I1",
                "kind": "trygghetsmatning",
                "what": "Trygg utomhus när det är mörkt",
                "value": 71,
                "unit": "procent",
                "period": {"first": "2025-01-01", "last": "2025-12-31"},
            },
            {
                "id": "I2",
                "kind": "medarbetardialog",
                "what": "Fritidsledare ser fler samlingar vid busstationen efter kl. 21.",
            },
        ],
        "merged": "Kommunens och polisens bilder gicks igenom tillsammans och pekar ut samma två platser.",
    },
    "situation_analysis": {
        "summary": "Brottsligheten är lägre än i riket men två problem sticker ut: cykel- och båtmotorstölder under "
        "sommaren och skadegörelse kring ett högstadium.",
        "period": {"first": "2025-01-01", "last": "2025-12-31"},
        "area": "Hela kommunen",
        "method": "Anmälningsstatistik, kommunens skaderapportering, trygghetsmätning och samtal med personal.",
        "limitations": "Alla brott anmäls inte. Få händelser gör att enskilda år väger tungt.",
        "analysis": {
            "what": "Stölderna är samlade till juni–augusti och till två småbåtshamnar.\n\n"
            "Skadegörelsen sker främst sen eftermiddag på skoldagar och på platser utan insyn.",
            "refers_to": ["K1", "I1", "I2"],
        },
        "problems": [
            {
                "id": "P1",
                "title": "Stölder i småbåtshamnar sommartid",
                "crime_type": "stold",
                "extent": {"what": "46 anmälningar, uppåt från 31", "trend": "upp"},
                "consequences": {
                    "harm": "Kostnader för båtägare, minskad vilja att förtöja",
                    "insecurity": "Otrygghet bland äldre",
                },
                "places": ["Hamn Norr", "Hamn Söder"],
                "times": "juni–augusti, natt",
                "affected": "båtägare och besökare",
            },
            {
                "id": "P2",
                "title": "Skadegörelse vid högstadieskola",
                "crime_type": "skadegorelse",
                "extent": {"what": "38 händelser i kommunens skaderapportering"},
                "consequences": {"other": "Sämre trivsel", "cost": 420000},
                "places": ["Skolområde Öst"],
                "times": "vardagar 15–18",
            },
        ],
        "integration": {"with_plans": ["risk- och sårbarhetsanalysen", "översiktsplanen"]},
    },
    "prioritisation": {
        "priorities": [
            {"problem": "P1", "prioritised": True, "rank": 1, "reason": "Ökar och drabbar många."},
            {"problem": "P2", "prioritised": True, "rank": 2, "reason": "Kostar och går att påverka."},
        ]
    },
    "cause_analysis": {
        "causes": [
            {"id": "O1", "problem": "P1", "what": "Mörka bryggor utan passagekontroll", "dimension": "situation"},
            {"id": "O2", "problem": "P1", "what": "Motorer saknar märkning och låsning", "dimension": "objekt"},
            {"id": "O3", "problem": "P2", "what": "Få vuxna på plats efter skoltid", "dimension": "social"},
        ]
    },
    "goals": {
        "goals": [
            {"id": "M1", "problem": "P1", "what": "Högst 25 anmälda stölder per sommar 2028", "by": "2028-08-31"},
            {"id": "M2", "problem": "P2", "what": "Skaderapporter halveras till 2028", "by": "2028-12-31"},
        ]
    },
    "measures": {
        "measures": [
            {
                "id": "A1",
                "title": "Belysning och grind i två hamnar",
                "problems": ["P1"],
                "causes": ["O1"],
                "goals": ["M1"],
                "operative_goal": "Belysning och grind på plats senast 31 maj 2027",
                "prevention": "situationell",
                "level": "universell",
                "target_group": "båtägare och besökare",
                "owner": "Samhällsbyggnadskontoret",
                "owner_role": "driftchef",
                "partners": ["båtklubbar", "polisen"],
                "municipal": True,
                "period": {"first": "2027-01-01", "last": "2028-12-31"},
                "budget": 650000,
                "funding": "ordinarie",
                "indicator": {
                    "name": "Anmälda stölder i hamn jun–aug",
                    "source": "polisen",
                    "baseline": 46,
                    "baseline_on": "2026-08-31",
                    "target": 25,
                    "target_on": "2028-08-31",
                },
                "follow_up": "oktober varje år",
            },
            {
                "id": "A2",
                "title": "Öppen fritidsverksamhet vid skolan",
                "problems": ["P2"],
                "causes": ["O3"],
                "goals": ["M2"],
                "operative_goal": "Öppet tre vardagar i veckan från vecka 3 2027",
                "prevention": "social",
                "level": "selektiv",
                "target_group": "elever i årskurs 7–9",
                "owner": "Kultur- och fritidsförvaltningen",
                "owner_role": "enhetschef",
                "partners": ["skolan", "föreningar"],
                "municipal": True,
                "period": {"first": "2027-01-11", "last": "2028-12-31"},
                "budget": 480000,
                "indicator": {"name": "Skaderapporter på skolområdet", "baseline": 38, "target": 19},
                "follow_up": "varje termin",
            },
        ]
    },
    "action_plan": {
        "valid": {"first": "2027-01-01", "last": "2028-12-31"},
        "summary": "Planen möter två problem med en åtgärd vardera.",
        "based_on": "Lägesbild 2026-1",
        "based_on_day": "2026-10-25",
    },
    "decision": {
        "decision": {
            "body": "KS",
            "decided_on": "2026-12-08",
            "paragraph": "§ 000",
            "reference": "KS 2026-0000 (påhittat)",
            "adjusted_on": "2026-12-10",
            "posted_on": "2026-12-11",
        }
    },
    "implementation": {
        "notes": [
            {"measure": "A1", "on": "2027-05-20", "status": "forsenad", "what": "Markavtalet för Hamn Söder dröjer."},
            {"measure": "A2", "on": "2027-02-01", "status": "pagar", "what": "Öppet tre dagar i veckan sedan vecka 3."},
        ]
    },
    "follow_up": {
        "period": {"first": "2027-01-01", "last": "2027-12-31"},
        "closed_on": "2028-02-14",
        "results": [
            {
                "measure": "A1",
                "done": "delvis",
                "value": 34,
                "measured_on": "2027-08-31",
                "effect": "minskat",
                "confidence": "lag",
                "confidence_reason": "Ett år, få händelser",
                "hindered": "Grind i Hamn Söder försenades av markavtal.",
                "lesson": "Börja med markavtalen.",
                "next": "fortsatt",
            },
            {
                "measure": "A2",
                "done": "ja",
                "value": 21,
                "effect": "minskat",
                "confidence": "medel",
                "lesson": "Fler deltar när föreningar turas om.",
                "next": "utoka",
            },
        ],
        "fed_back": [
            {"to": "rad", "on": "2028-02-20"},
            {"to": "KS", "on": "2028-03-07"},
            {"to": "KF", "on": "2028-03-27"},
        ],
    },
    "council_report": {
        "reported_on": "2028-03-27",
        "summary": "Stölderna i hamnarna minskade från 46 till 34 och skadegörelsen från 38 till 21 rapporter. "
        "Båda åtgärderna går vidare.",
    },
}

ABOUT = About(
    municipality="Laholm",
    code="1381",
    year=2027,
    versions=(("Sammanställ lägesbild", 2), ("Kartläggning", 1), ("Prioritera problem", 1)),
    hash="3f0c9a51" * 8,
    dated=datetime(2026, 11, 5, 13, 30, tzinfo=UTC),
    made_up=True,
)


def laholm(**replaced: dict[str, Any] | None) -> YearContent:
    """The year, with whole steps replaced, or taken away by None."""
    return read({name: content for name, content in {**CONTENTS, **replaced}.items() if content is not None})
