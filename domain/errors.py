"""What can be wrong, in the domain's words. Nothing here knows of HTTP.

The class name is the machine-readable code; nobody branches on the message.

    DomainError
    ├── NotFound        what was named does not exist, or may not be known to exist
    ├── NotAllowed      this role may not do this here
    ├── Conflict        right in itself, but not now: the year stands elsewhere
    └── Invalid         the request itself cannot be right
        └── InvalidProcess, ContentInvalid … carry `findings`
"""

from pydantic import BaseModel, ConfigDict


class Finding(BaseModel):
    """One thing that is wrong with something a person wrote, without repeating what was written.

    `code` is a stable name, `pointer` a JSON pointer (RFC 6901) into what was sent, `message` a sentence for a person.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    pointer: str
    message: str


class DomainError(Exception):
    """A rule said no. `findings` names the places, where there are any."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = findings

    @property
    def code(self) -> str:
        return type(self).__name__


class NotFound(DomainError):
    pass


class NotAllowed(DomainError):
    pass


class Conflict(DomainError):
    pass


class Invalid(DomainError):
    pass
