"""What a rule about people has to know beside the person whom a command is about."""

from dataclasses import dataclass, field

from domain.errors import Conflict
from domain.membership.authority import Post
from domain.membership.person import Person
from domain.people import Actor
from domain.places import Places


class PersonGone(Conflict):
    """The account is closed. Somebody who comes back is invited anew."""


@dataclass(frozen=True)
class Around:
    """What a rule has to know beside the person. `by` is who asks; nobody, when it is time or a sign-in that does.

    `active` and `invited` are the posts that others hold who have signed in, and who have not yet.
    """

    places: Places = field(default_factory=lambda: Places({}, {}))
    by: Actor | None = None
    active: frozenset[Post] = field(default_factory=frozenset[Post])
    invited: frozenset[Post] = field(default_factory=frozenset[Post])
    substitute: Person | None = None


def check_open(person: Person) -> None:
    if not person.open:
        raise PersonGone("The account is closed; somebody who comes back is invited anew")
