"""Statements by form and by a county's table: what is taken, what is not understood and where, what stands."""

from datetime import date

import pytest

from domain.commands import Content
from domain.people import Role
from domain.places import Places
from domain.statement_columns import COLUMNS, KINDS
from domain.statement_lines import Read, TableInvalid, read_lines
from domain.statements import FORMS, CouncilStated, Kind, OwnStands, findings, read, taken

TODAY = date(2026, 11, 22)
HEAD = "kommun;uppgift;datum;organ;paragraf;diarienummer;namn;syften;områden;giltig till;kontakt;länk"
COUNTY, TOWN = Role.COUNTY_COORDINATOR, Role.MUNICIPAL_COORDINATOR
WRITTEN = "Kim Svensson"


def lines(places: Places, *rows: str, head: str = HEAD) -> tuple[Read, ...]:
    return read_lines("\r\n".join((head, *rows)), "13", places, TODAY)


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("situation_analysis", {}, ("day-missing", "")),
        ("situation_analysis", {"finished_on": "2026-11-23"}, ("date-ahead", "/finished_on")),
        ("action_plan", {"decision": {"decided_on": "2025-01-01"}}, ("missing", "/decision/body")),
        (
            "action_plan",
            {"decision": {"body": "KS", "decided_on": "2027-01-01"}},
            ("date-ahead", "/decision/decided_on"),
        ),
        ("situation_analysis", {"finished_on": "2026-01-01", "note": "811218-9876"}, ("identity-number", "/note")),
        ("situation_analysis", {"finished_on": "2026-01-01", "note": "Ring 070-123 45 67"}, ("phone-number", "/note")),
        ("council", {"council": {"name": "Rådet", "chair": "kim@laholm.example"}}, ("email-address", "/council/chair")),
        (
            "agreements",
            {"agreements": [{"id": "U1", "party": "Storgatan 12"}]},
            ("street-address", "/agreements/0/party"),
        ),
        ("council_report", {"reported_on": "2025-01-01", "070-123 45 67": 1}, ("phone-number", "")),
        ("action_plan", {"finished_on": "i våras"}, ("date_from_datetime_parsing", "/finished_on")),
        ("agreements", {}, ("missing", "/agreements")),
        ("agreements", {"agreements": [{"id": "U1", "party": "x"}] * 2}, ("id-used-twice", "")),
        (
            "council",
            {"council": {"name": "Rådet", "last_meeting": "2027-01-01"}},
            ("date-ahead", "/council/last_meeting"),
        ),
        ("responsible", {"responsible": {"body": "KF"}}, ("enum", "/responsible/body")),
        (
            "efforts",
            {"efforts": [{"towards": "x", "on": "2025-01-01", "what": "x"}]},
            ("string_pattern_mismatch", "/efforts/0/towards"),
        ),
        ("council_report", {"reported_on": "2025-01-01", "extra": 1}, ("extra_forbidden", "/extra")),
    ],
)
def test_a_statement_that_is_not_right_is_told_with_its_place(
    kind: str, content: Content, told: tuple[str, str]
) -> None:
    assert told in [(finding.code, finding.pointer) for finding in findings(Kind(kind), content, TODAY)]


def test_what_may_stand_is_answered_in_the_statement_and_an_identity_number_never_is() -> None:
    content: Content = {"finished_on": "2026-01-01", "note": "Kontaktcenter: 0430-150 00"}
    answer: Content = {"answered": [{"pointer": "/note", "reason": "funktionskontakt"}]}
    assert findings(Kind.FOLLOW_UP, {**content, **answer}, TODAY) == ()
    told = findings(Kind.FOLLOW_UP, {**content, **answer, "note": "811218-9876"}, TODAY)
    assert [finding.code for finding in told] == ["identity-number"]
    assert taken(Kind.FOLLOW_UP, None, {**content, **answer}, TOWN) == {**content, **answer}


def test_the_functions_own_contact_needs_no_answer() -> None:
    function: Content = {"role_title": "Samordnare", "contact": "trygghet@laholm.example, 0430-150 00"}
    assert findings(Kind.COORDINATION, {"coordination": function}, TODAY) == ()


