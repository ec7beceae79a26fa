"""What can go wrong at the door. None of these says more than a stranger may know."""

from api.errors import Unavailable
from domain.errors import Invalid, NotAllowed, NotFound


class SignInNotSetUp(NotFound):
    """This server has no sign-in provider; docs/sign-in.md says how it gets one."""


class SignInRefused(NotAllowed):
    """The answer that the browser brought from the sign-in provider does not hold. Beginning again is safe."""


class SignInNotBegun(SignInRefused):
    """The sign-in was not begun in this browser, took longer than ten minutes, or has been used already."""


class ProviderUnavailable(Unavailable):
    """The sign-in provider does not answer, or not as OpenID Connect says. Nothing was done; trying again is safe."""


class ForgedRequest(NotAllowed):
    """A request that a browser signed with its cookie, without the token that only our own pages have."""


class NotLocal(Invalid):
    """After signing in one can only go to an address of this server."""


class DemoDoorClosed(NotFound):
    """Demo sign-in exists with --demo alone, and from the machine that serves alone."""


class NotByToken(NotAllowed):
    """A service token cannot do this: it takes a person who is signed in."""
