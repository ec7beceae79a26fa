"""What may be said of a step, by whom and when: each rule makes the entry that is kept, or says no."""

import unicodedata
from collections.abc import Iterator

from domain.commands import Acting
from domain.comments import (
    MOST,
    WITH_TEXT,
    About,
    Audience,
    CommentInvalid,
    CommentWithdrawn,
    Entry,
    Kind,
    NotASupplement,
    NotYourComment,
    Remark,
    State,
    StepNotReleased,
    SupplementNotOpen,
    TooManyComments,
    Written,
)
from domain.content import personal
from domain.content.thread import thread
from domain.content.year import read
from domain.errors import Finding
from domain.people import Role
from domain.steps import StepStatus

RELEASED = frozenset({StepStatus.SUBMITTED, StepStatus.DONE})


def comment(about: About, audience: Audience, remark: Remark) -> Entry:
    """Raises CommentInvalid, and StepNotReleased for what is shared too early."""
    return _on(about, audience, Kind.COMMENT, remark)


def supplement(about: About, remark: Remark) -> Entry:
    """Begäran om komplettering. Raises CommentInvalid, StepNotReleased."""
    return _on(about, Audience.SHARED, Kind.SUPPLEMENT, remark)


def _on(about: About, audience: Audience, kind: Kind, remark: Remark) -> Entry:
    check(remark)
    if audience is Audience.SHARED:
        _check_released(about)
        if remark.object is not None and not holds(about, remark.object):
            message = "the step holds no such object as it was handed in"
            finding = Finding(code="object-unknown", pointer="/object", message=message)
            raise CommentInvalid("The comment is about something that the step does not hold", (finding,))
    return Entry(
        step=about.step,
        version=about.version,
        audience=audience,
        kind=kind,
        object=remark.object,
        text=remark.text,
    )


def answer(to: Written, about: About, by: Acting, remark: Remark) -> Entry:
    """An answer speaks of what it answers, to the same people. Raises CommentInvalid, CommentWithdrawn and
    StepNotReleased.

    While a step is being reworked the municipality may still answer what was said of it; the county waits.
    """
    check(remark)
    _check_stands(to)
    if by.role is Role.COUNTY_COORDINATOR:
        _check_released(about)
    return to.entry.model_copy(update={"kind": Kind.COMMENT, "text": remark.text, "refers_to": to.number})


def withdrawal(of: Written, person: str) -> Entry:
    """Raises NotYourComment, CommentWithdrawn."""
    if of.person != person:
        raise NotYourComment("A comment is withdrawn by the person who wrote it; answer it instead")
    _check_stands(of)
    return of.entry.model_copy(update={"kind": Kind.WITHDRAWAL, "text": None, "refers_to": of.number})


def settlement(of: Written) -> Entry:
    """Raises NotASupplement, SupplementNotOpen."""
    if of.state is None:
        raise NotASupplement("Only a request for supplement is marked settled; answer the comment instead")
    if of.state is not State.OPEN:
        raise SupplementNotOpen(f"The request for supplement is {of.state} already; there is nothing left to do")
    return of.entry.model_copy(update={"kind": Kind.SETTLEMENT, "text": None, "refers_to": of.number})


def check_room(entry: Entry, written: int) -> None:
    """Raises TooManyComments where the person has `written` that many entries in the year; one may always withdraw."""
    if entry.kind in WITH_TEXT and written >= MOST:
        raise TooManyComments(f"One person writes at most {MOST:,} comments in a year; use a document for long matters")


def check(remark: Remark) -> None:
    """Raises CommentInvalid, with the place and never the words of what cannot be kept."""
    found = tuple(_findings(remark))
    if found:
        raise CommentInvalid(f"The comment cannot be kept: {len(found)} finding(s)", found)


def _findings(remark: Remark) -> Iterator[Finding]:
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in remark.text):
        yield Finding(code="not-text", pointer="/text", message="there are signs in it that are no text")
    yield from personal.unanswered(remark.model_dump(mode="json"))


def holds(about: About, name: str) -> bool:
    """Whether the step's content has the object of that name."""
    content = about.content or {}
    if not name.startswith("/"):
        return any(node.id == name for node in thread(read({about.form: content})).nodes)
    value: object = content
    for part in name.removeprefix("/").split("/"):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return False
    return True


def _check_released(about: About) -> None:
    if about.status not in RELEASED:
        message = "is not handed in; until it is, only the municipality comments on it, among its own people"
        raise StepNotReleased(f"{about.step} {message}")


def _check_stands(comment: Written) -> None:
    if comment.withdrawn:
        raise CommentWithdrawn("The comment has been withdrawn by its writer")
