"""The columns of a county's table of statements, and how a line's cells make a statement of each kind."""

from collections.abc import Callable, Mapping

from pydantic import JsonValue

from domain.content.base import Reason
from domain.people import Body
from domain.statements import Kind

Cells = Mapping[str, str]
Content = dict[str, JsonValue]

KINDS: Mapping[str, Kind] = {
    "lägesbild": Kind.SITUATION_ANALYSIS,
    "åtgärdsplan": Kind.ACTION_PLAN,
    "uppföljning": Kind.FOLLOW_UP,
    "överenskommelse": Kind.AGREEMENTS,
    "råd": Kind.COUNCIL,
    "samordningsfunktion": Kind.COORDINATION,
    "ansvarigt organ": Kind.RESPONSIBLE,
    "rapport till fullmäktige": Kind.COUNCIL_REPORT,
}
BODIES: Mapping[str, Body] = {
    "ks": Body.EXECUTIVE_BOARD,
    "kommunstyrelsen": Body.EXECUTIVE_BOARD,
    "kf": Body.ASSEMBLY,
    "fullmäktige": Body.ASSEMBLY,
    "kommunfullmäktige": Body.ASSEMBLY,
    "nämnd": Body.COMMITTEE,
    "styrgrupp": Body.STEERING_GROUP,
    "råd": Body.COUNCIL,
}
"""The last of the names of a body is the one it is shown by."""
REASONS: Mapping[str, Reason] = {
    "funktionskontakt": Reason.FUNCTIONAL_CONTACT,
    "offentlig verksamhet": Reason.PUBLIC_OFFICE,
    "ingen personuppgift": Reason.NOT_PERSONAL,
    "påhittat exempel": Reason.MADE_UP,
}
"""Why what reads as personal data may stand, in the column MAY_STAND: for all of the line."""
MAY_STAND = "får stå"
LED, MAPPED, INFORMED, ANALYSED = "leds av kommunen", "kartläggning", "annan information", "analys"
ASKED = frozenset({LED, MAPPED, INFORMED, ANALYSED})
"""The columns that are answered with ja or nej."""
YES_OR_NO: Mapping[str, bool] = {"ja": True, "nej": False}
_OF_DOCUMENTS = frozenset({"datum", "organ", "paragraf", "diarienummer", "namn", "länk"})
COLUMNS: Mapping[Kind, frozenset[str]] = {
    Kind.SITUATION_ANALYSIS: _OF_DOCUMENTS | {MAPPED, INFORMED, ANALYSED, "annan planering"},
    Kind.ACTION_PLAN: _OF_DOCUMENTS | {"lägesbildens datum"},
    Kind.FOLLOW_UP: _OF_DOCUMENTS,
    Kind.AGREEMENTS: frozenset({"namn", "datum", "giltig till", "syften", "områden", "länk"}),
    Kind.COUNCIL: frozenset({"namn", "datum", "ordförande", LED, "länk"}),
    Kind.COORDINATION: frozenset({"namn", "kontakt", "samordnar", "informerar", "vakant sedan", "länk"}),
    Kind.RESPONSIBLE: frozenset({"organ", "namn", "datum", "paragraf", "diarienummer", "länk"}),
    Kind.COUNCIL_REPORT: frozenset({"datum", "diarienummer", "länk"}),
}

Made = tuple[Content, Mapping[str, str]]
"""A statement's content, and the column that each part of it (the end of its JSON pointer) came from."""


def column_of(pointer: str, columns: Mapping[str, str]) -> str | None:
    """The column that a part of the content came from, by the nearest part that has one."""
    if pointer.startswith("/links"):
        return "länk"
    return next((columns[part] for part in reversed(pointer.split("/")) if part in columns), None)


def _several(cell: str | None) -> list[JsonValue]:
    return [part.strip() for part in (cell or "").split("|") if part.strip()]


def _yes_or_no(cells: Cells, columns: Mapping[str, str]) -> Content:
    """What is not answered is left out: it is not stated."""
    return {part: YES_OR_NO.get(cells[name].casefold()) for part, name in columns.items() if name in cells}


