"""Unused accounts are closed every night by one schedule; nothing that says who it was goes through Temporal."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import Client

from domain.membership.commands import InvitePerson, Offer
from domain.membership.particulars import Particulars
from domain.people import Actor, Grant, Role
from domain.places import Places
from storage import membership
from storage.database import Sessions
from storage.membership import Asked
from storage.people import PersonRow
from tests.conftest import TASK_QUEUE
from workflows.client import PEOPLE, Conductor
from workflows.people import PeopleWorkflow

ROOT = Actor(person="root", grants=(Grant(role=Role.ADMINISTRATOR),))


@pytest.mark.usefixtures("working")
async def test_a_night_closes_an_invitation_that_nobody_answered(
    temporal: Client, sessions: Sessions, places: Places
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    who = Particulars(name="Kim Ålderman", email=f"{uuid.uuid4().hex}@kommun.example")
    offer = Offer(role=Role.CONTRIBUTOR, municipalities=("1381",))
    async with sessions.begin() as session:
        asked = Asked(now=long_ago, by=ROOT, identity=uuid.uuid4().hex * 2)
        person, _ = await membership.invite(session, who, InvitePerson(roles=(offer,)), asked, places)
    workflow = await temporal.start_workflow(PeopleWorkflow.run, id=f"people-{person}", task_queue=TASK_QUEUE)
    assert (await workflow.result()).closed >= 1
    async with sessions() as session:
        assert (await session.get_one(PersonRow, person)).state == "closed"
    told = (await workflow.fetch_history()).to_json()
    assert "close_idle" in told
    assert not [word for word in ("Kim", who.email, person) if word in told.replace(f"people-{person}", "")]


async def test_every_night_by_one_schedule(temporal: Client, conductor: Conductor) -> None:
    await conductor.close_idle()
    await conductor.close_idle()
    described = await temporal.get_schedule_handle(PEOPLE).describe()
    assert described.schedule.spec.time_zone_name == "Europe/Stockholm"
    assert [handle.id async for handle in await temporal.list_schedules()].count(PEOPLE) == 1
