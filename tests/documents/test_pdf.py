"""The PDF, read back: standards, tags, language, words; and that nobody's text is ever run."""

import pytest

from documents.letters import LETTERS
from documents.outline import KINDS, outline
from documents.typst import pdf
from tests.documents import readback
from tests.documents.laholm import ABOUT, CONTENTS, laholm

ODD = (
    *('#sys.version #panic("x")', '#read("/etc/passwd")', "$x^2$", "\\ \\u{41}", "*fet* _kursiv_ `kod`", "<etikett>"),
    *("@hänvisning \"citat\" 'citat'", "// kod /* kod */", "= rubrik", "- punkt -- ---", "~a~ [b] {c}"),
    *("å ä ö Å Ä Ö é", "3 – 4 — 5 … » ” ’ §", "100 % & ½ € ≤", "Ελληνικά Кириллица ✓ → □"),
)


@pytest.mark.parametrize("name", KINDS)
def test_the_same_content_is_the_same_bytes(name: str) -> None:
    assert pdf(outline(name, laholm(), ABOUT)) == pdf(outline(name, laholm(), ABOUT))


@pytest.mark.parametrize("name", KINDS)
def test_it_says_which_standards_it_keeps_to(name: str) -> None:
    made = pdf(outline(name, laholm(), ABOUT))
    assert readback.standards(made) == {"a": "2", "level": "A", "ua": "1"}


@pytest.mark.parametrize("name", KINDS)
def test_language_title_date_and_bookmarks(name: str) -> None:
    shown = outline(name, laholm(), ABOUT)
    read = readback.opened(pdf(shown))
    root = read.root_object
    assert str(root["/Lang"]).lower().startswith("sv")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value  # pyright: ignore[reportIndexIssue]
    assert read.metadata is not None
    assert read.metadata.title == f"{shown.title} – Laholm"
    assert read.metadata.author == "Laholm"
    assert read.metadata.creation_date == ABOUT.dated
    bookmarks = [entry.title for entry in read.outline if not isinstance(entry, list)]
    assert bookmarks[-len(shown.sections) :] == [section.title for section in shown.sections]


def test_it_is_tagged_with_headings_tables_and_figures() -> None:
    made = pdf(outline("follow-up", laholm(), ABOUT))
    assert readback.opened(made).root_object["/MarkInfo"]["/Marked"].value  # pyright: ignore[reportIndexIssue]
    kinds = readback.kinds(made)
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/P"} <= set(kinds)
    assert kinds.count("/Table") == kinds.count("/THead")
    figures = [tag for tag in readback.tags(made) if str(tag["/S"]) == "/Figure"]
    said = "Stapeldiagram. A1: Anmälda stölder i hamn jun–aug: utgångsläge 46; mål 25; uppmätt 34."
    assert said in [str(figure["/Alt"]) for figure in figures]
    assert len(figures) == 2


def test_every_page_carries_version_hash_number_and_mark() -> None:
    pages = readback.opened(pdf(outline("situation-analysis", laholm(), ABOUT))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        said = readback.flat(page.extract_text())
        assert f"Sida {number} av {len(pages)}" in said
        assert f"Laholm · Lägesbild 2027 · Version 2 · {ABOUT.hash[:12]}" in said
        assert "PÅHITTAT EXEMPEL" in said


def test_nothing_real_is_marked_as_made_up() -> None:
    real = ABOUT.model_copy(update={"made_up": False})
    assert "PÅHITTAT" not in readback.text(pdf(outline("council-report", laholm(), real)))


def test_what_is_not_finished_says_so_on_every_page() -> None:
    about = ABOUT.model_copy(update={"finished": False})
    for page in readback.opened(pdf(outline("situation-analysis", laholm(), about))).pages:
        assert "ARBETSMATERIAL" in page.extract_text()


@pytest.mark.parametrize("odd", ODD)
def test_what_people_write_stands_there_as_written(odd: str) -> None:
    year = laholm(
        council_report={"summary": f"Före {odd} efter"},
        organisation={"coordination": {"role_title": odd}},
        measures={"measures": [{"id": "A1", "title": odd, "problems": ["P1"], "owner": odd}]},
    )
    said = readback.text(pdf(outline("council-report", year, ABOUT)))
    assert f"Före {odd} efter" in said
    assert said.count(odd) == 3


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("glad 😀 min", "glad [U+1F600] min"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("A\N{COMBINING RING ABOVE}r", "År"),
        ("q\N{COMBINING ACUTE ACCENT}", "q[U+0301]"),
        ("a\x01\x00b\u202ec\ue000\ufeffd", "abcd"),
        ("rad\r\nrad\u2028rad", "rad rad rad"),
    ],
)
def test_what_no_font_has_is_printed_as_its_code(written: str, printed: str) -> None:
    year = laholm(council_report={"summary": f"Före {written} efter"})
    assert f"Före {printed} efter" in readback.text(pdf(outline("council-report", year, ABOUT)))


def test_the_fonts_have_every_letter_that_they_are_said_to_have() -> None:
    letters = " ".join(sorted(map(chr, LETTERS)))
    year = laholm(council_report={"summary": letters}, organisation={"coordination": {"role_title": "Öppen"}})
    shown = outline("council-report", year, ABOUT.model_copy(update={"municipality": letters}))
    bold = shown.facts.model_copy(update={"rows": ((letters, "fetstil"),)})
    assert pdf(shown.model_copy(update={"facts": bold}))


def test_what_is_measured_can_be_named_in_any_letters() -> None:
    """An indicator's name captions its chart."""
    measure = CONTENTS["measures"]["measures"][0]
    named = {**measure, "indicator": {**measure["indicator"], "name": "مرحبا بالعالم שלום мир"}}
    assert pdf(outline("action-plan", laholm(measures={"measures": [named]}), ABOUT))


def test_a_word_without_end_stays_on_the_page() -> None:
    year = laholm(council_report={"summary": "x" * 500})
    page = readback.opened(pdf(outline("council-report", year, ABOUT))).pages[0]
    longest = max(len(line.strip()) for line in page.extract_text().replace("\N{ZERO WIDTH SPACE}", "").splitlines())
    assert longest < 120


def test_a_large_year_runs_over_many_pages() -> None:
    problems = [{**CONTENTS["situation_analysis"]["problems"][n % 2], "id": f"P{n}"} for n in range(15)]
    measures = [
        {
            **CONTENTS["measures"]["measures"][n % 2],
            "id": f"A{n}",
            "problems": [f"P{n % 15}"],
            "causes": [],
            "goals": [],
        }
        for n in range(40)
    ]
    picture = {**CONTENTS["situation_analysis"], "problems": problems}
    year = laholm(situation_analysis=picture, measures={"measures": measures})
    made = pdf(outline("action-plan", year, ABOUT))
    assert len(readback.opened(made).pages) > 15
    said = readback.text(made)
    assert all(f"A{n} " in said for n in range(40))
    assert "Innehåll" in said
    assert len(readback.opened(pdf(outline("situation-analysis", year, ABOUT))).pages) > 5