def _document(cells: Cells) -> Made:
    content: Content = {"title": cells.get("namn")}
    if "organ" in cells:
        content["decision"] = _decision(cells, BODIES[cells["organ"].casefold()])
        return content, {"title": "namn", **_DECISION}
    content |= {"finished_on": cells.get("datum"), "reference": cells.get("diarienummer")}
    content = {name: value for name, value in content.items() if value is not None}
    return content, {"title": "namn", "": "datum", "finished_on": "datum", "reference": "diarienummer"}


_DECISION = {"decided_on": "datum", "paragraph": "paragraf", "reference": "diarienummer", "body": "organ"}


def _decision(cells: Cells, body: Body) -> Content:
    parts = {
        "decided_on": cells.get("datum"),
        "paragraph": cells.get("paragraf"),
        "reference": cells.get("diarienummer"),
    }
    return {"body": body.value, **{name: value for name, value in parts.items() if value is not None}}


_PICTURE = {"mapping": MAPPED, "other_information": INFORMED, "analysis": ANALYSED}


def _picture(cells: Cells) -> Made:
    content, columns = _document(cells)
    content |= _yes_or_no(cells, _PICTURE)
    if plans := _several(cells.get("annan planering")):
        content["integration"] = {"with_plans": plans}
    return content, {**columns, **_PICTURE, "with_plans": "annan planering"}


def _plan(cells: Cells) -> Made:
    content, columns = _document(cells)
    if "lägesbildens datum" in cells:
        content["based_on_day"] = cells["lägesbildens datum"]
    return content, {**columns, "based_on_day": "lägesbildens datum"}


def _agreement(cells: Cells) -> Made:
    agreement: Content = {"id": "U1", "party": cells.get("namn", "")}
    agreement |= {"purposes": _several(cells.get("syften")), "areas": _several(cells.get("områden"))}
    agreement |= {"signed_on": cells.get("datum"), "valid_to": cells.get("giltig till")}
    columns = {"party": "namn", "purposes": "syften", "areas": "områden"}
    return {"agreements": [agreement]}, {**columns, "signed_on": "datum", "valid_to": "giltig till"}


def _council(cells: Cells) -> Made:
    council: Content = {"name": cells.get("namn", ""), "chair": cells.get("ordförande")}
    council |= _yes_or_no(cells, {"led_by_municipality": LED})
    columns = {"name": "namn", "chair": "ordförande", "led_by_municipality": LED, "last_meeting": "datum"}
    return {"council": {**council, "last_meeting": cells.get("datum")}}, columns


_TASKS = {"coordinates": "samordnar", "informs_inhabitants": "informerar"}


def _coordination(cells: Cells) -> Made:
    function: Content = {"role_title": cells.get("namn", ""), "contact": cells.get("kontakt")}
    function |= {part: cells[name] for part, name in _TASKS.items() if name in cells}
    columns = {"role_title": "namn", "contact": "kontakt", "vacant_since": "vakant sedan", **_TASKS}
    return {"coordination": {**function, "vacant_since": cells.get("vakant sedan")}}, columns


def _responsible(cells: Cells) -> Made:
    body = BODIES.get(cells.get("organ", "").casefold())
    responsible: Content = {"body": body.value if body else "", "name": cells.get("namn")}
    if {"datum", "paragraf", "diarienummer"} & cells.keys():
        responsible["decision"] = _decision(cells, Body.ASSEMBLY)  # 13 §: fullmäktige picks the nämnd
    return {"responsible": responsible}, {"name": "namn", **_DECISION}


def _report(cells: Cells) -> Made:
    content: Content = {"reported_on": cells.get("datum"), "reference": cells.get("diarienummer")}
    return content, {"reported_on": "datum", "reference": "diarienummer"}


MAKE: Mapping[Kind, Callable[[Cells], Made]] = {
    Kind.SITUATION_ANALYSIS: _picture,
    Kind.ACTION_PLAN: _plan,
    Kind.FOLLOW_UP: _document,
    Kind.AGREEMENTS: _agreement,
    Kind.COUNCIL: _council,
    Kind.COORDINATION: _coordination,
    Kind.RESPONSIBLE: _responsible,
    Kind.COUNCIL_REPORT: _report,
}
