"""Absence and substitutes: what is lent, to whom, when."""

from datetime import date, timedelta

import pytest

from domain.membership.absences import AbsenceInvalid, AbsenceNotFound
from domain.membership.authority import STANDS_IN, MayNotManage, borrowed
from domain.membership.commands import EndAbsence, StateAbsence
from domain.membership.decide import decide
from domain.membership.events import fold
from domain.membership.person import Person
from domain.people import Body, Role
from tests.domain import townsfolk as a

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 20)
LENT = """
                      county municipal contributor decision police supervisor administrator
county_coordinator    yes    -         -           -        -      -          -
municipal_coordinator -      yes       yes         -        -      -          -
contributor           -      yes       yes         -        -      -          -
decision_maker        -      -         -           yes      -      -          -
police_partner        -      -         -           -        yes    -          -
supervisor            -      -         -           -        -      yes        -
administrator         -      -         -           -        -      -          yes
"""


def away(person: Person, substitute: Person | None, first: date = FIRST, last: date = LAST) -> Person:
    wanted = StateAbsence(first=first, last=last, substitute=substitute.id if substitute else None)
    return fold(person, decide(person, wanted, a.around(a.acting_as(person), substitute=substitute), a.NOW))


def lent(absent: Person, substitute: Person) -> list[str]:
    grants = borrowed(substitute.standing(a.TODAY), absent.standing(a.TODAY), absent.id)
    assert all(grant.on_behalf == absent.id for grant in borrowed(substitute.roles, absent.roles, absent.id))
    return [f"{grant.role} {''.join(grant.municipalities) or grant.county or ''}".strip() for grant in grants]


def test_who_stands_in_for_whom_in_the_same_place() -> None:
    rows = [line.split() for line in LENT.strip().splitlines()[1:]]
    drawn = {Role(role): {r for r, word in zip(Role, words, strict=True) if word == "yes"} for role, *words in rows}
    assert drawn == STANDS_IN
    for role, others in drawn.items():
        stand_in = {o for o in Role if lent(a.active("p", a.an_offer(role)), a.active("q", a.an_offer(o)))}
        assert stand_in == others


def test_only_what_the_two_have_in_common_is_lent() -> None:
    police = a.active("p", a.an_offer(Role.POLICE_PARTNER, "1380", "1381"), a.an_offer(Role.CONTRIBUTOR, "1443"))
    assert lent(police, a.active("q", a.an_offer(Role.POLICE_PARTNER, "1381"))) == ["police_partner 1381"]
    leads = a.active("p", a.an_offer(Role.MUNICIPAL_COORDINATOR))
    assert lent(leads, a.active("q", a.an_offer(Role.CONTRIBUTOR, "1380"))) == []


def test_a_voice_in_a_body_is_lent_to_those_who_have_one_there() -> None:
    absent = a.active("p", a.an_offer(Role.DECISION_MAKER, bodies=(Body.STEERING_GROUP, Body.ASSEMBLY)))
    same = a.active("q", a.an_offer(Role.DECISION_MAKER, bodies=(Body.STEERING_GROUP, Body.COUNCIL)))
    other = a.active("r", a.an_offer(Role.DECISION_MAKER, bodies=(Body.COUNCIL,)))
    (grant,) = borrowed(same.roles, absent.roles, absent.id)
    assert grant.bodies == (Body.STEERING_GROUP,)
    assert lent(absent, other) == []


def test_an_absence_lasts_from_its_first_to_its_last_day() -> None:
    person = away(a.active("p"), a.active("q"))
    days = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
    assert [person.absent(day) for day in days] == [False, True, True, False]
    assert person.absences[0].substitute == "q"
    assert away(a.active("p"), None).absences[0].substitute is None


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (LAST, FIRST, {"/last"}),
        (a.TODAY - timedelta(days=9), a.TODAY - timedelta(days=1), {"/last"}),
        (FIRST, FIRST + timedelta(days=800), {"/last"}),
    ],
)
def test_days_that_cannot_be(first: date, last: date, found: set[str]) -> None:
    with pytest.raises(AbsenceInvalid) as refused:
        away(a.active("p"), None, first, last)
    assert {finding.pointer for finding in refused.value.findings} == found


def test_two_absences_do_not_meet() -> None:
    person = away(a.active("p"), None)
    with pytest.raises(AbsenceInvalid):
        away(person, None, LAST, LAST + timedelta(days=3))
    assert len(away(person, None, LAST + timedelta(days=1), LAST + timedelta(days=3)).absences) == 2


def test_a_substitute_is_another_in_the_same_place_who_has_signed_in_and_is_there() -> None:
    person = a.active("p")
    for unfit in (
        person,
        a.invited("q"),
        a.active("q", a.an_offer(Role.CONTRIBUTOR, "1380")),
        a.active("q", a.an_offer(Role.DECISION_MAKER)),
        Person(id="q"),
        away(a.active("q"), None, LAST, LAST),
    ):
        with pytest.raises(AbsenceInvalid) as refused:
            away(person, unfit)
        assert [finding.pointer for finding in refused.value.findings] == ["/substitute"]


def test_an_absence_ends_early_or_has_not_been() -> None:
    person = away(
        away(a.active("p"), None, a.TODAY - timedelta(days=3), LAST),
        None,
        LAST + timedelta(days=1),
        LAST + timedelta(days=9),
    )
    running, ahead = person.absences
    back = fold(person, a.asked(person, EndAbsence(absence=running.id), a.LAHOLM))
    assert (back.absences[0].id, back.absences[0].last) == (running.id, a.TODAY - timedelta(days=1))
    assert not back.absent(a.TODAY)
    never = fold(back, a.asked(back, EndAbsence(absence=ahead.id), a.LAHOLM))
    assert [each.id for each in never.absences] == [running.id]
    for over in (running.id, ahead.id, "other"):
        with pytest.raises(AbsenceNotFound):
            a.asked(never, EndAbsence(absence=over), a.LAHOLM)


def test_an_absence_is_stated_by_oneself_or_by_those_who_decide_about_all_of_ones_roles() -> None:
    person = a.active("p", a.an_offer(), a.an_offer(Role.CONTRIBUTOR, "1380"))
    wanted = StateAbsence(first=FIRST, last=LAST)
    for by in (a.ADMINISTRATOR, a.acting_as(person)):
        assert a.asked(person, wanted, by)
    for by in (a.LAHOLM, a.HALLAND, a.acting_as(a.active("q"))):
        with pytest.raises(MayNotManage):
            a.asked(person, wanted, by)
