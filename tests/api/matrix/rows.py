"""A row of the table: a route, what is asked before it answers, and how a request for a place is made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, Unpack

from domain.people import Action
from tests.api.matrix.askers import Asker
from tests.api.matrix.spots import Spot, Word
from tests.town import Json

Made = Callable[[Asker, Spot], Any]
Fill = Mapping[str, str | Made]
Answers = frozenset[str]
"""As "200" or "409 StepNotOpen": a status, and of a problem its name; of a page the status alone."""

NOT_SIGNED_IN = "401 NotSignedIn"
SIGN_IN = "303 /logga-in"


@dataclass(frozen=True)
class Gate:
    """A question on the way; whoever it does not let through is answered `no`."""

    lets: Callable[[Asker, Spot], bool]
    no: str


def may(action: Action, no: str = "403 RoleMayNot") -> Gate:
    """The policy's answer for the municipality."""
    return Gate(lambda asker, spot: asker.may(action, spot.place), no)


def may_in_county(action: Action, no: str = "403 RoleMayNot") -> Gate:
    """The policy's answer for what concerns the whole county."""
    return Gate(lambda asker, spot: asker.may(action, spot.county), no)


@dataclass(frozen=True)
class Row:
    """`gates` are asked in their order, after whether somebody is signed in at all unless `anybody` may ask.

    `answers` are those of whoever passes them: a success, or a rule's no, which comes after the policy. `fill`,
    `query` and `body` make the request, by name or from who asks where. `shows` is a word that the answer holds for
    whoever may read it; `file` is a field of
    the form and what is sent in it; `keeps` names something in the answer that one's later requests are for.
    """

    route: str
    gates: tuple[Gate, ...] = ()
    answers: tuple[str, ...] = ("200",)
    anybody: bool = False
    page: bool = False
    fill: Fill = field(default_factory=dict[str, str | Made])
    query: Fill = field(default_factory=dict[str, str | Made])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Json | Made | None = None
    form: Fill | None = None
    file: tuple[str, bytes] | None = None
    content: bytes | Made | None = None
    shows: Word | None = None
    keeps: tuple[str, Callable[[Json], str]] | None = None
    ends_sessions: bool = False

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    def address(self, asker: Asker, spot: Spot) -> str:
        def filled(found: re.Match[str]) -> str:
            given = self.fill.get(found[1])
            return str(made(given, asker, spot)) if given is not None else spot.there[found[1]]

        return re.sub(r"\{(\w+)(?::\w+)?\}", filled, self.route.partition(" ")[2])

    def expected(self, asker: Asker, spot: Spot) -> Answers:
        if self.anybody:
            return frozenset(self.answers)
        if asker.actor is None:
            page = SIGN_IN if self.method in {"GET", "HEAD"} else "401"
            return frozenset({page if self.page else NOT_SIGNED_IN})
        stopped = (gate.no for gate in self.gates if not gate.lets(asker, spot))
        refusal = next(stopped, None)
        if refusal is None:
            return frozenset(self.answers)
        return frozenset({refusal[:3] if self.page else refusal})


def made(given: Any, asker: Asker, spot: Spot) -> Any:  # noqa: ANN401  whatever a request is made of
    return given(asker, spot) if callable(given) else given


class More(TypedDict, total=False):
    """What a row may say beside its route and gates."""

    answers: tuple[str, ...]
    fill: Fill
    query: Fill
    headers: Mapping[str, str]
    body: Json | Made | None
    form: Fill
    shows: Word


def seen(path: str, *gates: Gate, **more: Unpack[More]) -> Row:
    return Row(f"GET {path}", gates, **more)