def test_the_name_of_an_unknown_field_is_never_repeated() -> None:
    content: Content = {"council": {"name": "Rådet", "070-123 45 67": 1}}
    answered: Content = {**content, "answered": [{"pointer": "/council", "reason": "pahittat_exempel"}]}
    told = [findings(Kind.COUNCIL, each, TODAY) for each in (content, answered)]
    assert [[finding.code for finding in each] for each in told] == [["phone-number"], ["extra_forbidden"]]
    assert "070" not in "".join(finding.model_dump_json() for each in told for finding in each)


def test_what_ends_later_may_lie_ahead() -> None:
    agreement: Content = {"id": "U1", "party": "Polisen", "signed_on": "2026-01-01", "valid_to": "2030-01-01"}
    assert findings(Kind.AGREEMENTS, {"agreements": [agreement]}, TODAY) == ()


def test_every_kind_has_a_form_and_all_but_efforts_a_line() -> None:
    assert set(FORMS) == set(Kind)
    assert {*KINDS.values(), Kind.EFFORTS} == {*COLUMNS, Kind.EFFORTS} == set(Kind)


def test_a_table_is_taken_line_by_line(places: Places) -> None:
    read = lines(
        places,
        "1381;lägesbild;2025-03-01;;;KS 2025-1;Lägesbild 2025;;;;;https://laholm.example/l",
        "Laholm;Åtgärdsplan;2025-05-01;Kommunstyrelsen;§ 4;KS 2025-2;;;;;;",
        "HYLTE;överenskommelse;2025-12-10;;;;Lokalpolisområdet;stölder | unga;hamnar;2027-12-31;;",
        "",
        ";;;;;",
        '1380;råd;2026-02-01;;;;"Rådet; det nya";;;;;',
        "1380;samordningsfunktion;;;;;Samordnare;;;;trygghet@exempel.invalid;",
        "1380;ansvarigt organ;2024-02-27;nämnd;§ 9;;Trygghetsnämnden;;;;;",
        "1380;rapport till fullmäktige;2026-03-30;;;KF 2026-4",
    )
    assert [(each.line, each.municipality, each.troubles) for each in read] == [
        (2, "1381", ()),
        (3, "1381", ()),
        (4, "1315", ()),
        (7, "1380", ()),
        (8, "1380", ()),
        (9, "1380", ()),
        (10, "1380", ()),
    ]
    assert read[1].content["decision"] == {
        "body": "KS",
        "decided_on": "2025-05-01",
        "paragraph": "§ 4",
        "reference": "KS 2025-2",
    }
    assert all(each.kind and findings(each.kind, each.content, TODAY) == () for each in read)
    assert read[2].content["agreements"] == [
        {
            "id": "U1",
            "party": "Lokalpolisområdet",
            "purposes": ["stölder", "unga"],
            "areas": ["hamnar"],
            "signed_on": "2025-12-10",
            "valid_to": "2027-12-31",
        }
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"{WRITTEN};råd;;;;;Rådet", [("kommun", 1, "municipality-unknown")]),
        ("1480;råd;;;;;Rådet", [("kommun", 1, "other-county")]),
        (f"1381;{WRITTEN};2025-01-01", [("uppgift", 2, "kind-unknown")]),
        (f"1381;lägesbild;{WRITTEN}", [("datum", 3, "day-unreadable")]),
        ("1381;lägesbild;20250301", [("datum", 3, "day-unreadable")]),
        ("1381;lägesbild;2025-02-30", [("datum", 3, "day-unreadable")]),
        ("1381;lägesbild;2030-01-01", [("datum", 3, "date-ahead")]),
        ("1381;lägesbild", [("datum", 3, "day-missing")]),
        (f"1381;åtgärdsplan;2025-01-01;{WRITTEN}", [("organ", 4, "body-unknown")]),
        ("1381;åtgärdsplan;2025-01-01;;§ 4", [("organ", 4, "body-missing")]),
        ("1381;åtgärdsplan;;KS", [("datum", 3, "missing")]),
        (f"1381;lägesbild;2025-01-01;;;;;{WRITTEN}", [("syften", 8, "not-of-this-kind")]),
        ("1381;överenskommelse;2025-01-01", [("namn", 7, "string_too_short")]),
        (f"1381;lägesbild;2025-01-01;;;;;;;;;{WRITTEN}", [("länk", 12, "url_parsing")]),
        (f"1381;lägesbild;2025-01-01;;;;;;;;;;{WRITTEN}", [(None, 13, "column-unknown")]),
        (f'1381;lägesbild;"2025-01-01;{WRITTEN}', [(None, 0, "quotes")]),
        (
            "1480;lägesbild;x;y",
            [("kommun", 1, "other-county"), ("datum", 3, "day-unreadable"), ("organ", 4, "body-unknown")],
        ),
    ],
)
def test_what_is_not_understood_is_named_by_line_and_column_and_keeps_no_other_line(
    places: Places, row: str, told: list[tuple[str | None, int, str]]
) -> None:
    good = "1380;råd;;;;;Rådet"
    first, bad, last = lines(places, good, row, good)
    assert (first.troubles, last.troubles) == ((), ())
    assert bad.line == 3
    assert [(trouble.column, trouble.position, trouble.code) for trouble in bad.troubles] == told
    assert WRITTEN not in bad.model_dump_json()


