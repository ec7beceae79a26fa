"""No personal data in free text: what must be taken out or answered for before it is kept, in a step's content as in a
statement or a comment.

A lägesbild is built on areas and groups and needs no personal data. Findings say where something stands and what kind
of thing it is, never what it says. A personnummer or samordningsnummer has to go; anything else may stay once
`answered` says why (`domain/content/base.py`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from pydantic import JsonValue

from domain.commands import Content
from domain.content.base import Answer, Reason
from domain.content.patterns import (
    Reading,
    has_email,
    has_identity,
    has_identity_in_parts,
    has_phone,
    has_street,
    reading,
)
from domain.errors import Finding
from domain.forms import FORMS, pointer


class Kind(StrEnum):
    """What was found; the code of the finding."""

    IDENTITY_NUMBER = "identity-number"
    LIKE_IDENTITY_NUMBER = "like-identity-number"
    PHONE = "phone-number"
    EMAIL = "email-address"
    STREET = "street-address"


IN_ANSWERED = "in answered"
_OR_ANSWER = f"remove it, or say {IN_ANSWERED} why it may stand"
_SAYS: Mapping[Kind, str] = {
    Kind.IDENTITY_NUMBER: "this reads as a personnummer or samordningsnummer: remove it; "
    "if it is a phone number, put a hyphen after the area code",
    Kind.LIKE_IDENTITY_NUMBER: f"this may be a personnummer written in parts: {_OR_ANSWER}",
    Kind.PHONE: f"this reads as a phone number: {_OR_ANSWER}",
    Kind.EMAIL: f"this reads as an e-mail address: {_OR_ANSWER}",
    Kind.STREET: f"this reads as a street address with a number: name the area or {_OR_ANSWER}",
}

# What a field is there for: 12 § 2 makes the coordination function a contact point, by a mailbox or phone of its own.
_MEANT_FOR: Mapping[tuple[str, str], frozenset[Kind]] = {
    ("organisation", "/coordination/contact"): frozenset({Kind.PHONE, Kind.EMAIL}),
    ("coordination", "/coordination/contact"): frozenset({Kind.PHONE, Kind.EMAIL}),  # as a statement
}

_READ: Mapping[Kind, Callable[[Reading], bool]] = {
    Kind.IDENTITY_NUMBER: has_identity,
    Kind.LIKE_IDENTITY_NUMBER: has_identity_in_parts,
    Kind.PHONE: has_phone,
    Kind.EMAIL: has_email,
    Kind.STREET: has_street,
}
# Most texts of a form: no digit and nothing that an e-mail address needs; an id or a small figure; a day.
_NOTHING = re.compile(r"[^0-9@０-９＠(\[]*|\w{1,5}|[0-9]{4}-[0-9]{2}-[0-9]{2}")

Place = tuple[int | str, ...]


def findings(form: str, content: Content) -> tuple[Finding, ...]:
    """What in `content`, whose shape is right, keeps it from being handed in: one finding for each place and kind."""
    # The plain text of the first process version's years has nowhere to answer, and its shape cannot change under years
    # that run: refusing there what may be right would leave no way on. Only what can never be right is refused.
    return unanswered(content, form) if "answered" in FORMS[form].model_fields else never(content)


def unanswered(content: Content, form: str = "") -> tuple[Finding, ...]:
    """What of anything a person sends has to go, or be answered for in its `answered`; `form` is a form's name, or a
    statement's kind, where fields are there for a phone number or mailbox.
    """
    answered = _answered(content)
    return tuple(
        Finding(code=kind.value, pointer=at, message=_SAYS[kind])
        for at, kind in found(content)
        if kind is Kind.IDENTITY_NUMBER or (at not in answered and kind not in _MEANT_FOR.get((form, at), ()))
    )


def answers(content: Content, reason: Reason) -> tuple[Answer, ...]:
    """An answer to each place where something was found that may be answered for, the same for all of them."""
    places = dict.fromkeys(at for at, kind in found(content) if kind is not Kind.IDENTITY_NUMBER)
    return tuple(Answer(pointer=at, reason=reason) for at in places)


def never(body: Content) -> tuple[Finding, ...]:
    """What may not even be kept as somebody's refused attempt: national identity numbers, anywhere in a request."""
    return tuple(
        Finding(code=kind.value, pointer=at, message=_SAYS[kind])
        for at, kind in found(body)
        if kind is Kind.IDENTITY_NUMBER
    )


def found(content: Content) -> tuple[tuple[str, Kind], ...]:
    """JSON pointer and kind of all that is found in any nested JSON, each once, whether answered or not."""
    return tuple(dict.fromkeys((pointer(at), kind) for at, text in _texts(content, ()) for kind in kinds(text)))


def kinds(text: str) -> tuple[Kind, ...]:
    """What stands in a text, each kind once."""
    if _NOTHING.fullmatch(text):
        return ()
    read = reading(text)
    return tuple(kind for kind, stands_in in _READ.items() if stands_in(read))


def spared(finding: Finding) -> Finding:
    """The same finding, pointing no deeper than to where an unknown field's name would repeat personal data."""
    steps = finding.pointer.split("/")
    for depth, step in enumerate(steps):
        if kinds(step.replace("~1", "/").replace("~0", "~")):
            return finding.model_copy(update={"pointer": "/".join(steps[:depth])})
    return finding


def _texts(value: JsonValue, at: Place) -> Iterator[tuple[Place, str]]:
    """Every text, number and name of a field, with its place; a telling name's place is the object it stands in."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield at, f"{value:.0f}" if float(value).is_integer() else str(value)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, (*at, index))
    else:
        for name, part in value.items():
            if kinds(name):
                yield at, name
                yield from ((at, text) for _, text in _texts(part, at))
            else:
                yield from _texts(part, (*at, name))


def _answered(content: Content) -> frozenset[JsonValue]:
    answers = content.get("answered")
    if not isinstance(answers, list):
        return frozenset()
    named = (answer.get("pointer") for answer in answers if isinstance(answer, dict))
    return frozenset(at for at in named if isinstance(at, str))
