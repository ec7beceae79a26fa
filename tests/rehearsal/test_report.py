"""The report says everything that happened, in Swedish, on a page that needs nothing else."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from domain.calendar import stockholm_date
from domain.events import ChangeTraced, StepEscalated, StepReminded, StepReopened
from domain.process import Kind
from domain.rehearsed import Figures
from rehearsal.people import Temper
from rehearsal.plan import Plan, plan
from rehearsal.report import as_html, as_text
from rehearsal.result import Happened, Rehearsed, count
from rehearsal.terminal import tell
from storage.places import read_places
from tests.domain.builders import PROCESS
from tests.rehearsal.imagined import TOWN, YEAR, imagined

PLACES = read_places()
VOID = ("meta",)


class Page(HTMLParser):
    """Whether every element is closed, and which there are."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def a_plan(kind: Kind = Kind.FULL) -> Plan:
    return plan(PLACES, "13", YEAR, kind)


@pytest.fixture(scope="module", params=[Temper.REOPENED, Temper.LATE, Temper.LATE_JOINER, Temper.MORE_TIME])
def rehearsed(request: pytest.FixtureRequest) -> Rehearsed:
    _, events = imagined(request.param)
    happened = [Happened(stockholm_date(event.at), TOWN, YEAR, event) for event in events]
    counted = count(happened)
    figures = Figures(
        cycles=1,
        closed=1,
        steps=15,
        events=len(happened),
        reminders=counted[StepReminded],
        escalations=counted[StepEscalated],
        seconds=1.5,
        chain="ok",
    )
    return Rehearsed(a_plan(), PROCESS, figures, happened, {TOWN: "Laholm <&>"})


def test_the_text_has_a_line_for_every_event_on_its_day(rehearsed: Rehearsed) -> None:
    lines = [line for line in as_text(rehearsed).splitlines() if line.startswith("20")]
    assert [line[:10] for line in lines] == [str(each.day) for each in rehearsed.happened]
    assert sum("  Påminnelse  " in line for line in lines) == rehearsed.figures.reminders
    assert sum("  Eskalering  " in line for line in lines) == rehearsed.figures.escalations


def test_the_page_is_whole_and_needs_nothing_from_outside(rehearsed: Rehearsed) -> None:
    html, page = as_html(rehearsed), Page()
    page.feed(html)
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & set(page.seen)
    assert ("lang", "sv") in page.attributes
    assert not [
        value for name, value in page.attributes if name in ("src", "href") and not (value or "").startswith("#")
    ]
    assert "Laholm &lt;&amp;&gt; 2027" in html
    assert page.seen.count("caption") == page.seen.count("table")


def test_the_report_speaks_of_support_and_never_of_supervision(rehearsed: Rehearsed) -> None:
    said = as_text(rehearsed).lower()
    assert ("stödbehov" in said) is True
    assert not [word for word in ("tillsyn", "underkänd", "brist") if word in said]


def test_what_was_reopened_names_what_waits_and_then_what_is_to_be_confirmed(rehearsed: Rehearsed) -> None:
    reopened = [each for each in rehearsed.happened if isinstance(each.event, StepReopened)]
    traced = [each for each in rehearsed.happened if isinstance(each.event, ChangeTraced) and each.event.stale]
    assert as_text(rehearsed).count("öppnas på nytt; väntar på ändringen: ") == len(reopened)
    assert as_text(rehearsed).count("ändrat; att bekräfta: ") == len(traced)


def test_the_json_is_the_contract(rehearsed: Rehearsed) -> None:
    printed = tell(rehearsed, None, as_json=True)
    assert list(json.loads(printed)) == [
        "cycles",
        "closed",
        "steps",
        "events",
        "reminders",
        "escalations",
        "seconds",
        "chain",
    ]
    assert printed.startswith('{"cycles": 1, "closed": 1, "steps": 15, ')


def test_both_files_are_written_and_named(rehearsed: Rehearsed, tmp_path: Path) -> None:
    printed = tell(rehearsed, tmp_path / "new" / "folder", as_json=False)
    for name in ("report.txt", "report.html"):
        assert str(tmp_path / "new" / "folder" / name) in printed
        assert (tmp_path / "new" / "folder" / name).read_text(encoding="utf-8")