def test_a_cell_under_a_column_that_is_not_known_is_not_lost_in_silence(places: Places) -> None:
    empty, filled = lines(places, "1380;råd;Rådet;", "1380;råd;Rådet;viktigt", head="Kommun;Uppgift ;namn;anteckning")
    assert empty.troubles == ()
    assert [(trouble.position, trouble.code) for trouble in filled.troubles] == [(4, "column-unknown")]


@pytest.mark.parametrize(("cell", "told"), [("Ja", True), ("nej", False), ("", None)])
def test_who_leads_the_council_is_told_or_not_stated(places: Places, cell: str, told: bool | None) -> None:  # noqa: FBT001
    (line,) = lines(places, f"1380;råd;Rådet;{cell}", head="kommun;uppgift;namn;leds av kommunen")
    stated = read(Kind.COUNCIL, line.content)
    assert isinstance(stated, CouncilStated)
    assert stated.council is not None
    assert stated.council.led_by_municipality is told


def test_a_cell_that_is_neither_yes_nor_no_is_named(places: Places) -> None:
    (line,) = lines(places, f"1380;råd;Rådet;{WRITTEN}", head="kommun;uppgift;namn;leds av kommunen")
    assert [(trouble.position, trouble.code) for trouble in line.troubles] == [(4, "yes-or-no")]
    assert WRITTEN not in line.model_dump_json()


ANSWERING = "kommun;uppgift;namn;ordförande;får stå"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1380;råd;Rådet;070-123 45 67", [("ordförande", 4, "phone-number")]),
        ("1380;råd;Rådet;070-123 45 67;ingen personuppgift", []),
        ("1380;råd;Rådet;070-123 45 67;Funktionskontakt", []),
        ("1380;råd;Rådet;811218-9876;ingen personuppgift", [("ordförande", 4, "identity-number")]),
        ("1380;råd;Rådet;Anna;för att", [("får stå", 5, "reason-unknown")]),
        ("1380;råd;Rådet;KS ordförande;ingen personuppgift", []),
    ],
)
def test_what_may_stand_is_answered_in_a_column_of_the_table(
    places: Places, row: str, told: list[tuple[str, int, str]]
) -> None:
    (read,) = lines(places, row, head=ANSWERING)
    assert [(trouble.column, trouble.position, trouble.code) for trouble in read.troubles] == told
    if told:
        said = read.model_dump_json()
        for private in ("070", "9876", "Anna", "in answered"):
            assert private not in said
    else:
        assert read.kind is not None
        assert findings(read.kind, read.content, TODAY) == ()


