"""Service tokens for integrations: a token acts as the person who made it, and as less than that person may.

It names some of the maker's roles, in some of their places, and the actions that it may ask for. What the maker loses
the token loses, and with the maker's account it ends. It cannot make tokens or decide about people, and it is of no use
to approve what its maker handed in, as both are the same person.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta

from domain.errors import Finding, Invalid
from domain.people import EVERYWHERE, Action, Actor, Grant, Role

LONGEST = timedelta(days=365)
NEVER = frozenset({Action.MAKE_TOKEN, Action.MANAGE_PEOPLE, Action.ERASE_PEOPLE})
ALWAYS = frozenset({Action.SEE_CYCLE})  # which years and steps there are, which every list tells


class TokenTooWide(Invalid):
    """The token would be allowed what its maker is not, or what no token may do; `errors` says where."""


def limited(maker: Actor, grants: Collection[Grant], actions: frozenset[Action]) -> Actor:
    """The maker as the token may act today: what it names, as far as the maker still holds it themselves."""
    own = [grant for grant in maker.grants if grant.on_behalf is None]
    left = tuple(part for asked in grants for held in own for part in _both(asked, held))
    return Actor(person=maker.person, grants=left, actions=(actions | ALWAYS) - NEVER)


def check(maker: Actor, asked: Grant, actions: frozenset[Action]) -> None:
    """Raises TokenTooWide."""
    findings = [
        Finding(code="never-by-token", pointer=f"/actions/{index}", message="this takes a person who is signed in")
        for index, action in enumerate(sorted(actions))
        if action in NEVER
    ]
    left = limited(maker, (asked,), actions).grants
    held = {code for grant in left for code in grant.municipalities}
    if not left or set(asked.municipalities) - held:
        findings.append(Finding(code="not-yours", pointer="/role", message="a role that you have yourself, there"))
    elif set(asked.bodies) - {body for grant in left for body in grant.bodies}:
        findings.append(Finding(code="not-yours", pointer="/bodies", message="bodies that you speak for yourself"))
    if findings:
        raise TokenTooWide("The token may be no more than you are; errors says where it would be", tuple(findings))


def _both(asked: Grant, held: Grant) -> Iterator[Grant]:
    if asked.role is not held.role:
        return
    if asked.role in EVERYWHERE:
        yield asked
    elif asked.role is Role.COUNTY_COORDINATOR:
        if asked.county == held.county:
            yield asked
    elif places := tuple(code for code in asked.municipalities if code in held.municipalities):
        bodies = tuple(body for body in asked.bodies if body in held.bodies)
        yield asked.model_copy(update={"municipalities": places, "bodies": bodies})
