"""The answer card: what people keep asking of a municipality, answered from what the rules of the Act rest on.

Is there a lägesbild, and of which day? Does the plan hold, and until when? What is next? Where can it be read?
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.content.base import Link, Period
from domain.law import known as k
from domain.law.clocks import Clock, DatedBy
from domain.law.facts import Facts
from domain.law.picture_rules import clock as picture_clock
from domain.law.plan_rules import clock as plan_clock


@dataclass(frozen=True)
class PictureAnswer:
    """`day` is the lägesbild's, counted as `dated_by` says; None where none is stated. `clock` is that of 6 §."""

    day: date | None
    dated_by: DatedBy | None
    clock: Clock | None


@dataclass(frozen=True)
class PlanAnswer:
    """`day` is the plan's, `decided` whether that is a decision's; `valid` is None where the plan does not say."""

    day: date | None
    decided: bool
    valid: Period | None
    clock: Clock | None

    def over(self, today: date) -> bool:
        return self.valid is not None and self.valid.last < today


@dataclass(frozen=True)
class Published:
    """Somewhere to read it; `of` is `situation_analysis` or `action_plan`."""

    of: str
    title: str
    url: str


@dataclass(frozen=True)
class Answers:
    picture: PictureAnswer
    plan: PlanAnswer
    published: tuple[Published, ...]


def answers(facts: Facts, today: date) -> Answers:
    """As of a day; what is dated later does not count."""
    pictures, plans = k.pictures(facts, today), k.plans(facts, today)
    picture, plan = next(iter(pictures), None), next(iter(plans), None)
    return Answers(
        picture=PictureAnswer(
            day=picture.at.day if picture else None,
            dated_by=picture.at.dated_by if picture else None,
            clock=picture_clock(pictures),
        ),
        plan=PlanAnswer(
            day=plan.at.day if plan else None,
            decided=plan is not None and plan.decision is not None,
            valid=_valid(plan) if plan else None,
            clock=plan_clock(plans, k.follow_ups(facts, today)),
        ),
        published=tuple(dict.fromkeys([*_picture_links(picture), *_plan_links(plan)])),
    )


def _valid(plan: k.Plan) -> Period | None:
    if plan.stated is not None:
        return plan.stated.valid
    written = plan.year.content.action_plan if plan.year else None
    return written.valid if written else None


def _picture_links(picture: k.Picture | None) -> Iterator[Published]:
    if picture is None:
        return
    yield from _links("situation_analysis", picture.stated.links if picture.stated else ())
    content = picture.year.content if picture.year else None
    for form in (content.situation_analysis, content.adoption) if content else ():
        yield from _links("situation_analysis", form.links if form else ())


def _plan_links(plan: k.Plan | None) -> Iterator[Published]:
    if plan is None:
        return
    yield from _links("action_plan", plan.stated.links if plan.stated else ())
    content = plan.year.content if plan.year else None
    for form in (content.action_plan, content.decision) if content else ():
        yield from _links("action_plan", form.links if form else ())


def _links(of: str, links: Iterable[Link]) -> Iterator[Published]:
    for link in links:
        yield Published(of, link.title, str(link.url))
