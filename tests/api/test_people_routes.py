"""People through the API: inviting, roles, absence, leaving, and what others may not know."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from domain.calendar import stockholm_date
from domain.people import Actor
from domain.places import Places
from storage import people
from storage.database import Sessions
from tests.conftest import INVITING_COUNTY, Browser
from tests.town import Json, problem

COUNTY, OTHER = f"demo-coordinator-{INVITING_COUNTY}", "demo-coordinator-25"
TODAY = stockholm_date(datetime.now(UTC))
CONTRIBUTES = "contributor"


@pytest.fixture(scope="module")
def towns(places: Places) -> Iterator[str]:
    return iter(places.counties[INVITING_COUNTY].municipalities)


@pytest.fixture
def town(towns: Iterator[str]) -> str:
    """A municipality of Stockholm's county whose people no other test has."""
    return next(towns)


def offer(role: str, *towns: str, **more: object) -> Json:
    return {"role": role, "municipalities": list(towns), **more}


def somebody(*roles: Json, **more: object) -> Json:
    return {"name": "Kim Åberg", "email": f"{uuid.uuid4().hex}@Kommun.Example", "roles": list(roles), **more}


async def invited(browser: Browser, by: str, *roles: Json, **more: object) -> Json:
    async with browser(by) as me:
        answer = await me.post("/v1/people", json=somebody(*roles, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def signed_in(sessions: Sessions, person: Json) -> Actor:
    async with sessions.begin() as session:
        email = str(person["email"])
        bound = await people.bind(session, "https://id.example", uuid.uuid4().hex, email.upper(), datetime.now(UTC))
        assert bound == person["id"]
        actor = await people.actor_of(session, bound, TODAY)
    assert actor is not None
    return actor


async def test_a_county_invites_a_coordinator_who_runs_their_own_people(browser: Browser, town: str) -> None:
    person = await invited(browser, COUNTY, offer("municipal_coordinator", town))
    assert (person["state"], person["name"]) == ("invited", "Kim Åberg")
    assert str(person["email"]).endswith("@kommun.example")
    coordinator = f"demo-municipality-{town}"
    theirs = await invited(browser, coordinator, offer(CONTRIBUTES, town), offer("decision_maker", town, bodies=["KS"]))
    async with browser(coordinator) as me:
        listed = (await me.get("/v1/people", params={"municipality": town})).json()["items"]
        only = (await me.get("/v1/people", params={"role": "decision_maker"})).json()["items"]
    assert {each["id"] for each in listed} == {person["id"], theirs["id"]}
    assert [each["id"] for each in only] == [theirs["id"]]
    assert [role["role"] for role in only[0]["roles"]] == [CONTRIBUTES, "decision_maker"]


@pytest.mark.parametrize(
    ("by", "role"),
    [
        (COUNTY, CONTRIBUTES),
        (OTHER, "municipal_coordinator"),
        ("demo-municipality-{}", "police_partner"),
        ("demo-contributor-{}", CONTRIBUTES),
        ("demo-supervisor", CONTRIBUTES),
    ],
)
async def test_nobody_grants_what_they_may_not(browser: Browser, town: str, by: str, role: str) -> None:
    async with browser(by.format(town)) as me:
        answer = await me.post("/v1/people", json=somebody(offer(role, town)))
    assert problem(answer) == (403, "MayNotManage")
    async with browser("demo-admin") as me:
        assert (await me.get("/v1/people", params={"municipality": town, "former": True})).json()["items"] == []


async def test_what_is_wrong_in_an_invitation_is_named_by_place_and_not_repeated(browser: Browser, town: str) -> None:
    wrong = [
        (somebody(offer(CONTRIBUTES, town, "9999")), ["/roles/0/municipalities/1"]),
        (somebody(), ["/roles"]),
        (somebody(offer(CONTRIBUTES, town), email="kim"), ["/email"]),
        (somebody(offer(CONTRIBUTES, town), name="Kim 19811218-9876"), ["/name"]),
        (somebody(offer("decision_maker", town)), ["/roles/0/bodies"]),
    ]
    async with browser(f"demo-municipality-{town}") as me:
        for body, pointers in wrong:
            answer = await me.post("/v1/people", json=body)
            assert answer.status_code == 422
            assert [error["pointer"] for error in answer.json()["errors"]] == pointers
            assert "19811218" not in answer.text
            assert str(body["email"]) not in answer.text


async def test_the_same_key_invites_once_and_another_request_with_it_is_refused(browser: Browser, town: str) -> None:
    body, key = somebody(offer(CONTRIBUTES, town)), {"Idempotency-Key": uuid.uuid4().hex}
    async with browser(f"demo-municipality-{town}") as me:
        first = await me.post("/v1/people", json=body, headers=key)
        again = await me.post("/v1/people", json=body, headers=key)
        other = await me.post("/v1/people", json=body | {"email": "annan@kommun.example"}, headers=key)
        roles = await me.post("/v1/people", json=somebody(offer("municipal_coordinator", town)), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["Location"] == f"/v1/people/{first.json()['id']}"
    assert problem(other) == problem(roles) == (422, "KeyReused")


async def test_whoever_is_here_already_gets_the_role_and_keeps_their_name(browser: Browser, town: str) -> None:
    person = await invited(browser, f"demo-municipality-{town}", offer(CONTRIBUTES, town))
    async with browser("demo-admin") as me:
        body = {**somebody(offer("supervisor")), "email": str(person["email"]).upper(), "name": "Någon annan"}
        answer = await me.post("/v1/people", json=body)
    assert (answer.status_code, answer.json()["id"], answer.json()["name"]) == (200, person["id"], "Kim Åberg")
    async with browser(f"demo-municipality-{town}") as me:
        roles = (await me.get(f"/v1/people/{person['id']}")).json()["roles"]
    assert [role["role"] for role in roles] == [CONTRIBUTES]  # what one is elsewhere is not told here


async def test_one_may_not_know_of_people_elsewhere(browser: Browser, town: str) -> None:
    person = await invited(browser, f"demo-municipality-{town}", offer(CONTRIBUTES, town))
    address = f"/v1/people/{person['id']}"
    grant = person["roles"][0]["id"]
    for token in (OTHER, "demo-municipality-1381", "demo-supervisor"):
        async with browser(token) as me:
            answers = [
                await me.get(address),
                await me.post(f"{address}/roles", json=offer(CONTRIBUTES, "1381")),
                await me.delete(f"{address}/roles/{grant}"),
                await me.post(f"{address}/absence", json={"first": str(TODAY), "last": str(TODAY)}),
                await me.post(f"{address}/closing"),
                await me.post(f"{address}/erasure"),
            ]
            assert {problem(answer) for answer in answers} == {(404, "PersonNotFound")}, token
    async with browser("demo-municipality-1381") as me:
        assert problem(await me.get("/v1/people", params={"municipality": town})) == (403, "RoleMayNot")


async def test_a_police_partner_gets_the_municipalities_of_the_area_in_one_grant(
    browser: Browser, sessions: Sessions, towns: Iterator[str], town: str
) -> None:
    area = [town, next(towns)]
    person = await invited(browser, COUNTY, offer("police_partner", *area))
    actor = await signed_in(sessions, person)
    assert sorted(code for grant in actor.grants for code in grant.municipalities) == sorted(area)


async def test_the_last_coordinator_stays_until_a_successor_has_signed_in(
    browser: Browser, sessions: Sessions, town: str
) -> None:
    first = await invited(browser, COUNTY, offer("municipal_coordinator", town))
    await signed_in(sessions, first)
    second = await invited(browser, COUNTY, offer("municipal_coordinator", town))
    grant = first["roles"][0]["id"]
    async with browser(COUNTY) as me, browser("demo-admin") as admin:
        address = f"/v1/people/{first['id']}"
        assert problem(await me.post(f"{address}/closing")) == (409, "LastCoordinator")
        assert problem(await me.delete(f"{address}/roles/{grant}")) == (409, "LastCoordinator")
        assert problem(await admin.post(f"{address}/erasure")) == (409, "LastCoordinator")
        await signed_in(sessions, second)
        assert (await me.delete(f"{address}/roles/{grant}")).json()["roles"] == []
        assert (await me.post(f"{address}/closing")).json()["state"] == "closed"
        assert problem(await me.post(f"{address}/roles", json=offer("municipal_coordinator", town)))[1] == "PersonGone"


async def test_a_substitute_borrows_what_the_two_have_in_common_for_the_days_of_the_absence(
    browser: Browser, sessions: Sessions, town: str
) -> None:
    leads = await invited(browser, COUNTY, offer("municipal_coordinator", town))
    helps = await invited(browser, f"demo-municipality-{town}", offer(CONTRIBUTES, town))
    for person in (leads, helps):
        await signed_in(sessions, person)
    last = TODAY + timedelta(days=5)
    absence = {"first": str(TODAY), "last": str(last), "substitute": helps["id"]}
    async with browser(f"demo-municipality-{town}") as me:
        stated = await me.post(f"/v1/people/{leads['id']}/absence", json=absence)
        assert [each["substitute"] for each in stated.json()["absences"]] == [helps["id"]]
        again = await me.post(f"/v1/people/{leads['id']}/absence", json=absence)
        assert problem(again) == (422, "AbsenceInvalid")

    async def borrowed(days: int) -> list[tuple[str, str | None]]:
        async with sessions() as session:
            actor = await people.actor_of(session, str(helps["id"]), TODAY + timedelta(days=days))
        assert actor is not None
        return [(grant.role.value, grant.on_behalf) for grant in actor.grants]

    own = [(CONTRIBUTES, None)]
    both = [*own, ("municipal_coordinator", leads["id"])]
    assert [await borrowed(days) for days in (0, 5, 6)] == [both, both, own]
    async with browser(f"demo-municipality-{town}") as me:
        ended = await me.delete(f"/v1/people/{leads['id']}/absence/{stated.json()['absences'][0]['id']}")
    assert ended.json()["absences"] == []
    assert await borrowed(0) == own


async def test_erasing_leaves_the_id_and_nothing_that_says_who_it_was(
    browser: Browser, sessions: Sessions, town: str
) -> None:
    person = await invited(browser, f"demo-municipality-{town}", offer(CONTRIBUTES, town))
    await signed_in(sessions, person)
    async with browser("demo-admin") as me:
        erased = (await me.post(f"/v1/people/{person['id']}/erasure")).json()
    assert (erased["state"], erased["name"], erased["email"], erased["roles"]) == ("erased", None, None, [])
    async with sessions.begin() as session:
        assert await people.actor_of(session, str(person["id"]), TODAY) is None
        with pytest.raises(people.NotInvited):
            await people.bind(session, "https://id.example", "x", str(person["email"]), datetime.now(UTC))


async def test_a_list_goes_on_where_the_page_before_ended(browser: Browser, town: str) -> None:
    coordinator = f"demo-municipality-{town}"
    names = ["Åsa", "Bo", "Cia", "Bo"]
    made = [await invited(browser, coordinator, offer(CONTRIBUTES, town), name=name) for name in names]
    found: list[str] = []
    cursor = None
    async with browser(coordinator) as me:
        while True:
            page = (await me.get("/v1/people", params={"limit": 1} | ({"cursor": cursor} if cursor else {}))).json()
            found += [each["id"] for each in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
    assert len(found) == 4
    assert set(found) == {each["id"] for each in made}
