"""People as rows: sign-in, the chain of their log, what a rule may see, unused accounts."""

import json
import uuid
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from activities.messages import IdleDay
from activities.people import People
from domain.membership.commands import ClosePerson, ErasePerson, GrantRole, InvitePerson, Offer
from domain.membership.decide import BoundAlready, PersonNotFound
from domain.membership.particulars import Particulars
from domain.people import Actor, Grant, Role
from domain.places import Places
from embedded.databases import DatabaseUrls, create_database
from embedded.machine import Machine
from storage import membership, people
from storage.database import Sessions, connect, sessions_on
from storage.membership import Asked
from storage.migrate import prepare
from storage.people import PersonRow
from storage.people_audit import people_break
from storage.people_log import PeopleLogRow
from storage.person_file import person_file
from storage.scope import EVERYWHERE, Scope, within
from storage.sessions import SessionRow

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ROOT = Actor(person="root", grants=(Grant(role=Role.ADMINISTRATOR),))
_TRIGGER, _NAMED = "ALTER TABLE people_log", "TRIGGER people_log_never_change"
ISSUER = "https://id.example"


@pytest.fixture(scope="module")
async def urls(servers: Machine, places: Places) -> DatabaseUrls:
    made = await create_database(servers.admin_url, "people")
    await prepare(made.owner_url, places, [], NOW)
    return made


@pytest.fixture
async def own(urls: DatabaseUrls) -> AsyncGenerator[Sessions]:
    """A database of one's own with nobody in it, as the application."""
    owner = connect(urls.owner_url)
    async with owner.begin() as connection:
        await connection.execute(text(f"{_TRIGGER} DISABLE {_NAMED}"))
        await connection.execute(text("TRUNCATE people, grants, absences, people_log"))
        await connection.execute(text(f"{_TRIGGER} ENABLE {_NAMED}"))
    await owner.dispose()
    engine = connect(urls.database_url)
    with within(EVERYWHERE):
        yield sessions_on(engine)
    await engine.dispose()


def offer(role: Role = Role.CONTRIBUTOR, town: str = "1381") -> Offer:
    return Offer(role=role, municipalities=() if role is Role.ADMINISTRATOR else (town,))


def asked(now: datetime = NOW) -> Asked:
    return Asked(now=now, by=ROOT, identity=uuid.uuid4().hex * 2)


async def invited(sessions: Sessions, places: Places, email: str, *offers: Offer, now: datetime = NOW) -> str:
    who = Particulars(name="Kim Åberg", email=email)
    async with sessions.begin() as session:
        command = InvitePerson(roles=offers or (offer(),))
        return (await membership.invite(session, who, command, asked(now), places))[0]


def a_session(person: str) -> SessionRow:
    return SessionRow(
        id_hash=uuid.uuid4().hex * 2,
        person_id=person,
        demo=False,
        created_at=NOW,
        seen_at=NOW,
        expires_at=NOW + timedelta(hours=9),
        issuer=ISSUER,
        subject="the-subject",
        id_token="Kim Åberg",  # noqa: S106  as a provider may name whom it signs in
        narrowing="{}",
    )


async def test_an_account_is_bound_to_whoever_signs_in_first_with_the_invited_address(
    own: Sessions, places: Places
) -> None:
    person = await invited(own, places, "Kim.Aberg@Kommun.example")
    async with own.begin() as session:
        assert await people.person_for(session, ISSUER, "s-1") is None
        assert await people.actor_of(session, person, NOW.date()) is None
        assert await people.bind(session, ISSUER, "s-1", "KIM.ABERG@kommun.example", NOW) == person
    async with own.begin() as session:
        assert await people.bind(session, ISSUER, "s-1", "married@kommun.example", NOW) == person
        assert await people.person_for(session, ISSUER, "s-1") == person
        for other in ((ISSUER, "s-2"), ("https://other.example", "s-1")):
            with pytest.raises(BoundAlready):
                await people.bind(session, *other, "kim.aberg@kommun.example", NOW)
        with pytest.raises(people.NotInvited):
            await people.bind(session, ISSUER, "s-3", "kim@kommun.example", NOW)


async def test_whoever_comes_back_is_somebody_new_with_the_same_account(own: Sessions, places: Places) -> None:
    first = await invited(own, places, "kim@kommun.example")
    async with own.begin() as session:
        await people.bind(session, ISSUER, "s-1", "kim@kommun.example", NOW)
        await membership.act(session, first, ClosePerson(), asked(), places)
        assert await people.actor_of(session, first, NOW.date()) is None
    second = await invited(own, places, "kim@kommun.example")
    async with own.begin() as session:
        assert await people.bind(session, ISSUER, "s-1", "kim@kommun.example", NOW) == second != first


async def test_erasing_leaves_a_whole_chain_and_nothing_that_says_who_it_was(own: Sessions, places: Places) -> None:
    person = await invited(own, places, "kim@kommun.example")
    async with own.begin() as session:
        await people.bind(session, ISSUER, "the-subject", "kim@kommun.example", NOW)
        session.add(a_session(person))
        await membership.act(session, person, ErasePerson(), asked(), places)
    async with own() as session:
        for table in ("people", "grants", "absences", "people_log", "sessions"):
            stands = str((await session.execute(text(f"SELECT * FROM {table}"))).all())  # noqa: S608  the names above
            assert not [word for word in ("Kim", "berg", "kim@", "the-subject") if word in stands], table
        log = (await session.scalars(select(PeopleLogRow).order_by(PeopleLogRow.seq))).all()
        assert [row.kind for row in log][-2:] == ["PersonClosed", "PersonErased"]
        assert '"actor":{"person":"root","role":"administrator"}' in log[-1].body
        assert await people_break(session) is None


