"""The way around: one list, from which everybody is shown what they may see and what there is a page for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fastapi import FastAPI
from starlette.routing import NoMatchFound

from domain.people import Action, Actor, Role, reach
from web.language import N_

Where = Mapping[str, str]
"""What stands in a page's address, by name."""


@dataclass(frozen=True)
class Way:
    """`page` names the route, `pages.` left out; `to` says whose it is to whom, None for nobody's."""

    page: str
    text: str
    to: Callable[[Actor], Where | None]


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    active: bool


def _everyone(_actor: Actor) -> Where:
    return {}


def _own_municipality(actor: Actor) -> Where | None:
    codes = [code for grant in actor.grants for code in grant.municipalities]
    return {"code": codes[0]} if codes and reach(actor, Action.SEE_CYCLE).municipalities else None


def _own_county(actor: Actor) -> Where | None:
    counties = sorted(reach(actor, Action.SEE_ROUND).counties)
    return {"code": counties[0]} if counties else None


def _whole_country(actor: Actor) -> Where | None:
    return {} if reach(actor, Action.SEE_CYCLE).everywhere else None


def _leaders(actor: Actor) -> Where | None:
    leading = {Role.COUNTY_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.ADMINISTRATOR}
    return {} if any(grant.role in leading for grant in actor.grants) else None


WAYS = (
    Way("tasks", N_("Mina uppgifter"), _everyone),
    Way("municipality", N_("Året"), _own_municipality),
    Way("county", N_("Länet"), _own_county),
    Way("overview", N_("Översikt"), _whole_country),
    Way("people", N_("Personer"), _leaders),
    Way("help", N_("Hjälp"), _everyone),
)


def address(app: FastAPI, page: str, **where: str) -> str | None:
    """Where a page is; None while there is no page of that name."""
    found = _template(app, page, tuple(where))
    for name, value in where.items():
        found = found.replace(_slot(name), value) if found is not None else None
    return found


@lru_cache(maxsize=1024)
def _template(app: FastAPI, page: str, names: tuple[str, ...]) -> str | None:
    """Looked for once: a board links to hundreds of pages, and the application tries every route each time."""
    try:
        return str(app.url_path_for(f"pages.{page}", **{name: _slot(name) for name in names}))
    except NoMatchFound:
        return None


def _slot(name: str) -> str:
    return f"<{name}>"


def links(app: FastAPI, actor: Actor, current: str) -> list[Link]:
    """`current` is the address of the page that is shown, or that it belongs to."""
    found: list[Link] = []
    for way in WAYS:
        where = way.to(actor)
        href = address(app, way.page, **where) if where is not None else None
        if href is not None:
            active = current == href or (href != "/" and current.startswith(f"{href}/"))
            found.append(Link(way.text, href, active))
    return found
