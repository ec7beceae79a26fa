"""What all pages of a step share: the step as it stands, whose it is, and the ways between its pages."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Response

from api.signing_in.demo import is_demo
from domain.commands import StepKey
from domain.comments import audiences
from domain.cycle import Cycle, StepNotFound
from domain.forms import NO_FORM
from domain.membership.decide import PersonNotFound
from domain.people import Action, Role, reach
from domain.process import StepDefinition
from domain.steps import Step
from storage import comment_marks, comments, directory
from storage.cycles import RELEASED, StepRow, restored
from web.language import N_
from web.page import Page
from web.pages.year_frame import Tab, Year, YearHere
from web.words import ROLES

STEP = "/ar/{cycle}/steg/{step}"

# Each page of a step, and what one must be allowed to do to see it.
WAYS = (
    ("step", N_("Steget"), Action.SEE_CYCLE),
    ("step-evidence", N_("Underlag"), Action.SEE_CONTENT),
    ("step-comments", N_("Kommentarer"), Action.COMMENT),
    ("step-versions", N_("Versioner"), Action.SEE_CYCLE),
    ("step-history", N_("Historik"), Action.SEE_CYCLE),
)


@dataclass(frozen=True)
class StepOf:
    """One step of a municipality's year as somebody looks at it, with how many comments they have not read."""

    year: Year
    row: StepRow
    unread: int

    @property
    def page(self) -> Page:
        return self.year.page

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def title(self) -> str:
        return self.year.titled(self.key)

    @property
    def definition(self) -> StepDefinition:
        return self.year.procedure.definitions[self.key]

    @cached_property
    def cycle(self) -> Cycle:
        return restored(self.year.row.state, self.year.procedure)

    @property
    def state(self) -> Step:
        return self.cycle.step(self.key)

    @property
    def own(self) -> bool:
        """Whether one is of the municipality and sees its drafts."""
        return self.year.may(Action.SEE_DRAFT)

    @property
    def reads(self) -> bool:
        """Whether one may read what was handed in: others than the municipality only while it is."""
        return self.year.may(Action.SEE_CONTENT) and (self.own or self.row.status in RELEASED)

    @property
    def takes_content(self) -> bool:
        return self.definition.form != NO_FORM

    def href(self, name: str = "step", **asked: str) -> str:
        """The address of a page of this step. Every name is one that this package has."""
        found = self.page.href(name, cycle=self.year.id, step=self.key)
        assert found is not None, name  # noqa: S101
        query = "&".join(f"{each}={value}" for each, value in asked.items())
        return f"{found}?{query}" if query else found

    def render(self, template: str, shown: str, /, status: int = 200, **values: object) -> Response:
        """`shown` is the page's name in WAYS."""
        crumbs = self._crumbs()
        tabs = self._tabs(shown) if self.takes_content else []
        return self.page.render(template, status, on=self, crumbs=crumbs, tabs=tabs, **values)

    def _crumbs(self) -> list[dict[str, str]]:
        there = self.page.href("year", cycle=self.year.id)
        return [{"text": f"{self.year.municipality.name} {self.year.row.year}", "href": there}] if there else []

    def _tabs(self, shown: str) -> list[Tab]:
        allowed = [(name, text) for name, text, action in WAYS if self.year.may(action)]
        return [Tab(text, self.href(name), name == shown) for name, text in allowed]

    def role(self, role: str) -> str:
        return self.page.t.gettext(ROLES[Role(role)])


async def _opened(year: YearHere, step: StepKey) -> StepOf:
    """Raises StepNotFound."""
    for row in year.steps:
        if row.key == step:
            return StepOf(year, row, await _unread(year, step))
    raise StepNotFound("This year has no step with that key")


async def _unread(year: Year, step: str) -> int:
    """None for those who take no part in the comments."""
    reader = year.page.reader
    readable = audiences(reader, year.place)
    if not readable:
        return 0
    async with year.page.services.sessions() as session:
        upto = await comment_marks.mark(session, reader.person, year.id)
        there = comments.Year(year.municipality, year.id, readable)
        return (await comment_marks.unread(session, there, reader.person, upto)).get(step, 0)


StepHere = Annotated[StepOf, Depends(_opened)]


async def names(page: Page, people: Collection[str | None]) -> Mapping[str, str]:
    """The names of these people (ids), where one may know them; demo people have none."""
    found: dict[str, str] = {}
    async with page.services.sessions() as session:
        for person in {each for each in people if each is not None and not is_demo(each)}:
            with suppress(PersonNotFound):
                seen = reach(page.reader, Action.SEE_PEOPLE)
                oneself = person == page.reader.person
                card = await directory.card(session, person, seen, page.today, oneself=oneself)
                if card.row.name:
                    found[person] = card.row.name
    return found