async def test_all_that_is_stored_about_a_person_is_shown_but_no_secret(
    urls: DatabaseUrls, own: Sessions, places: Places
) -> None:
    person = await invited(own, places, "kim@kommun.example")
    async with own.begin() as session:
        await people.bind(session, ISSUER, "the-subject", "kim@kommun.example", NOW)
        session.add(a_session(person))
    owner = connect(urls.owner_url)
    async with sessions_on(owner)() as session:
        found = await person_file(session, person)
        with pytest.raises(PersonNotFound):
            await person_file(session, "p-nobody")
    await owner.dispose()
    said = json.dumps(found, ensure_ascii=False)
    assert not [word for word in ("Kim Åberg", "kim@kommun.example", "the-subject", "1381") if word not in said]
    assert '"id_token": true' in said
    assert "hash" not in said


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE people_log SET body = replace(body, 'contributor', 'administrator') WHERE seq = 2", "edited"),
        ("UPDATE people_log SET kind = 'PersonClosed' WHERE seq = 1", "edited"),
        ("DELETE FROM people_log WHERE seq = 1", "missing"),
        ("DELETE FROM people_log WHERE seq = 3", "cut"),
        ("UPDATE grants SET role = 'administrator'", "projection"),
        ("UPDATE people SET state = 'active'", "projection"),
        ("DELETE FROM grants", "projection"),
    ],
)
async def test_a_tampered_chain_or_row_is_found(
    urls: DatabaseUrls, own: Sessions, places: Places, change: str, kind: str
) -> None:
    person = await invited(own, places, "kim@kommun.example", offer(), offer(Role.POLICE_PARTNER))
    owner = connect(urls.owner_url)
    async with owner.begin() as connection:
        await connection.execute(text(f"{_TRIGGER} DISABLE {_NAMED}"))
        await connection.execute(text(change))
    await owner.dispose()
    async with own() as session:
        found = await people_break(session)
    assert found is not None
    assert (found.cycle, found.kind) == (person, kind)


async def seen_by(sessions: Sessions, scope: Scope) -> set[str]:
    with within(scope):
        async with sessions() as session:
            logged = set(await session.scalars(select(PeopleLogRow.stream)))
            found = set(await session.scalars(select(PersonRow.id)))
    assert logged == found
    return found


async def test_the_database_shows_people_to_those_who_share_a_place_with_them(own: Sessions, places: Places) -> None:
    laholm = await invited(own, places, "a@kommun.example")
    bollebygd = await invited(own, places, "b@kommun.example", offer(town="1443"))
    root = await invited(own, places, "c@kommun.example", offer(Role.ADMINISTRATOR))
    async with own.begin() as session:
        await membership.act(session, laholm, ClosePerson(), asked(), places)  # who was there is still known there
    assert await seen_by(own, Scope()) == set()
    assert await seen_by(own, Scope(("1381",))) == await seen_by(own, Scope(("13",))) == {laholm}
    assert await seen_by(own, Scope(("1443",), person=laholm)) == {laholm, bollebygd}
    assert await seen_by(own, EVERYWHERE) == {laholm, bollebygd, root}


async def states(session: AsyncSession) -> dict[str, str]:
    return {row.id: row.state for row in await session.scalars(select(PersonRow))}


async def test_unused_accounts_close_but_the_last_coordinator_s(own: Sessions, places: Places) -> None:
    long_ago = NOW - timedelta(days=400)
    idle = await invited(own, places, "a@kommun.example", now=long_ago)
    used = await invited(own, places, "b@kommun.example", now=long_ago)
    leads = await invited(own, places, "c@kommun.example", offer(Role.MUNICIPAL_COORDINATOR), now=long_ago)
    async with own.begin() as session:
        await people.bind(session, ISSUER, "s-1", "b@kommun.example", long_ago)
        await people.seen(session, used, NOW - timedelta(days=3))
    closing = People(own, places, idle_months=12)
    told = await closing.close_idle(IdleDay(now=NOW))
    assert (told.closed, told.kept) == (1, 1)
    async with own() as session:
        assert await states(session) == {idle: "closed", used: "active", leads: "invited"}
    assert (await closing.close_idle(IdleDay(now=NOW))).closed == 0


async def test_granting_is_projected_and_the_same_request_is_done_once(own: Sessions, places: Places) -> None:
    person = await invited(own, places, "a@kommun.example")
    request = Asked(now=NOW, by=ROOT, identity="1" * 64, request="2" * 64)
    command = GrantRole(offer=offer(Role.POLICE_PARTNER, "1380"))
    async with own.begin() as session:
        assert await membership.act(session, person, command, request, places)
        assert not await membership.act(session, person, command, request, places)
        held = (await people.roles_of(session, [person], NOW.date()))[person]
    assert [(role.role, role.municipality) for role in held] == [("contributor", "1381"), ("police_partner", "1380")]
