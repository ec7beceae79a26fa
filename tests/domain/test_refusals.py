"""Every no of the decider: where the year stands, what somebody wants, and the class of the refusal."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.arranging import DateNotLater, LawRequires, NotAssignable, NotWaivable
from domain.commands import Command
from domain.cycle import StepNotFound
from domain.decide import CycleNotStarted, YearClosed
from domain.errors import DomainError
from domain.forms import ContentInvalid
from domain.people import Body, Role
from domain.process import Kind
from domain.rules import (
    AlreadyBuiltUpon,
    ContentChanged,
    CycleAlreadyStarted,
    MoveNotPossible,
    NotYourStep,
    StepIsStale,
    StepNotOpen,
)
from tests.domain import builders as a
from tests.domain.builders import Year, a_year, an_actor

CONTRIBUTOR, DECIDES, POLICE = Role.CONTRIBUTOR, Role.DECISION_MAKER, Role.POLICE_PARTNER
IN_JUNE_2028 = date(2028, 6, 1)


def submitted(**given: object) -> Year:
    """A year whose situation analysis waits for its approver."""
    year = a_year(upto="situation_analysis")
    year.give(a.complete("situation_analysis", **given))
    return year


def stale_submission() -> Year:
    year = submitted()
    year.give(a.reopen("mapping"))
    return year


def closed() -> Year:
    return a_year(upto=None)


def law_stale() -> Year:
    year = closed()
    year.give(a.reopen("mapping"))
    year.settle("mapping", content=a.CHANGED)
    return year


def begun_adoption() -> Year:
    year = a_year(upto="closing")
    year.give(a.complete("adoption"))
    return year


Refusal = tuple[Callable[[], Year], Command, type[DomainError]]
COMPLETES, HANDED_IN = a.complete("mapping"), "situation_analysis"

REFUSALS: dict[str, Refusal] = {
    "before the start": (a.a_blank, COMPLETES, CycleNotStarted),
    "started twice": (a_year, a.start(), CycleAlreadyStarted),
    "after closing": (closed, a.complete("closing"), YearClosed),
    "closed again": (closed, a.close(), YearClosed),
    "no such step": (a_year, a.reopen("harvest"), StepNotFound),
    "not in a light year": (lambda: a_year(Kind.LIGHT), a.complete("goals"), StepNotFound),
    "another's step": (a_year, a.complete("organisation", actor=an_actor(CONTRIBUTOR)), NotYourStep),
    "the county's hand": (a_year, a.complete("organisation", actor=a.COUNTY), NotYourStep),
    "a decision-maker's": (
        lambda: a_year(upto="council_report"),
        a.complete("council_report", actor=a.COORDINATOR),
        NotYourStep,
    ),
    "another body's": (
        lambda: a_year(upto="council_report"),
        a.complete("council_report", actor=an_actor(DECIDES, bodies=[Body.ASSEMBLY])),
        NotYourStep,
    ),
    "too early": (a_year, COMPLETES, StepNotOpen),
    "handed in already": (submitted, a.complete(HANDED_IN), StepNotOpen),
    "done already": (lambda: a_year(upto="mapping"), a.complete("organisation"), StepNotOpen),
    "no text": (a_year, a.complete("organisation", content={}), ContentInvalid),
    "another version": (a_year, a.complete("organisation", expected=1), ContentChanged),
    "approved by none": (a_year, a.approve("organisation"), NotYourStep),
    "approved by a doer": (submitted, a.approve(HANDED_IN, actor=a.COORDINATOR), NotYourStep),
    "approved by the county": (submitted, a.approve(HANDED_IN, actor=a.COUNTY), NotYourStep),
    "approved by another body": (submitted, a.approve(HANDED_IN, actor=an_actor(DECIDES, bodies=["KS"])), NotYourStep),
    "approved by no body": (submitted, a.approve(HANDED_IN, actor=an_actor(DECIDES)), NotYourStep),
    "returned by another body": (
        submitted,
        a.send_back(HANDED_IN, actor=an_actor(DECIDES, bodies=["KF"])),
        NotYourStep,
    ),
    "approved unseen": (submitted, a.approve(HANDED_IN, expected=0), ContentChanged),
    "returned unseen": (submitted, a.send_back(HANDED_IN, expected=2), ContentChanged),
    "nothing to approve": (lambda: a_year(upto=HANDED_IN), a.approve(HANDED_IN), MoveNotPossible),
    "nothing to return": (lambda: a_year(upto="goals"), a.send_back(HANDED_IN), MoveNotPossible),
    "approved while stale": (stale_submission, a.approve(HANDED_IN), StepIsStale),
    "given to the county": (a_year, a.assign("mapping", Role.COUNTY_COORDINATOR), NotAssignable),
    "given to a supervisor": (a_year, a.assign("mapping", Role.SUPERVISOR), NotAssignable),
    "given when done": (lambda: a_year(upto=HANDED_IN), a.assign("mapping", POLICE), MoveNotPossible),
    "not later than its date": (a_year, a.extend("mapping", date(2026, 10, 20)), DateNotLater),
    "too far away": (a_year, a.extend("mapping", date(2030, 1, 1)), DateNotLater),
    "extended when done": (closed, a.extend("mapping", IN_JUNE_2028), YearClosed),
    "nothing to extend": (lambda: a_year(upto=HANDED_IN), a.extend("mapping", IN_JUNE_2028), MoveNotPossible),
    "waived law": (a_year, a.waive("mapping"), NotWaivable),
    "waived practice": (a_year, a.waive("closing"), NotWaivable),
    "waived when done": (lambda: a_year(upto="goals"), a.waive("prioritisation"), MoveNotPossible),
    "recalled by others": (submitted, a.recall(HANDED_IN, actor=an_actor(CONTRIBUTOR)), NotYourStep),
    "recalled when built upon": (submitted, a.recall("mapping"), AlreadyBuiltUpon),
    "recalled when approved": (lambda: a_year(upto="prioritisation"), a.recall(HANDED_IN), AlreadyBuiltUpon),
    "nothing to recall": (a_year, a.recall("organisation"), MoveNotPossible),
    "the start recalled": (a_year, a.recall("start"), MoveNotPossible),
    "the start reopened": (a_year, a.reopen("start", actor=a.COUNTY), MoveNotPossible),
    "reopened by others": (closed, a.reopen("decision", actor=an_actor(CONTRIBUTOR)), NotYourStep),
    "reopened by the county": (closed, a.reopen("decision", actor=a.COUNTY), NotYourStep),
    "reopened unfinished": (submitted, a.reopen(HANDED_IN), MoveNotPossible),
    "nothing to confirm": (submitted, a.confirm(HANDED_IN), MoveNotPossible),
    "confirmed too early": (stale_submission, a.confirm(HANDED_IN), StepNotOpen),
    "redone too early": (stale_submission, a.complete(HANDED_IN), StepNotOpen),
    "confirmed by others": (stale_submission, a.confirm(HANDED_IN, actor=an_actor(POLICE)), NotYourStep),
    "confirmed unseen": (stale_submission, a.confirm(HANDED_IN, expected=2), ContentChanged),
    "closed without law": (a_year, a.close(), LawRequires),
    "closed with law stale": (law_stale, a.close(), LawRequires),
    "closed with a submission": (begun_adoption, a.close(), MoveNotPossible),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_rule_says_no_and_nothing_has_happened(why: str) -> None:
    begins, command, error = REFUSALS[why]
    year = begins()
    before = year.cycle
    with pytest.raises(error) as refused:
        year.give(command)
    assert refused.value.code == error.__name__
    assert refused.type is error
    assert year.cycle is before
