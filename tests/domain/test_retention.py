"""Suggested classes: one for each kind of content, with a reason, and said to be no more than suggestions."""

from domain.retention import DECIDED_BY, SUGGESTED, WORDING, Held, Retention, suggested


def test_every_kind_of_content_has_a_class_a_reason_and_a_source() -> None:
    assert list(SUGGESTED) == list(Held)
    for kind, suggestion in SUGGESTED.items():
        assert suggestion.kind is kind
        assert suggestion.title
        assert suggestion.reason.endswith(".")
        assert "förslag" in suggestion.source


def test_what_the_year_leads_to_is_kept_and_what_is_on_the_way_is_not() -> None:
    assert suggested(Held.DOCUMENT) is suggested(Held.EVIDENCE) is Retention.PRESERVED
    assert suggested(Held.COMMENT) is Retention.WEEDED
    assert suggested(Held.DRAFT) is suggested(Held.UNFINISHED) is Retention.WORKING


def test_the_municipality_decides() -> None:
    assert "förslag" in WORDING
    assert DECIDED_BY == "kommunens informationshanteringsplan"
    assert "arkivmyndighet" in WORDING