@pytest.mark.parametrize(
    "text", ["", "a;b", "kommun;datum", "kommun;uppgift;kommun", '"kommun;uppgift', "x" * 1_000_001]
)
def test_a_table_without_its_columns_is_refused_whole(places: Places, text: str) -> None:
    with pytest.raises(TableInvalid):
        read_lines(text, "13", places, TODAY)


def test_commas_and_a_byte_order_mark_are_understood(places: Places) -> None:
    (only,) = read_lines("\ufeffkommun,uppgift,datum\n1381,uppföljning,2025-01-01\n", "13", places, TODAY)
    assert only.content == {"finished_on": "2025-01-01"}


REPORT: Content = {"reported_on": "2025-01-01"}


def test_the_same_again_changes_nothing() -> None:
    assert taken(Kind.COUNCIL_REPORT, None, REPORT, TOWN) == REPORT
    assert taken(Kind.COUNCIL_REPORT, (REPORT, TOWN), REPORT, TOWN) is None
    assert taken(Kind.COUNCIL_REPORT, (REPORT, COUNTY), {"reported_on": "2026-01-01"}, TOWN) is not None


def test_what_the_municipality_stated_itself_stands_against_its_county() -> None:
    with pytest.raises(OwnStands):
        taken(Kind.COUNCIL_REPORT, (REPORT, TOWN), {"reported_on": "2026-01-01"}, COUNTY)


def agreement(party: str, **more: str) -> Content:
    return {"agreements": [{"id": "U1", "party": party, **more}]}


def test_each_line_of_an_agreement_joins_those_that_stand() -> None:
    one = taken(Kind.AGREEMENTS, None, agreement("Polisen", signed_on="2025-01-01"), COUNTY)
    assert one is not None
    two = taken(Kind.AGREEMENTS, (one, COUNTY), agreement("Bostadsbolaget"), COUNTY)
    assert two is not None
    assert two["agreements"] == [
        {"id": "U1", "party": "Polisen", "signed_on": "2025-01-01"},
        {"id": "U2", "party": "Bostadsbolaget"},
    ]
    assert taken(Kind.AGREEMENTS, (two, COUNTY), agreement("polisen ", signed_on="2025-01-01"), COUNTY) is not None
    assert taken(Kind.AGREEMENTS, (two, COUNTY), agreement("Bostadsbolaget"), COUNTY) is None
    assert taken(Kind.AGREEMENTS, (two, COUNTY), agreement("Regionen"), TOWN) == agreement("Regionen")


def test_answers_go_with_the_agreement_they_answer_for() -> None:
    answers: Content = {"answered": [{"pointer": "/agreements/0/party", "reason": "ingen_personuppgift"}]}
    stands = taken(Kind.AGREEMENTS, None, {**agreement("Storgatan 12"), **answers}, COUNTY)
    assert stands is not None
    stands = taken(Kind.AGREEMENTS, (stands, COUNTY), agreement("Polisen"), COUNTY)
    assert stands is not None
    stands = taken(Kind.AGREEMENTS, (stands, COUNTY), {**agreement("Torgvägen 3"), **answers}, COUNTY)
    assert stands is not None
    assert findings(Kind.AGREEMENTS, stands, TODAY) == ()
    assert [answer.pointer for answer in read(Kind.AGREEMENTS, stands).answered] == [
        "/agreements/0/party",
        "/agreements/2/party",
    ]
    assert taken(Kind.AGREEMENTS, (stands, COUNTY), {**agreement("Storgatan 12"), **answers}, COUNTY) is None


@pytest.mark.parametrize("at", ["/agreements", "/agreements/party", "/agreements/9/party", "/links/4", "/note"])
def test_an_answer_to_nothing_is_harmless_when_lines_are_joined(at: str) -> None:
    odd: Content = {**agreement("Polisen"), "answered": [{"pointer": at, "reason": "ingen_personuppgift"}]}
    joined = taken(Kind.AGREEMENTS, (odd, COUNTY), agreement("Regionen"), COUNTY)
    assert joined is not None
    assert findings(Kind.AGREEMENTS, joined, TODAY) == ()
