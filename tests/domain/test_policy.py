"""Who may do what where, as one drawn table: each role and action, in one's own place and elsewhere."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Action, Actor, Body, Grant, Place, Reach, Role, grant_for, may, reach

LAHOLM = Place(county="13", municipality="1381")
HALMSTAD = Place(county="13", municipality="1380")  # the same county, another municipality
BOLLEBYGD = Place(county="14", municipality="1443")  # another county
HALLAND, GOTHENBURG = Place(county="13"), Place(county="14")
SWEDEN = Place()

GRANTS = {
    Role.COUNTY_COORDINATOR: Grant(role=Role.COUNTY_COORDINATOR, county="13"),
    Role.MUNICIPAL_COORDINATOR: Grant(role=Role.MUNICIPAL_COORDINATOR, municipalities=("1381",)),
    Role.CONTRIBUTOR: Grant(role=Role.CONTRIBUTOR, municipalities=("1381",)),
    Role.DECISION_MAKER: Grant(role=Role.DECISION_MAKER, municipalities=("1381",), bodies=(Body.EXECUTIVE_BOARD,)),
    Role.POLICE_PARTNER: Grant(role=Role.POLICE_PARTNER, municipalities=("1381", "1380")),
    Role.SUPERVISOR: Grant(role=Role.SUPERVISOR),
    Role.ADMINISTRATOR: Grant(role=Role.ADMINISTRATOR),
}

DRAWN = """
            county_coordinator municipal_coordinator contributor decision_maker police_partner supervisor administrator
