"""The scope of a transaction: the places whose rows PostgreSQL shows to it and takes from it, the second fence.

    with within(Scope(("1381",))): ...      the rows of Laholm
    with within(Scope(("13",))): ...        the rows of Halland, but for what its municipalities keep to themselves
    with within(EVERYWHERE): ...            all rows, but for what the municipalities keep to themselves
    (nothing)                               no row at all

What a municipality keeps to itself: drafts, comments within it, internal annexes. The policies are in migration 0007.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from domain.people import Actor, seen

_CODE = re.compile(r"\d{2}|\d{4}")


@dataclass(frozen=True)
class Scope:
    """Codes of counties (two digits) and municipalities (four), or everywhere; and who looks, if it is a person."""

    codes: tuple[str, ...] = ()
    everywhere: bool = False
    person: str = ""

    def __post_init__(self) -> None:
        if not all(map(_CODE.fullmatch, self.codes)):
            raise ValueError("a scope takes codes of two digits (a county) or four (a municipality)")

    @property
    def setting(self) -> str:
        """As the policies read it: `*` and codes, a space between."""
        return " ".join(("*", *self.codes) if self.everywhere else self.codes)


NOTHING = Scope()
EVERYWHERE = Scope(everywhere=True)

_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope | None:
    """None where nobody has said anything."""
    return _scope.get()


@contextmanager
def within(scope: Scope) -> Generator[None]:
    """Transactions that begin in here have this scope; one that has begun keeps its own."""
    before = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(before)


def narrow(scope: Scope) -> None:
    """From here on, until the `within` around it ends: for whom it becomes known only on the way who looks."""
    _scope.set(scope)


def of_actor(actor: Actor) -> Scope:
    """Every place where the actor may do anything at all; what they may do there is asked of the policy."""
    places = seen(actor)
    return Scope((*sorted(places.counties), *sorted(places.municipalities)), places.everywhere, actor.person)


def of_place(identity: str) -> Scope:
    """The place whose code begins the id of a cycle (`1381-2027`) or a round (`13-2027`)."""
    return Scope((identity.partition("-")[0],))
