"""No personal data in free text: what is there is found and never repeated, and ordinary municipal prose passes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import JsonValue

from domain.commands import Content
from domain.content import check
from domain.content.base import Reason
from domain.content.personal import Kind, findings, found, kinds
from domain.forms import FORMS
from tests.domain.contents import YEAR
from tests.domain.prose import ORDINARY, TELLING

KNOWN = "811218-9876"  # Skatteverket's own example of a personnummer
DOUBLED = "0246813579"
ALPHABET = "aåäöÖbp ,.;:()!?–-+/§%\n\t\u00a0é"


def check_digit(nine: str) -> str:
    total = sum(int(DOUBLED[int(digit)]) if n % 2 == 0 else int(digit) for n, digit in enumerate(nine))
    return str(-total % 10)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """A personnummer or samordningsnummer as somebody may write it: ten or twelve digits, with a sign or without."""
    born = draw(st.dates(date(1890, 1, 1), date(2029, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 60]))
    nine = f"{born:%y%m}{day:02}{draw(st.integers(0, 999)):03}"
    century = draw(st.sampled_from(["", f"{born:%Y}"[:2]]))
    return f"{century}{nine[:6]}{draw(st.sampled_from(['', '-', '+', '–', '‑', '−']))}{nine[6:]}{check_digit(nine)}"


@st.composite
def places(draw: st.DrawFn) -> Callable[[str], Content]:
    """Somewhere in a content: in a text between others, as an item, under any names."""
    before, after = draw(st.text(ALPHABET, max_size=20)), draw(st.text(ALPHABET, max_size=20))
    way = draw(st.lists(st.sampled_from(["measures", "what", "url", "a/b", 0, 2]), min_size=0, max_size=6))

    def put(number: str) -> Content:
        value: JsonValue = before + number + after
        for step in reversed(way):
            value = [None, 7, True, value][1 - step :] if isinstance(step, int) else {"id": "P1", step: value}
        return {"text": value}

    return put


@given(identity_numbers(), places(), st.sampled_from(sorted(FORMS)))
def test_every_identity_number_is_found_wherever_it_stands_and_never_repeated(
    number: str, put: Callable[[str], Content], form: str
) -> None:
    told = [finding for finding in findings(form, put(number)) if finding.code == Kind.IDENTITY_NUMBER]
    assert len(told) == 1
    shown = told[0].model_dump_json()
    assert number not in shown
    assert "".join(filter(str.isdigit, number))[-4:] not in shown


@given(identity_numbers(), st.integers(1, 9))
def test_another_check_digit_makes_it_none(number: str, more: int) -> None:
    wrong = f"{number[:-1]}{(int(number[-1]) + more) % 10}"
    assert Kind.IDENTITY_NUMBER not in kinds(f"nr {wrong}.")


@given(st.from_regex(r"([0-9]{6}|(18|19|20)[0-9]{6})[-+]?[0-9]{4}", fullmatch=True))
def test_digits_without_a_day_or_a_check_digit_are_none(text: str) -> None:
    digits = text.replace("-", "").replace("+", "")
    ten = digits[-10:]
    centuries = [digits[:2]] if len(digits) == 12 else ["18", "19", "20"]
    right = any(is_day(century + ten[:6]) for century in centuries) and check_digit(ten[:9]) == ten[9]
    assert (Kind.IDENTITY_NUMBER in kinds(text)) == right


def is_day(eight: str) -> bool:
    try:
        date.fromisoformat(f"{eight[:4]}-{eight[4:6]}-{int(eight[6:]) - (60 if int(eight[6:]) > 60 else 0):02}")
    except ValueError:
        return False
    return True


@given(identity_numbers(), st.text("0123456789", min_size=1, max_size=5), st.booleans())
def test_part_of_a_longer_number_is_none(number: str, more: str, before: bool) -> None:  # noqa: FBT001
    assume(number.isdecimal())
    longer = more + number if before else number + more
    assume(len(longer) != 12)
    assert Kind.IDENTITY_NUMBER not in kinds(longer)


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    assert len(kinds(text)) <= len(Kind)


@pytest.mark.parametrize("kind", TELLING)
def test_what_is_found(kind: Kind) -> None:
    assert {text: kinds(text) for text in TELLING[kind]} == dict.fromkeys(TELLING[kind], (kind,))


@pytest.mark.parametrize("prose", ORDINARY)
def test_ordinary_prose_with_figures_gives_nothing(prose: str) -> None:
    assert kinds(prose) == ()


@pytest.mark.parametrize("form", YEAR)
def test_a_made_up_year_gives_nothing(form: str) -> None:
    assert findings(form, YEAR[form]) == ()


def test_a_number_in_a_numeric_field_is_found() -> None:
    assert found({"value": 8112189876, "cost": [198112189876.0], "n": True, "share": 0.5, "none": None}) == (
        ("/value", Kind.IDENTITY_NUMBER),
        ("/cost/0", Kind.IDENTITY_NUMBER),
    )


def test_each_place_and_kind_is_told_once() -> None:
    text = "Anna, 070-123 45 67 eller 070-765 43 21, bor på Storgatan 12"
    assert found({"text": text, "links": [{"title": text}]}) == (
        ("/text", Kind.PHONE),
        ("/text", Kind.STREET),
        ("/links/0/title", Kind.PHONE),
        ("/links/0/title", Kind.STREET),
    )


@pytest.mark.parametrize("private", [KNOWN, "070-1234567", "anna@laholm.example", "Storgatan 12", "08/12345678"])
def test_the_name_of_an_unknown_field_is_never_repeated(private: str) -> None:
    content: Content = {"problems": [{"id": "P1", "title": "Stölder", private: {"x": f"Ring {KNOWN}"}}]}
    told = [*check.findings("situation_analysis", content, {}), *findings("situation_analysis", content)]
    assert {finding.pointer for finding in told} == {"/problems/0"}
    assert private not in "".join(finding.model_dump_json() for finding in told)


def answered(form: str, text: str, *reasons: Reason) -> list[str]:
    """The codes of what is left to answer, of a text that is answered for these reasons."""
    content: Content = {"text": text, "answered": [{"pointer": "/text", "reason": reason.value} for reason in reasons]}
    return [finding.code for finding in check.findings(form, content, {})]


@pytest.mark.parametrize("text", ["070-123 45 67", "trygghet@laholm.example", "Storgatan 12", "811218 9876"])
@pytest.mark.parametrize("reason", Reason)
def test_what_is_answered_does_not_block(text: str, reason: Reason) -> None:
    assert len(answered("measures", text)) == 1
    assert answered("measures", text, reason) == []


@pytest.mark.parametrize("reason", Reason)
def test_an_identity_number_is_never_answered_away(reason: Reason) -> None:
    assert answered("measures", KNOWN, reason) == [Kind.IDENTITY_NUMBER]


def test_an_answer_counts_for_its_own_place_only() -> None:
    content: Content = {
        "text": "Ring 070-123 45 67",
        "summary": "Ring 070-123 45 67",
        "answered": [{"pointer": "/text", "reason": "funktionskontakt"}],
    }
    assert [finding.pointer for finding in check.findings("action_plan", content, {})] == ["/summary"]


def test_the_coordination_function_s_contact_is_a_mailbox_or_a_phone() -> None:
    def told(contact: str, role: str = "Samordnare") -> list[tuple[str, str]]:
        content: Content = {"coordination": {"role_title": role, "contact": contact}}
        return [(finding.code, finding.pointer) for finding in check.findings("organisation", content, {})]

    assert told("trygghet@laholm.example, 0430-150 00") == []
    assert told("Storgatan 12") == [(Kind.STREET, "/coordination/contact")]
    assert told(KNOWN) == [(Kind.IDENTITY_NUMBER, "/coordination/contact")]
    assert told("Växeln", role="Samordnare, 0430-150 00") == [(Kind.PHONE, "/coordination/role_title")]


def test_plain_text_of_the_first_process_version_is_stopped_by_identity_numbers_alone() -> None:
    text: Content = {"text": "Ring Anna på 070-123 45 67, anna@laholm.example, Storgatan 12, 811218 9876"}
    assert check.findings("text", text, {}) == ()
    assert [finding.code for finding in check.findings("text", {"text": f"{text['text']}; {KNOWN}"}, {})] == [
        Kind.IDENTITY_NUMBER
    ]
