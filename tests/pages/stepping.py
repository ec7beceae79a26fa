"""A year brought to where a test of a step's pages begins."""

from examples import load
from tests.town import Json, Town


def address(town: Town, step: str, page: str = "") -> str:
    return f"/ar/{town.code}-{town.year}/steg/{step}{page}"


def example(town: Town, step: str, **changes: object) -> Json:
    """The made-up content of Laholm, field by field, as any municipality could hand it in."""
    return {**load.content("laholm", step, town.year), **changes}


async def hand_in(town: Town, *steps: str, approved: bool = False) -> None:
    for step in steps:
        answer = await town.do("completion", step, {"content": example(town, step)})
        assert answer.status_code == 200, answer.text
        if approved and (await town.step(step))["approver"]:
            assert (await town.approve(step)).status_code == 200
