"""Forms as fields: every field has its words, what is posted comes back as content, findings stand at their fields."""

from collections.abc import Iterator, Sequence

import pytest
from pydantic import JsonValue

from domain.content.check import findings
from domain.content.gaps import gaps
from domain.content.year import read
from domain.errors import Finding
from domain.forms import FORMS, NO_FORM
from examples.load import contents
from web.forms.answers import still_answered
from web.forms.fields import REFERS, Field, Widget, fields_of, leaves, lists
from web.forms.instructions import INSTRUCTIONS
from web.forms.items import found, items_of, next_id, with_items
from web.forms.labels import LABELS
from web.forms.lists import LISTS
from web.forms.messages import GAPS
from web.forms.parsing import as_object, bare, taken, unread
from web.forms.spoken import place, spoken
from web.forms.values import VALUES
from web.language import translations
from web.site import TEMPLATES

T = translations("sv")
TYPED = sorted(form for form in FORMS if form != NO_FORM)


def all_of(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from all_of(field.parts)


def every_field() -> dict[str, Field]:
    return {field.key: field for form in FORMS.values() for field in all_of(fields_of(form))}


def as_posted(fields: Sequence[Field], content: dict[str, JsonValue]) -> dict[str, list[str]]:
    """What a browser sends of a form that shows this content."""
    sent: dict[str, list[str]] = {}
    for field in fields:
        value = content.get(field.path[-1])
        if field.widget is Widget.GROUP:
            sent |= as_posted(field.parts, as_object(value))
        elif isinstance(value, bool):
            sent[field.name] = ["ja" if value else "nej"] if value or field.widget is Widget.YES_NO else []
        elif isinstance(value, list) and field.widget is Widget.LINES:
            sent[field.name] = ["\r\n".join(str(each) for each in value)]
        elif isinstance(value, list) and field.widget is Widget.REFERENCES:
            sent[field.name] = [str(each) for each in value]
        elif isinstance(value, str | int | float):
            sent[field.name] = [str(value).replace(".", ",") if isinstance(value, float) else str(value)]
        elif field.widget is not Widget.LIST:
            sent[field.name] = [""]
    return {name: values for name, values in sent.items() if values}


def test_every_field_of_every_form_has_its_words() -> None:
    fields = every_field()
    assert sorted(LABELS) == sorted(fields)
    assert sorted(LISTS) == sorted(key for key, field in fields.items() if field.widget is Widget.LIST)
    assert set(fields) >= set(REFERS)
    assert sorted(INSTRUCTIONS) == TYPED
    assert {field.values for field in fields.values() if field.widget is Widget.CHOICE} <= set(VALUES)


def test_every_choice_is_one_that_the_form_takes() -> None:
    """Each offered value of each closed set is tried in its field, and none is refused for being no such value."""
    for form in TYPED:
        for field in leaves(fields_of(FORMS[form])):
            for value in VALUES[field.values] if field.values else ():
                content: dict[str, JsonValue] = {field.path[-1]: value}
                for step in reversed(field.path[:-1]):
                    content = {step: content}
                refused = [each for each in findings(form, content, {}) if each.pointer == field.pointer]
                assert refused == [], f"{field.key}: {value}"


@pytest.mark.parametrize("form", TYPED[:-1])
def test_what_is_shown_and_posted_again_is_the_same(form: str) -> None:
    content = contents("laholm").get(form, {})
    fields = fields_of(FORMS[form])
    back = taken(fields, as_posted(fields, dict(content)), {"made_up": True})
    for field in lists(fields):
        items = items_of(content, field)
        kept = [{"id": item["id"]} if "id" in item else {} for item in items]
        again = [
            taken(field.parts, as_posted(field.parts, item), known) for item, known in zip(items, kept, strict=True)
        ]
        back = with_items(back, field, again)
    was, now = (FORMS[form].model_validate(each) for each in (content, back))
    assert now == was


@pytest.mark.parametrize(
    ("form", "name", "typed", "kept"),
    [
        ("follow_up", "closed_on", "imorgon", "imorgon"),
        ("follow_up", "closed_on", "20261122", "2026-11-22"),
        ("follow_up", "closed_on", "2026-02-30", "2026-02-30"),
        ("follow_up", "closed_on", "0", "0"),
        ("organisation", "coordination-share_of_full_time", " 50 ", 50),
        ("organisation", "coordination-share_of_full_time", "halvtid", "halvtid"),
        ("organisation", "coordination-share_of_full_time", "50 %", 50),
        ("organisation", "coordination-share_of_full_time", "50\u00a0procent", 50),
        ("organisation", "coordination-share_of_full_time", "%", "%"),
        ("organisation", "council-meetings_per_year", "4 gånger", "4 gånger"),
        ("organisation", "council-meetings_per_year", "9" * 15, 999999999999999),
        ("organisation", "council-meetings_per_year", "9" * 40, "9" * 40),
        ("organisation", "council-led_by_municipality", "nej", False),
        ("action_plan", "title", "Åt\0gärder\u202e🙂 <b>", "Åtgärder\u202e🙂 <b>"),
        ("action_plan", "title", "x" * 10_000, "x" * 10_000),
        ("situation_analysis", "integration-with_plans", "Ett\r\n\r\n Två ", ["Ett", "Två"]),
    ],
)
def test_what_is_typed(form: str, name: str, typed: str, kept: JsonValue) -> None:
    value: JsonValue = taken(fields_of(FORMS[form]), {name: [typed]}, {})
    for step in name.split("-"):
        value = as_object(value)[step]
    assert value == kept


def test_a_number_with_spaces_and_comma() -> None:
    observations = next(iter(lists(fields_of(FORMS["mapping"]))), None)
    figures = next(field for field in lists(fields_of(FORMS["mapping"])) if field.path == ("observations",))
    assert observations is not None
    assert taken(figures.parts, {"value": ["1\u00a0480,5"]}, {}) == {"value": 1480.5}
    assert taken(figures.parts, {"value": ["\u22123"]}, {}) == {"value": -3}


@pytest.mark.parametrize("typed", ["250 000", "250 000 kr", "250000 Kronor", "250\u00a0000:-", "250000 SEK"])
def test_money_as_people_write_it(typed: str) -> None:
    measures = next(field for field in lists(fields_of(FORMS["measures"])) if field.path == ("measures",))
    assert taken(measures.parts, {"budget": [typed]}, {}) == {"budget": 250_000}


def test_what_cannot_be_read_is_told_at_its_field() -> None:
    fields = fields_of(FORMS["measures"])
    content: dict[str, JsonValue] = {
        "measures": [
            {"id": "A1", "title": "Belysning"},
            {"id": "A2", "budget": "mycket", "period": {"first": "2027-01-01", "last": "i maj"}},
        ]
    }
    found_there = {finding.pointer: finding.code for finding in unread(fields, content)}
    assert found_there == {"/measures/1/budget": "number", "/measures/1/period/last": "date"}
    said = list(spoken(unread(fields, content), fields, content, T))
    assert "Åtgärd A2 – Budget: Skriv ett tal med siffror, till exempel 46 eller 3,2." in [told.whole for told in said]


@pytest.mark.parametrize(
    ("form", "content", "text"),
    [
        ("organisation", {"reporting_interval_months": 0}, "Skriv ett tal som är 1 eller mer."),
        ("organisation", {"coordination": {"share_of_full_time": 140}}, "Skriv ett tal som är 100 eller mindre."),
        ("organisation", {"coordination": {"share_of_full_time": -1}}, "Skriv ett tal som är 0 eller mer."),
        ("organisation", {"text": "x" * 50_001}, "Texten är för lång. Korta den till högst 50\u00a0000 tecken."),
        ("measures", {"measures": [{"id": "A1", "title": "x" * 301}]}, "Korta den till högst 300 tecken."),
        (
            "measures",
            {"measures": [{"id": "A1", "title": "x", "partners": ["y"] * 51}]},
            "Det är för många. Här får högst 50 stå.",
        ),
    ],
)
def test_what_is_too_much_is_told_with_its_limit(form: str, content: dict[str, JsonValue], text: str) -> None:
    said = spoken(findings(form, content, {}), fields_of(FORMS[form]), content, T)
    assert [told.text for told in said if text in told.text], text


def test_a_finding_within_a_field_stands_at_the_field() -> None:
    fields = fields_of(FORMS["situation_analysis"])
    content: dict[str, JsonValue] = {"problems": [{"id": "P1", "title": "Stölder", "places": ["x" * 400]}]}
    said = list(spoken(findings("situation_analysis", content, {}), fields, content, T))
    assert [finding.pointer for finding in said] == ["/problems/0/places"]
    where = place(fields, content, said[0].pointer, T)
    assert (where.list, where.item) == ("problems", "P1")


def test_a_finding_of_a_list_as_a_whole_stands_at_the_list() -> None:
    finding = Finding(code="measure-left-out", pointer="/results", message="")
    said = list(spoken([finding], fields_of(FORMS["follow_up"]), {}, T))
    assert said[0].whole.startswith("Resultat per åtgärd: ")


def test_a_question_ends_in_its_question_mark_alone() -> None:
    content: dict[str, JsonValue] = {"problems": [{"id": "P1"}]}
    finding = Finding(code="missing", pointer="/problems/0/title", message="")
    said = next(iter(spoken([finding], fields_of(FORMS["situation_analysis"]), content, T)))
    assert said.within == f"Vad är problemet? {said.text}"
    assert said.whole.endswith(f" P1 – {said.within}")


def test_groups_that_say_nothing_are_left_out() -> None:
    fields = fields_of(FORMS["organisation"])
    before: dict[str, JsonValue] = {
        "council": {"name": "Rådet", "members": [{"organisation": "Polisen"}]},
        "made_up": True,
    }
    emptied = taken(fields, {"council-name": [""], "coordination-role_title": [" "]}, before)
    assert emptied == {"council": {"members": [{"organisation": "Polisen"}]}, "made_up": True}
    assert bare(fields, before) == {"council": {"name": "Rådet"}}
    measures = fields_of(FORMS["measures"])
    indicator = {"indicator-direction": ["minska"], "indicator-name": [""]}
    assert taken(next(iter(lists(measures))).parts, {"title": ["Belysning"], **indicator}, {}) == {"title": "Belysning"}


def test_ids_are_never_given_twice() -> None:
    assert next_id("P", ["P1", "P9", "Polisen", "P10x", "A12", "P2"]) == "P10"
    assert next_id("OK", []) == "OK1"


def test_items_are_found_by_id_or_place() -> None:
    named, unnamed = [{"id": "P1"}, {"id": "P7"}], [{"what": "a"}, {"what": "b"}]
    assert [found(named, name) for name in ("P7", "2", "P2")] == [1, None, None]
    assert [found(unnamed, name) for name in ("2", "3", "a")] == [1, None, None]


def test_every_gap_has_its_words() -> None:
    lacking = contents("lacking")
    codes = {gap.code for gap in gaps(read(lacking))}
    assert codes
    assert codes <= set(GAPS)


def test_every_form_that_is_posted_carries_its_token() -> None:
    for template in TEMPLATES.glob("form*.html"):
        text = template.read_text(encoding="utf-8")
        carried = text.count('name="csrf_token"') + text.count("hidden(page, seen")
        assert carried >= text.count('method="post"'), template.name


def test_an_answer_holds_for_the_text_that_it_was_given_for() -> None:
    answer: JsonValue = {"pointer": "/problems/1/times", "reason": "ingen_personuppgift"}
    first: JsonValue = {"id": "P1", "title": "Stölder"}
    second: JsonValue = {"id": "P2", "times": "070-174 06 05"}
    third: JsonValue = {"id": "P3", "times": "070-174 06 06"}
    before: dict[str, JsonValue] = {"problems": [first, second, third], "answered": [answer]}
    kept: dict[str, JsonValue] = {**before, "summary": "Mer"}
    assert still_answered(before, kept) == kept
    gone: dict[str, JsonValue] = {**before, "problems": [first, third]}
    assert still_answered(before, gone) == {"problems": [first, third]}
