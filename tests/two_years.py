"""Two years of a made-up municipality, by form: last year from mapping to follow-up, and this year up to its measures.

Of last year's measures A1 goes on, A2 is changed (and called B2 now), A3 is finished and A4 is said nothing about.
"""

from domain.commands import Content

LAST_CYCLE, CYCLE = "1381-2026", "1381-2027"


def last_year(cycle_year: int = 2026) -> dict[str, Content]:
    return {**_picture(cycle_year), **_plan(cycle_year), **_follow_up(cycle_year)}


def _picture(cycle_year: int) -> dict[str, Content]:
    return {
        "organisation": {
            "responsible": {"body": "KS"},
            "coordination": {"role_title": "Brottsförebyggande samordnare"},
            "agreements": [{"id": "O1", "party": "Lokalpolisområdet", "purposes": ["minska stölder"]}],
            "efforts": [{"towards": "council", "on": f"{cycle_year - 1}-05-02", "what": "Erbjöd polisen en plats."}],
        },
        "mapping": {
            "observations": [{"id": "K1", "title": "Anmälda stölder", "value": 46, "unit": "anmälningar"}],
            "information": [{"id": "I1", "kind": "trygghetsmatning", "what": "Sju av tio är trygga.", "value": 71}],
        },
        "situation_analysis": {
            "area": "hela kommunen",
            "problems": [
                {"id": "P1", "title": "Stölder i hamnar", "sources": ["K1"], "extent": {"value": 46, "trend": "upp"}},
                {"id": "P2", "title": "Skadegörelse vid skola", "sources": ["I1"], "consequences": {"cost": 420_000}},
                {"id": "P3", "title": "Buskörning", "times": "helgkvällar"},
            ],
        },
        "prioritisation": {
            "priorities": [
                {"problem": "P1", "prioritised": True, "rank": 1, "reason": "Ökar mest."},
                {"problem": "P2", "prioritised": True, "rank": 2, "reason": "Dyrast."},
                {"problem": "P3", "prioritised": False, "reason": "Litet."},
            ]
        },
        "cause_analysis": {
            "causes": [
                {"id": "C1", "problem": "P1", "what": "Mörka bryggor"},
                {"id": "C2", "problem": "P2", "what": "Få vuxna på plats"},
            ]
        },
    }


def _plan(cycle_year: int) -> dict[str, Content]:
    return {
        "goals": {
            "goals": [
                {"id": "M1", "problem": "P1", "what": "Högst 25 stölder", "by": f"{cycle_year + 2}-12-31"},
                {"id": "M2", "problem": "P2", "what": "Skadorna halveras", "by": f"{cycle_year}-12-31"},
            ]
        },
        "measures": {
            "measures": [
                _measure("A1", "Belysning", ["P1"], causes=["C1"], goals=["M1"], budget=650_000),
                _measure("A2", "Öppen fritid", ["P2"], causes=["C2"], goals=["M2"]),
                _measure("A3", "Märkning av motorer", ["P1"]),
                _measure("A4", "Dialog med raggare", ["P3"]),
            ],
            "none_needed": [{"problem": "P3", "reason": "Polisen har det."}],
        },
        "action_plan": {"title": "Åtgärdsplan", "based_on": "Årets lägesbild"},
    }


def _follow_up(cycle_year: int) -> dict[str, Content]:
    return {
        "decision": {"decision": {"body": "KS", "decided_on": f"{cycle_year - 1}-12-08", "paragraph": "§ 1"}},
        "implementation": {
            "notes": [
                {"measure": "A1", "on": f"{cycle_year}-09-01", "status": "forsenad", "what": "Markavtal dröjer."},
                {"measure": "A1", "on": f"{cycle_year}-05-01", "status": "pagar", "what": "Upphandlat."},
            ]
        },
        "follow_up": {
            "results": [
                {"measure": "A1", "done": "delvis", "next": "fortsatt", "value": 34},
                {"measure": "A2", "done": "ja", "next": "utoka"},
                {"measure": "A3", "done": "ja", "next": "avsluta"},
                {"measure": "A4", "done": "nej", "next": "fortsatt"},
            ]
        },
    }


def this_year(last_cycle: str = LAST_CYCLE) -> dict[str, Content]:
    def origin(measure: str, how: str) -> Content:
        return {"cycle": last_cycle, "measure": measure, "how": how, "reason": "Så beslutade styrgruppen."}

    return {
        "organisation": last_year()["organisation"],
        "mapping": {"observations": [{"id": "K1", "title": "Anmälda stölder", "value": 34}]},
        "situation_analysis": {
            "area": "hela kommunen",
            "problems": [
                {"id": "P1", "title": "Stölder i hamnar", "sources": ["K1"], "extent": {"value": 34, "trend": "ned"}},
                {"id": "P2", "title": "Skadegörelse vid skola"},
                {"id": "P4", "title": "Otrygghet i centrum"},
            ],
        },
        "prioritisation": {"priorities": [{"problem": "P1", "prioritised": True, "rank": 1}]},
        "cause_analysis": {
            "causes": [
                {"id": "C1", "problem": "P1", "what": "Mörka bryggor utan grind"},
                {"id": "C3", "problem": "P4", "what": "Få besökare kvällstid"},
            ]
        },
        "goals": {"goals": [{"id": "M1", "problem": "P1", "what": "Högst 25 stölder"}]},
        "measures": {
            "measures": [
                _measure("A1", "Belysning", ["P1"], causes=["C1"], origin=origin("A1", "fortsatter")),
                _measure("B2", "Öppen fritid på två skolor", ["P2"], origin=origin("A2", "andrad")),
                _measure("A5", "Trygghetsvärdar", ["P4"], causes=["C3"]),
            ],
            "ended": [
                {"origin_cycle": last_cycle, "measure": "A3", "how": "genomford", "reason": "Alla motorer är märkta."}
            ],
        },
    }


def _measure(name: str, title: str, problems: list[str], **more: object) -> Content:
    made: dict[str, object] = {"id": name, "title": title, "problems": problems, **more}
    return made  # pyright: ignore[reportReturnType]  plain JSON, as a test writes it
