"""A service token acts as its maker, and decides about nobody: not about others, and not about its maker either."""

from datetime import UTC, datetime

import pytest

from domain.calendar import stockholm_date
from domain.people import Action, Role
from tests.api.matrix.askers import Door
from tests.api.matrix.spots import Spot
from tests.town import Json, problem


@pytest.mark.parametrize("what", ["closing", "absence", "roles", "erasure"])
async def test_a_token_decides_nothing_about_its_maker(door: Door, spots: list[Spot], what: str) -> None:
    code, today = spots[2].there["beside"], str(stockholm_date(datetime.now(UTC)))
    maker = await door.invited("maker", {"role": Role.MUNICIPAL_COORDINATOR, "municipalities": [code]})
    assert maker.actor is not None
    body = {"name": "x", "role": Role.MUNICIPAL_COORDINATOR, "municipalities": [code], "actions": [Action.SEE_PEOPLE]}
    token = (await maker.client.post("/v1/tokens", json=body)).json()["token"]
    person = f"/v1/people/{maker.actor.person}"
    asked: dict[str, Json] = {
        "absence": {"first": today, "last": today},
        "roles": {"role": Role.CONTRIBUTOR, "municipalities": [code]},
    }
    answer = await door.client(token).post(f"{person}/{what}", json=asked.get(what, {}))
    assert problem(answer) == (403, "MayNotManage")
    before = (await maker.client.get(person)).json()
    assert (before["state"], len(before["roles"]), before["absences"]) == ("active", 1, [])
