"""Who comments on what for whom, and what a comment may not hold."""

from itertools import product

import pytest
from pydantic import ValidationError

from domain import commenting as c
from domain.commands import Acting
from domain.comments import (
    LONGEST,
    MOST,
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
    audiences,
)
from domain.content.base import Answer, Reason
from domain.content.year import Content
from domain.errors import DomainError
from domain.people import Actor, Grant, Place, Role
from domain.steps import StepStatus

LAHOLM = Place(county="13", municipality="1381")
HALMSTAD = Place(county="13", municipality="1380")
BOLLEBYGD = Place(county="14", municipality="1443")
TWO, SHARED, NONE = (Audience.MUNICIPALITY, Audience.SHARED), (Audience.SHARED,), ()
IDENTITY = "811218-9876"
MEASURES: Content = {"measures": [{"id": "A1", "title": "Belysning", "problems": ["P1"]}]}


def a_grant(role: Role) -> Grant:
    if role is Role.COUNTY_COORDINATOR:
        return Grant(role=role, county="13")
    everywhere = role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
    return Grant(role=role, municipalities=() if everywhere else ("1381",))


def about(status: StepStatus = StepStatus.DONE, content: Content = MEASURES) -> About:
    return About(step="measures", status=status, version=2, form="measures", content=content)


def written(
    kind: Kind = Kind.COMMENT, *, withdrawn: bool = False, answered: bool = False, settled: bool = False
) -> Written:
    audience = Audience.SHARED
    entry = Entry(step="measures", version=1, audience=audience, kind=kind, text="Hur?", object="measure:A1")
    return Written(number=7, entry=entry, person="anna", withdrawn=withdrawn, answered=answered, settled=settled)


def acting(role: Role) -> Acting:
    return Acting(person="bo", role=role)


def codes(error: DomainError) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in error.findings]


@pytest.mark.parametrize(
    ("role", "own", "neighbour", "elsewhere"),
    [
        (Role.COUNTY_COORDINATOR, SHARED, SHARED, NONE),
        (Role.MUNICIPAL_COORDINATOR, TWO, NONE, NONE),
        (Role.CONTRIBUTOR, TWO, NONE, NONE),
        (Role.DECISION_MAKER, TWO, NONE, NONE),
        (Role.POLICE_PARTNER, NONE, NONE, NONE),
        (Role.SUPERVISOR, NONE, NONE, NONE),
        (Role.ADMINISTRATOR, NONE, NONE, NONE),
    ],
)
def test_who_takes_part_where(
    role: Role, own: tuple[Audience, ...], neighbour: tuple[Audience, ...], elsewhere: tuple[Audience, ...]
) -> None:
    actor = Actor(person="anna", grants=(a_grant(role),))
    assert [audiences(actor, place) for place in (LAHOLM, HALMSTAD, BOLLEBYGD)] == [own, neighbour, elsewhere]


@pytest.mark.parametrize("status", StepStatus)
def test_only_what_is_handed_in_or_done_is_commented_on_with_the_county(status: StepStatus) -> None:
    remark = Remark(text="Vem äger åtgärden?")
    within = c.comment(about(status), Audience.MUNICIPALITY, remark)
    assert (within.audience, within.kind, within.step, within.version) == (TWO[0], Kind.COMMENT, "measures", 2)
    if status in (StepStatus.SUBMITTED, StepStatus.DONE):
        assert c.comment(about(status), Audience.SHARED, remark).audience is Audience.SHARED
        assert c.supplement(about(status), remark).kind is Kind.SUPPLEMENT
        return
    with pytest.raises(StepNotReleased):
        c.comment(about(status), Audience.SHARED, remark)
    with pytest.raises(StepNotReleased):
        c.supplement(about(status), remark)


@pytest.mark.parametrize(("role", "status"), [*product(Role, (StepStatus.REOPENED, StepStatus.DONE))])
def test_the_county_waits_while_a_step_is_reworked_and_the_municipality_may_answer(
    role: Role, status: StepStatus
) -> None:
    if role is Role.COUNTY_COORDINATOR and status is StepStatus.REOPENED:
        with pytest.raises(StepNotReleased):
            c.answer(written(), about(status), acting(role), Remark(text="Så här."))
        return
    entry = c.answer(written(), about(status), acting(role), Remark(text="Så här."))
    assert (entry.refers_to, entry.kind, entry.text) == (7, Kind.COMMENT, "Så här.")
    assert (entry.audience, entry.object, entry.version) == (Audience.SHARED, "measure:A1", 1)


def test_an_answer_to_a_request_is_no_request() -> None:
    entry = c.answer(written(Kind.SUPPLEMENT), about(), acting(Role.MUNICIPAL_COORDINATOR), Remark(text="Klart."))
    assert entry.kind is Kind.COMMENT


@pytest.mark.parametrize("name", ["measure:A1", "/measures", "/measures/0", "/measures/0/title"])
def test_a_shared_comment_is_about_something_that_the_step_holds(name: str) -> None:
    assert c.comment(about(), Audience.SHARED, Remark(text="Hur?", object=name)).object == name


