"""What the routes hold: made once by the main that serves, handed to the application."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.signing_in.site import SignIn
from documents.printing import Printers
from domain.places import Places
from storage.database import Sessions
from storage.files import Files
from storage.processes import Procedures
from workflows.client import Conductor

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """`demo` turns the demo tokens on; they are refused from anywhere but this machine."""

    sessions: Sessions
    procedures: Procedures
    places: Places
    conductor: Conductor
    files: Files
    demo: bool = False
    clock: Clock = utc_now
    sign_in: SignIn = field(default_factory=SignIn)
    printers: Printers = field(default_factory=Printers)
