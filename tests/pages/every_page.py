"""Every page that there is, and where it stands in a world in which each has something to show."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field

import httpx
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from domain.places import County
from tests.api.matrix.world import PUBLIC
from tests.conftest import Browser
from tests.containers import PDF
from tests.pages.somebody import invited
from tests.pages.stepping import example, hand_in
from tests.town import FULL_YEAR, Town

NOBODY = ""  # who has not signed in
LEADER, DECIDES, LEADS_COUNTY = "municipality", "decision", "county"
SUPERVISOR, ADMIN = "demo-supervisor", "demo-admin"
UNTIL_MEASURES = FULL_YEAR[: FULL_YEAR.index("measures") + 1]

NO_PAGES = {
    "county-csv": "a file to take along",
    "county": "on to county-year, of the newest year",
    "years": "on to municipality, of one's own",
    "stale": "a part of a page: test_live.py holds it to axe where it is shown, as live-stale",
}


@dataclass(frozen=True)
class Shown:
    """A route's name without `pages.`; who looks, a whole demo token or its word; what is in its address, its query."""

    page: str
    by: str = LEADER
    at: Mapping[str, str] = field(default_factory=dict[str, str])
    query: str = ""
    status: int = 200
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or self.page


def _of(by: str, *pages: str, **at: str) -> tuple[Shown, ...]:
    return tuple(Shown(page, by, at) for page in pages)


SIGNING_IN = _of(NOBODY, "sign-in", "signed-out", "first-run", "accessibility", "about")
COUNTY = (
    *_of(LEADS_COUNTY, "rounds", "round", "county-clocks", "county-statements", "county-table"),
    *_of(LEADS_COUNTY, "county-year", "county-map"),
    *_of(LEADS_COUNTY, "county-statement", kind="responsible"),
    *_of(LEADS_COUNTY, "county-cell", step="mapping"),
    Shown("county-several", LEADS_COUNTY, query="do=extend&step=decision&place={municipality}"),
    Shown("county-came", LEADS_COUNTY, {"key": "x"}, query="do=extend&step=decision&place={municipality}"),
    *_of(SUPERVISOR, "overview", "overview-years", "overview-clocks", "overview-clocks-county"),
)
YEAR = (
    *_of(LEADER, "tasks", "municipality", "year", "year-law", "year-thread", "year-history", "year-documents"),
    *_of(LEADER, "year-last", "year-measure", "statements"),
    *_of(LEADER, "statement", kind="council"),
    Shown("year-several", query="do=remind&step=mapping&step=decision"),
    Shown("year-came", at={"key": "nobody-sent-this"}, query="do=remind&step=mapping"),
)
STEP = (
    *_of(LEADER, "step", "step-evidence", "step-comments", "step-versions", "step-history", step="mapping"),
    *_of(LEADER, "step-evidence-away", "step-ateroppna", step="mapping"),
    *_of(LEADER, "step-bekrafta", "step-paminn", step="situation_analysis"),
    *_of(LEADER, "step-aterkalla", step="action_plan"),
    *_of(DECIDES, "step-granska", step="action_plan"),
    *_of(LEADER, "step-ta", "step-fordela", "step-forlang", step="decision"),
    *_of(LEADER, "step-lamna", step="closing"),
    *_of(LEADER, "step-avsta", step="implementation"),
    *_of(LEADER, "step-form", "step-check", step="closing"),
    *_of(LEADER, "step-form-item", "step-form-remove", step="closing", listed="lessons", item="1"),
)
PEOPLE = (
    *_of(LEADER, "people", "person", "person-role", "person-closing", "handover", "settings", "tokens", "inbox"),
    Shown("invite", query="role=contributor"),
    *_of(ADMIN, "stored"),
    *_of(LEADER, "signed-in"),
)
REFUSED = (
    Shown("rehearsal", NOBODY, status=404, called="no-rehearsal-here"),  # with one: test_rehearsal_page.py
    Shown("year", at={"cycle": "9999-2027"}, status=404, called="refused-not-found"),
    Shown("step-ateroppna", SUPERVISOR, {"step": "mapping"}, status=403, called="refused-not-yours"),
    Shown("step-granska", DECIDES, {"step": "decision"}, status=409, called="step-closed"),
    Shown("county-year", LEADS_COUNTY, query="day=igar", status=422, called="county-year-wrong-day"),
)
OF_TOWN = ("municipality", "statements", "statement")
World = dict[str, str]
"""What stands in the routes' addresses, by the names that it has there."""
EVERY = (*SIGNING_IN, *COUNTY, *YEAR, *STEP, *PEOPLE, *REFUSED)


async def a_world(browser: Browser, county: County, year: int) -> World:
    """A round with one municipality in it, whose year has come to its plan."""
    town = Town(browser, county.municipalities[0], year)
    opens = {"county": county.code, "year": year, "municipalities": [town.code]}
    async with town.client("county") as me:
        await _ok(me.post("/v1/rounds", json=opens), 201)
    await hand_in(town, *UNTIL_MEASURES, approved=True)
    await _ok(town.do("completion", "action_plan", {"content": example(town, "action_plan")}))
    await _ok(town.do("reopening", "mapping", {"reason": "Polisens siffror kom."}))
    changed = example(town, "mapping")
    changed["observations"][1]["value"] = 9
    await _ok(town.do("completion", "mapping", {"content": changed}))
    await _ok(town.do("claim", "closing"))
    await _ok(town.do("draft", "closing", {"content": example(town, "closing")}))
    async with town.client(LEADER) as me:
        said = {"step": "mapping", "audience": "shared", "text": "Vilka hamnar gäller det?"}
        await _ok(me.post(f"{town.cycle}/comments", json=said), 201)
        titled = {"Evidence-Title": "Karta", **PUBLIC}
        file = await _ok(me.post(f"{town.cycle}/steps/mapping/evidence", content=PDF, headers=titled), 201)
    people = [
        await invited(browser, f"demo-municipality-{town.code}", "contributor", town.code, name)
        for name in ("Kim Åberg", "Robin Exempelsson")
    ]
    return {
        "code": county.code,
        "year": str(year),
        "municipality": town.code,
        "cycle": f"{town.code}-{year}",
        "measure": "A1",
        "number": str(file.json()["id"]),
        "person": str(people[0]["id"]),
    }


async def _ok(answering: Awaitable[httpx.Response], status: int = 200) -> httpx.Response:
    answer = await answering
    assert answer.status_code == status, answer.text
    return answer


def paths(app: FastAPI) -> dict[str, str]:
    """Every page's address as its route has it, by the page's name."""
    found = [
        (each.name or "", each.path or "") for each in iter_route_contexts(app.routes) if "GET" in (each.methods or ())
    ]
    return {name.removeprefix("pages."): path for name, path in found if name.startswith("pages.")}


def token(by: str, world: World) -> str | None:
    if by == NOBODY or by.startswith("demo-"):
        return by or None
    return f"demo-coordinator-{world['code']}" if by == LEADS_COUNTY else f"demo-{by}-{world['municipality']}"


def address(app: FastAPI, shown: Shown, world: World) -> str:
    """Of a municipality's own pages `code` is the municipality's."""
    of_town = {"code": world["municipality"]} if shown.page in OF_TOWN else {}
    there = paths(app)[shown.page].format(**{**world, **of_town, **shown.at})
    return f"{there}?{shown.query.format(**world)}" if shown.query else there
