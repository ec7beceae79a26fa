"""Who is proposed for a step: the only one who has its role, or else the only one who can do it for them."""

import pytest

from domain.due import Turn
from domain.people import Body, Grant, Role
from domain.places import Municipality
from web.fitting import Candidate, fitting, likely

LEADS, WORKS, DECIDES = Role.MUNICIPAL_COORDINATOR, Role.CONTRIBUTOR, Role.DECISION_MAKER
LAHOLM = Municipality(code="1381", name="Laholm", county="13")
MAPS, BOARD = Turn(WORKS), Turn(DECIDES, (Body.EXECUTIVE_BOARD,))


def somebody(name: str, role: Role, *bodies: Body, town: str = "1381") -> Candidate:
    return Candidate(name, name, (Grant(role=role, municipalities=(town,), bodies=bodies),))


@pytest.mark.parametrize(
    ("people", "whose", "able", "proposed"),
    [
        ([], MAPS, [], None),
        ([somebody("anna", WORKS)], MAPS, ["anna"], "anna"),
        ([somebody("bo", LEADS)], MAPS, ["bo"], "bo"),
        ([somebody("bo", LEADS), somebody("anna", WORKS)], MAPS, ["anna", "bo"], "anna"),
        ([somebody("anna", WORKS), somebody("cia", WORKS)], MAPS, ["anna", "cia"], None),
        ([somebody("bo", LEADS), somebody("eva", LEADS)], MAPS, ["bo", "eva"], None),
        ([somebody("anna", WORKS, town="1380")], MAPS, [], None),
        ([somebody("dan", DECIDES, Body.ASSEMBLY), somebody("bo", LEADS)], BOARD, [], None),
        ([somebody("dan", DECIDES, Body.ASSEMBLY), somebody("eva", DECIDES, *Body)], BOARD, ["eva"], "eva"),
    ],
)
def test_who_fits_and_who_is_proposed(
    people: list[Candidate], whose: Turn, able: list[str], proposed: str | None
) -> None:
    found = fitting(people, LAHOLM, whose)
    assert [each.person for each in found] == able
    chosen = likely(found, whose)
    assert (chosen.person if chosen else None) == proposed
