"""Registering a document: what a diarienummer may look like, which days can be right, and how one is corrected."""

from datetime import date

import pytest
from pydantic import ValidationError

from domain.people import Role
from domain.registration import (
    Earlier,
    Mark,
    Printed,
    RegisteredOtherwise,
    Registration,
    RegistrationInvalid,
    Side,
    check,
    is_new,
    mark,
    side_of,
)

PRINTED = Printed(version=2, dated=date(2026, 11, 5))
TODAY = date(2026, 11, 20)
STANDS = Earlier(number="KS 2026-0123", registered_on=date(2026, 11, 6))


def a_registration(**said: object) -> Registration:
    whole = {"version": 2, "hash": "3f0c9a513f0c", "number": "KS 2026-0123", "registered_on": "2026-11-06", **said}
    return Registration.model_validate(whole)


def refused(**said: object) -> list[tuple[str, str]]:
    """Code and pointer of each finding."""
    with pytest.raises(RegistrationInvalid) as refusal:
        check(a_registration(**said), PRINTED, TODAY)
    return [(finding.code, finding.pointer) for finding in refusal.value.findings]


@pytest.mark.parametrize(
    "number",
    ["KS 2026-0123", "1", "2026/45", "Dnr: BRÅ-2026:17 §4", "700-1234-2026", "KS/2026:0001.003", "x" * 40],
)
def test_a_number_has_whatever_form_its_diarium_gives_it(number: str) -> None:
    assert a_registration(number=f" {number} ").number == number


@pytest.mark.parametrize("number", ["", "   ", "x" * 41, "KS\n2026", "KS\x002026", "KS\u202e2026", "19811218-9876"])
def test_what_is_no_number(number: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        a_registration(number=number)
    assert [error["loc"] for error in refusal.value.errors()] == [("number",)]


def test_a_refused_number_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as refusal:
        a_registration(number="19811218-9876")
    assert "9876" not in refusal.value.errors()[0]["msg"]


@pytest.mark.parametrize("hash_", ["3f0c9a513f0", "3f0c9a513f0g", "f" * 65, "%" * 12, ""])
def test_what_is_no_hash_of_a_footer(hash_: str) -> None:
    with pytest.raises(ValidationError):
        a_registration(hash=hash_)


def test_a_hash_is_read_in_capitals_too() -> None:
    assert a_registration(hash=" 3F0C9A513F0C ").hash == "3f0c9a513f0c"


def test_the_day_is_between_the_document_and_today() -> None:
    for day in ("2026-11-05", "2026-11-20"):
        check(a_registration(registered_on=day), PRINTED, TODAY)
    assert refused(registered_on="2026-11-04") == [("before-document", "/registered_on")]
    assert refused(registered_on="2026-11-21") == [("date-ahead", "/registered_on")]


def test_the_version_is_the_one_that_the_hash_belongs_to() -> None:
    assert refused(version=1) == [("other-version", "/version")]


def test_a_reason_is_kept_for_good_and_so_names_nobody() -> None:
    for reason in ("Ring 0430-150 00", "Kim.Svensson@exempel.se skrev fel", "19811218-9876"):
        assert refused(reason=reason) == [("personal-data", "/reason")]
    assert refused(reason="fel\0nummer") == [("not-text", "/reason")]


def test_everything_wrong_is_said_at_once() -> None:
    assert [at for _, at in refused(version=9, registered_on="2027-01-01")] == ["/version", "/registered_on"]


def test_the_first_registration_corrects_nothing() -> None:
    assert is_new(a_registration(), None)
    with pytest.raises(RegistrationInvalid) as refusal:
        is_new(a_registration(reason="Fel nummer"), None)
    assert [finding.pointer for finding in refusal.value.findings] == ["/reason"]


def test_what_stands_already_is_not_kept_twice() -> None:
    assert not is_new(a_registration(), STANDS)
    assert not is_new(a_registration(reason="Igen"), STANDS)


@pytest.mark.parametrize("changed", [{"number": "KS 2026-0124"}, {"registered_on": "2026-11-07"}])
def test_a_change_needs_its_reason(changed: dict[str, str]) -> None:
    with pytest.raises(RegisteredOtherwise):
        is_new(a_registration(**changed), STANDS)
    assert is_new(a_registration(**changed, reason="Det stod fel i diariet"), STANDS)


@pytest.mark.parametrize(
    ("standing", "ever", "marked"),
    [(True, True, Mark.REGISTERED), (False, True, Mark.CHANGED), (False, False, Mark.NOT_REGISTERED)],
)
def test_a_version_is_marked_by_its_own_registration_alone(*, standing: bool, ever: bool, marked: Mark) -> None:
    assert mark(standing=standing, ever=ever) is marked


def test_the_county_registers_in_its_own_diarium_and_everybody_else_in_the_municipality_s() -> None:
    county = [role for role in Role if side_of(role) is Side.COUNTY]
    assert county == [Role.COUNTY_COORDINATOR]
