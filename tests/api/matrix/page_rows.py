"""The table's rows of the pages, and of what is the same for everybody. Whoever has not signed in is sent to do so.

A form that is sent with next to nothing in it is, for whoever may send it, carried out, or shown again with why not.
"""

import uuid
from typing import Unpack

from domain.people import Action, reach
from tests.api.matrix.api_rows import IN_THE_COUNTY, KNOWS
from tests.api.matrix.people_rows import IN_PERSON, its_owner
from tests.api.matrix.rows import Fill, Gate, More, Row, may, may_in_county

LAN = "/lan/{code}"
COUNTY: Fill = {"code": lambda _, spot: spot.town.county}
TAKEN_OR_SHOWN_AGAIN = ("303", "200", "409", "412", "422")
# What is done for several municipalities from a county's board, and what each asks for.
SEVERAL = {
    "remind": Action.REMIND,
    "assign": Action.ASSIGN,
    "extend": Action.EXTEND,
    "supplement": Action.REQUEST_SUPPLEMENT,
}
KEY: Fill = {"key": lambda _, _spot: uuid.uuid4().hex}


def page(route: str, *gates: Gate, **more: Unpack[More]) -> Row:
    return Row(f"GET {route}", gates, page=True, **more)


def form(
    route: str,
    *gates: Gate,
    fields: Fill = KEY,
    fill: Fill | None = None,
    answers: tuple[str, ...] = TAKEN_OR_SHOWN_AGAIN,
    file: tuple[str, bytes] | None = None,
) -> Row:
    return Row(f"POST {route}", gates, answers, page=True, fill=fill or {}, form={**KEY, **fields}, file=file)


def open_to_all(path: str, **more: Unpack[More]) -> Row:
    return Row(f"GET {path}", anybody=True, **more)


OPEN = (
    *(open_to_all(path) for path in ("/livez", "/readyz", "/metrics", "/docs", "/openapi.json")),
    Row("HEAD /openapi.json", anybody=True),
    open_to_all("/docs/files/{name:path}", fill={"name": "start.js"}),
    open_to_all("/problems/{name}", fill={"name": "StepNotOpen"}),
    open_to_all("/static/{version}/{name:path}", fill={"version": "x", "name": "arshjul.css"}),
    *(
        Row(f"GET {path}", anybody=True, page=True)
        for path in ("/logga-in", "/signed-out", "/kom-igang", "/tillganglighet", "/om")
    ),
    # No rehearsal is played where there is nobody to play one: tests/pages/test_rehearsal.py has who may.
    *(
        Row(f"{asked} /kom-igang/repetition{page}", anybody=True, page=True, answers=("404",))
        for asked, page in (("GET", ""), ("POST", ""), ("GET", "/rapport"))
    ),
)


def several(do: str, gate: Gate) -> tuple[Row, ...]:
    asked: Fill = {"do": do, "step": "mapping"}
    return (
        page(LAN + "/{year}/flera", gate, fill=COUNTY, query=asked),
        form(LAN + "/{year}/flera", gate, fill=COUNTY, fields=asked),
        page(LAN + "/{year}/flera/{key}", gate, fill={**COUNTY, "key": "x"}, query=asked),
    )


LAW, TELLS = may_in_county(Action.SEE_LAW), may_in_county(Action.ENTER_FOR)
STATED: Fill = {**COUNTY, "kind": "responsible"}
TABLE = b"kommun;uppgift;organ\n"
ROUND: Fill = {"place": lambda _, spot: spot.town.code, "year": lambda _, spot: str(spot.year)}
COUNTIES = (
    page(LAN + "/klockor", LAW, fill=COUNTY),
    page(LAN + "/uppgifter", LAW, fill=COUNTY),
    page(LAN + "/uppgifter/mall.csv", TELLS, fill=COUNTY),
    page(LAN + "/uppgifter/tabell", TELLS, fill=COUNTY),
    form(LAN + "/uppgifter/tabell", TELLS, fill=COUNTY, file=("table", TABLE)),
    page(LAN + "/uppgifter/{municipality}/{kind}", TELLS, fill=STATED),
    form(LAN + "/uppgifter/{municipality}/{kind}", TELLS, fill=STATED),
    page("/"),
    page("/inloggad"),
    page(LAN, IN_THE_COUNTY, fill=COUNTY, answers=("303",)),
    page(LAN + "/{year}", IN_THE_COUNTY, fill=COUNTY),
    page(LAN + "/{year}/tabell.csv", IN_THE_COUNTY, fill=COUNTY),
    page(LAN + "/{year}/{municipality}/{step}", KNOWS, fill=COUNTY),
    *(row for do, action in SEVERAL.items() for row in several(do, may_in_county(action))),
    page(LAN + "/{year}/karta", IN_THE_COUNTY, fill=COUNTY),
    page(LAN + "/omgang", may_in_county(Action.SEE_ROUND), fill=COUNTY),
    form(
        LAN + "/omgang", may_in_county(Action.SEE_ROUND), may_in_county(Action.START_ROUND), fill=COUNTY, fields=ROUND
    ),
    page(LAN + "/omgang/{year}", may_in_county(Action.SEE_ROUND, "404 RoundNotFound"), fill=COUNTY),
    form(
        LAN + "/omgang/{year}",
        may_in_county(Action.SEE_ROUND, "404 RoundNotFound"),
        may_in_county(Action.START_ROUND),
        fill=COUNTY,
    ),
)


def everywhere(action: Action) -> Gate:
    return Gate(lambda asker, _: asker.actor is not None and reach(asker.actor, action).everywhere, "404 NoSuchAddress")


MAKES_TOKENS = Gate(lambda asker, _: asker.may_anywhere(Action.MAKE_TOKEN), "404 NoSuchAddress")

OWN = (
    page("/installningar"),
    form("/installningar/sprak", fields={"language": "sv"}),
    form("/installningar/inloggningar/{session}/avsluta", IN_PERSON, its_owner("404 SessionNotFound")),
    page("/installningar/nycklar", MAKES_TOKENS, IN_PERSON),
    form("/installningar/nycklar", MAKES_TOKENS, IN_PERSON),
    form("/installningar/nycklar/{token}/aterkalla", IN_PERSON, its_owner("404 TokenNotFound")),
    page("/meddelanden"),
    form("/meddelanden/lasta", fields={"upto": "1"}),
    page("/oversikt", everywhere(Action.SEE_CYCLE)),
    page("/oversikt/utveckling", everywhere(Action.SEE_CYCLE)),
    page("/oversikt/klockor", everywhere(Action.SEE_LAW)),
    page("/oversikt/klockor/{code}", everywhere(Action.SEE_LAW), fill=COUNTY),
    form("/visa-som/{cycle_id}", KNOWS, may(Action.START_ROUND, "404 CycleNotFound"), fields={"on": "1"}),
)