start_round yes                -                     -           -              -              -          -
start_cycle yes                yes                   -           -              -              -          -
see_round   yes                -                     -           -              -              yes        yes
see_cycle   yes                yes                   yes         yes            yes            yes        yes
see_content yes                yes                   yes         yes            yes            yes        -
see_draft   -                  yes                   yes         yes            -              -          -
write_draft -                  yes                   yes         yes            -              -          -
complete    -                  yes                   yes         yes            yes            -          -
review      -                  -                     -           yes            -              -          -
recall      -                  yes                   yes         yes            yes            -          -
reopen      -                  yes                   yes         yes            yes            -          -
confirm     -                  yes                   yes         yes            yes            -          -
assign      yes                yes                   -           -              -              -          -
hand_over   -                  yes                   -           -              -              -          -
claim       -                  yes                   yes         yes            yes            -          -
remind      yes                yes                   -           -              -              -          -
extend      yes                yes                   -           -              -              -          -
waive       -                  yes                   -           -              -              -          -
close       -                  yes                   -           -              -              -          -
see_law     yes                yes                   yes         yes            -              yes        -
state       -                  yes                   -           -              -              -          -
enter_for   yes                -                     -           -              -              -          -
add_evidence -                 yes                   yes         yes            -              -          -
withdraw_evidence -            yes                   yes         yes            -              -          -
comment     yes                yes                   yes         yes            -              -          -
comment_within -               yes                   yes         yes            -              -          -
request_supplement yes         -                     -           -              -              -          -
settle_supplement -            yes                   -           -              -              -          -
register_document yes          yes                   yes         -              -              -          -
see_readings -                 yes                   -           -              -              -          -
see_people  yes                yes                   yes         yes            yes            -          yes
manage_people yes              yes                   -           -              -              -          yes
erase_people -                 -                     -           -              -              -          yes
make_token  yes                yes                   -           -              -              -          yes
rehearse    -                  -                     -           -              -              -          yes
"""

# Where the grants above reach, of the places above.
REACHES = {
    Role.COUNTY_COORDINATOR: [LAHOLM, HALMSTAD, HALLAND],
    Role.MUNICIPAL_COORDINATOR: [LAHOLM],
    Role.CONTRIBUTOR: [LAHOLM],
    Role.DECISION_MAKER: [LAHOLM],
    Role.POLICE_PARTNER: [LAHOLM, HALMSTAD],
    Role.SUPERVISOR: [LAHOLM, HALMSTAD, BOLLEBYGD, HALLAND, GOTHENBURG, SWEDEN],
    Role.ADMINISTRATOR: [LAHOLM, HALMSTAD, BOLLEBYGD, HALLAND, GOTHENBURG, SWEDEN],
}
PLACES = REACHES[Role.SUPERVISOR]


def _read() -> dict[tuple[Role, Action], bool]:
    head, *rows = (row.split() for row in DRAWN.strip().splitlines())
    return {(Role(r), Action(a)): word == "yes" for a, *words in rows for r, word in zip(head, words, strict=True)}


EXPECTED = _read()


def an_actor(*grants: Grant) -> Actor:
    return Actor(person="anna", grants=grants)


def test_the_drawn_table_has_every_cell() -> None:
    assert set(EXPECTED) == set(product(Role, Action))


@pytest.mark.parametrize(("role", "action"), EXPECTED)
def test_a_role_may_what_is_drawn_in_its_own_place_and_nothing_elsewhere(role: Role, action: Action) -> None:
    actor = an_actor(GRANTS[role])
    allowed = [place for place in PLACES if may(actor, action, place)]
    assert allowed == (REACHES[role] if EXPECTED[role, action] else [])


@pytest.mark.parametrize("action", Action)
def test_nobody_may_without_a_grant(action: Action) -> None:
    assert not any(may(an_actor(), action, place) for place in PLACES)
    assert reach(an_actor(), action) == Reach()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.ADMINISTRATOR)])
def test_a_grant_that_names_no_place_reaches_none(role: Role) -> None:
    assert not any(may(an_actor(Grant(role=role)), action, place) for action in Action for place in PLACES)


def test_a_county_does_not_reach_by_naming_municipalities_nor_a_municipality_by_naming_its_county() -> None:
    county = an_actor(Grant(role=Role.COUNTY_COORDINATOR, county="13", municipalities=("1443",)))
    assert not may(county, Action.SEE_CYCLE, BOLLEBYGD)
    assert reach(county, Action.SEE_CYCLE) == Reach(counties=frozenset({"13"}))
    town = an_actor(Grant(role=Role.MUNICIPAL_COORDINATOR, county="13", municipalities=("1381",)))
    assert not may(town, Action.SEE_CYCLE, HALMSTAD)
    assert reach(town, Action.SEE_CYCLE) == Reach(municipalities=frozenset({"1381"}))


def test_one_acts_by_the_first_grant_that_allows_it_there() -> None:
    county, leads, decides = (
        GRANTS[Role.COUNTY_COORDINATOR],
        GRANTS[Role.MUNICIPAL_COORDINATOR],
        GRANTS[Role.DECISION_MAKER],
    )
    actor = an_actor(county, leads, decides)
    assert grant_for(actor, Action.SEE_CYCLE, LAHOLM) == county
    assert grant_for(actor, Action.COMPLETE, LAHOLM) == leads
    assert grant_for(actor, Action.REVIEW, LAHOLM) == decides
    assert grant_for(actor, Action.COMPLETE, HALMSTAD) is None


def test_the_reach_of_several_grants_is_all_of_theirs() -> None:
    actor = an_actor(GRANTS[Role.COUNTY_COORDINATOR], Grant(role=Role.CONTRIBUTOR, municipalities=("1443", "1480")))
    assert reach(actor, Action.SEE_CYCLE) == Reach(
        counties=frozenset({"13"}), municipalities=frozenset({"1443", "1480"})
    )
    assert reach(actor, Action.EXTEND) == Reach(counties=frozenset({"13"}))
    assert reach(an_actor(GRANTS[Role.SUPERVISOR]), Action.SEE_ROUND) == Reach(everywhere=True)


CODES = st.lists(st.sampled_from(["1380", "1381", "1443"]), max_size=2).map(tuple)
ANY_GRANT = st.builds(
    Grant, role=st.sampled_from(Role), county=st.sampled_from([None, "13", "14"]), municipalities=CODES
)


@given(st.lists(ANY_GRANT, max_size=3), st.sampled_from(Action), st.sampled_from([LAHOLM, HALMSTAD, BOLLEBYGD]))
def test_a_list_shows_exactly_the_places_where_one_may(grants: list[Grant], action: Action, place: Place) -> None:
    actor = an_actor(*grants)
    found = reach(actor, action)
    listed = found.everywhere or place.county in found.counties or place.municipality in found.municipalities
    assert listed == may(actor, action, place)
