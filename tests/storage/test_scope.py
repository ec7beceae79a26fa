"""Whose rows an actor's transactions see: those of every place where they are anything, and only while they ask."""

import pytest

from domain.people import Actor, Grant, Role
from storage.scope import EVERYWHERE, NOTHING, Scope, current, narrow, of_actor, of_place, within

LEADS = Grant(role=Role.MUNICIPAL_COORDINATOR, county="13", municipalities=("1381",))
POLICE = Grant(role=Role.POLICE_PARTNER, municipalities=("1380", "1315"))
COUNTY = Grant(role=Role.COUNTY_COORDINATOR, county="14")


@pytest.mark.parametrize(
    ("grants", "setting"),
    [
        ((), ""),
        ((LEADS,), "1381"),
        ((POLICE, LEADS), "1315 1380 1381"),
        ((COUNTY, LEADS), "14 1381"),
        ((Grant(role=Role.SUPERVISOR),), "*"),
        ((Grant(role=Role.ADMINISTRATOR), LEADS), "* 1381"),
    ],
)
def test_an_actor_sees_the_places_of_all_their_grants(grants: tuple[Grant, ...], setting: str) -> None:
    """A municipality's people name their county too, and do not see it for that."""
    scope = of_actor(Actor(person="anna", grants=grants))
    assert (scope.setting, scope.person) == (setting, "anna")


def test_a_cycle_is_in_its_municipality_and_a_round_in_its_county() -> None:
    assert (of_place("1381-2027"), of_place("13-2027")) == (Scope(("1381",)), Scope(("13",)))


@pytest.mark.parametrize("code", ["", "*", "138", "1381 1382", "13811"])
def test_a_scope_takes_codes_alone(code: str) -> None:
    with pytest.raises(ValueError, match="two digits"):
        Scope((code,))


def test_a_scope_ends_where_it_was_said() -> None:
    before = current()
    with within(NOTHING):
        narrow(Scope(("1381",)))
        with within(EVERYWHERE):
            assert current() == EVERYWHERE
        assert current() == Scope(("1381",))
    assert current() == before