@pytest.mark.parametrize(
    "name", ["measure:A2", "problem:P1", "/measures/1", "/measures/title", "/titles", "/measures/0/id/0"]
)
def test_what_the_step_does_not_hold_is_not_commented_on_with_the_county(name: str) -> None:
    remark = Remark(text="Hur?", object=name)
    for make in (lambda: c.supplement(about(), remark), lambda: c.comment(about(), Audience.SHARED, remark)):
        with pytest.raises(CommentInvalid) as refusal:
            make()
        assert codes(refusal.value) == [("object-unknown", "/object")]
    within = c.comment(about(StepStatus.OPEN, {}), Audience.MUNICIPALITY, Remark(text="Hur?", object=name))
    assert within.object == name


@pytest.mark.parametrize(
    "name", ["", "A1", "measure:", "measure:1", "person:A1", "/", "/Anna Svensson", "/a\n", "//", "/a" * 101]
)
def test_an_object_is_named_as_the_thread_or_a_pointer_does(name: str) -> None:
    with pytest.raises(ValidationError):
        Remark(text="Hur?", object=name)


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST + 1)])
def test_a_text_has_a_length(text: str) -> None:
    with pytest.raises(ValidationError):
        Remark(text=text)
    assert Remark(text=" x" * (LONGEST // 2)).text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Ring {IDENTITY} om saken", [("identity-number", "/text")]),
        ("hej\x00", [("not-text", "/text")]),
        ("hej\x1b[2J", [("not-text", "/text")]),
        ("rad ett\nrad två\t(ett)", []),
        (
            "Ring mig på 0430-150 00 eller skriv till trygg@laholm.se",
            [("phone-number", "/text"), ("email-address", "/text")],
        ),
        ("Han bor på Storgatan 12", [("street-address", "/text")]),
    ],
)
def test_what_a_text_may_not_hold_is_named_and_not_repeated(text: str, found: list[tuple[str, str]]) -> None:
    for make in (
        lambda: c.comment(about(), Audience.MUNICIPALITY, Remark(text=text)),
        lambda: c.supplement(about(), Remark(text=text)),
        lambda: c.answer(written(), about(), acting(Role.CONTRIBUTOR), Remark(text=text)),
    ):
        if not found:
            assert make().text == text
            continue
        with pytest.raises(CommentInvalid) as refusal:
            make()
        assert codes(refusal.value) == found
        said = " ".join((refusal.value.message, *(each.message for each in refusal.value.findings)))
        for private in ("9876", "0430", "trygg@", "Storgatan"):
            assert private not in said


@pytest.mark.parametrize(
    ("text", "left"), [("Ring kontaktcenter på 0430-150 00", []), (f"Ring {IDENTITY}", [("identity-number", "/text")])]
)
def test_what_may_stand_is_answered_in_the_request(text: str, left: list[tuple[str, str]]) -> None:
    answered = (Answer(pointer="/text", reason=Reason.FUNCTIONAL_CONTACT),)
    remark = Remark(text=text, answered=answered)
    if not left:
        assert c.supplement(about(), remark).text == text
        assert c.answer(written(), about(), acting(Role.CONTRIBUTOR), remark).text == text
        return
    with pytest.raises(CommentInvalid) as refusal:
        c.supplement(about(), remark)
    assert codes(refusal.value) == left


def test_an_object_that_reads_as_an_identity_number_is_refused_too() -> None:
    remark = Remark(text="Hur?", object="measure:A.811218-9876")
    with pytest.raises(CommentInvalid) as refusal:
        c.comment(about(), Audience.MUNICIPALITY, remark)
    assert codes(refusal.value) == [("identity-number", "/object")]


def test_only_the_writer_withdraws_and_only_once() -> None:
    entry = c.withdrawal(written(), "anna")
    assert (entry.kind, entry.refers_to, entry.text) == (Kind.WITHDRAWAL, 7, None)
    with pytest.raises(NotYourComment):
        c.withdrawal(written(), "bo")
    with pytest.raises(CommentWithdrawn):
        c.withdrawal(written(withdrawn=True), "anna")
    with pytest.raises(CommentWithdrawn):
        c.answer(written(withdrawn=True), about(), acting(Role.CONTRIBUTOR), Remark(text="Jo."))


@pytest.mark.parametrize(("withdrawn", "answered", "settled"), [*product((False, True), repeat=3)])
def test_a_request_is_open_until_something_becomes_of_it(withdrawn: bool, answered: bool, settled: bool) -> None:  # noqa: FBT001
    request = written(Kind.SUPPLEMENT, withdrawn=withdrawn, answered=answered, settled=settled)
    expected = (
        State.WITHDRAWN if withdrawn else State.SETTLED if settled else State.ANSWERED if answered else State.OPEN
    )
    assert request.state is expected
    assert written(withdrawn=withdrawn, answered=answered).state is None
    if expected is State.OPEN:
        assert c.settlement(request).kind is Kind.SETTLEMENT
        return
    with pytest.raises(SupplementNotOpen):
        c.settlement(request)


def test_only_a_request_is_settled() -> None:
    with pytest.raises(NotASupplement):
        c.settlement(written())


def test_a_person_does_not_write_without_end_and_may_always_withdraw() -> None:
    c.check_room(written().entry, MOST - 1)
    for entry in (written().entry, written(Kind.SUPPLEMENT).entry):
        with pytest.raises(TooManyComments):
            c.check_room(entry, MOST)
    c.check_room(c.withdrawal(written(), "anna"), MOST)
    c.check_room(c.settlement(written(Kind.SUPPLEMENT)), MOST)
