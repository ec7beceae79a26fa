"""Who is shown which ways, and where signing in may lead."""

import pytest
from fastapi import FastAPI

from domain.people import Actor, Grant, Role
from web.navigation import links
from web.pages.sign_in import local

COUNTY = Grant(role=Role.COUNTY_COORDINATOR, county="13")
LAHOLM = Grant(role=Role.MUNICIPAL_COORDINATOR, municipalities=("1381",))
SUPERVISOR = Grant(role=Role.SUPERVISOR)


def an_app(*pages: tuple[str, str]) -> FastAPI:
    app = FastAPI()
    for name, path in pages:
        app.add_api_route(path, lambda: None, name=f"pages.{name}")
    return app


APP = an_app(("tasks", "/"), ("county", "/lan/{code}"), ("municipality", "/kommun/{code}"), ("overview", "/oversikt"))


@pytest.mark.parametrize(
    ("grant", "addresses"),
    [
        (COUNTY, ["/", "/lan/13"]),
        (LAHOLM, ["/", "/kommun/1381"]),
        (SUPERVISOR, ["/", "/oversikt"]),
        (Grant(role=Role.ADMINISTRATOR), ["/", "/oversikt"]),
    ],
)
def test_one_is_shown_what_one_may_see(grant: Grant, addresses: list[str]) -> None:
    assert [link.href for link in links(APP, Actor(person="p", grants=(grant,)), "/")] == addresses


def test_nothing_leads_to_a_page_that_is_not_there() -> None:
    found = links(an_app(("tasks", "/")), Actor(person="p", grants=(COUNTY, LAHOLM)), "/lan/13/2027")
    assert [(link.href, link.active) for link in found] == [("/", False)]


def test_a_page_below_belongs_to_its_way() -> None:
    found = links(APP, Actor(person="p", grants=(COUNTY,)), "/lan/13/2027")
    assert [link.href for link in found if link.active] == ["/lan/13"]


@pytest.mark.parametrize(
    "address", ["https://elsewhere.se", "//elsewhere.se", "/\\elsewhere.se", "/\t/elsewhere.se", ""]
)
def test_signing_in_leads_nowhere_else(address: str) -> None:
    assert local(address) == "/"


def test_signing_in_leads_back() -> None:
    assert local("/lan/13/2027?sort=need") == "/lan/13/2027?sort=need"
