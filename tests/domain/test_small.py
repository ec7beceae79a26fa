import pytest

from domain.content.small import exact, is_few, printed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0, "0"),
        (-0.0, "0"),
        (1, "färre än 5"),
        (4, "färre än 5"),
        (4.9, "färre än 5"),
        (5, "5"),
        (5.0, "5"),
        (12.5, "12,5"),
        (999, "999"),
        (1480, "1\u202f480"),
        (1_234_567, "1\u202f234\u202f567"),
        (1234.5678, "1\u202f234,5678"),
        (1e6, "1\u202f000\u202f000"),
        (1e21, "1" + "\u202f000" * 7),
        (10**12, "1" + "\u202f000" * 4),
        (-1, "\u22121"),
        (-12.5, "\u221212,5"),
        (-1480, "\u22121\u202f480"),
    ],
)
def test_a_figure_is_swedish_and_a_small_one_is_not_told(value: float, text: str) -> None:
    assert printed(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3, "anmälningar", "färre än 5 anmälningar"),
        (3, "antal", "färre än 5"),
        (3, "st", "färre än 5"),
        (3, "st.", "färre än 5"),
        (3, "Antal anmälningar", "färre än 5 anmälningar"),
        (3, "stölder", "färre än 5 stölder"),
        (3, "per månad", "färre än 5 per månad"),
        (46, "antal", "46"),
        (46, "antal händelser", "46 händelser"),
        (0, "anmälningar", "0 anmälningar"),
        (3.2, "per 1 000 invånare", "3,2 per 1 000 invånare"),
        (3.2, "antal per 100 000", "3,2 per 100 000"),
        (0.4, "per invånare", "0,4 per invånare"),
        (4, "procent", "4 procent"),
        (4, "%", "4 %"),
        (1.5, "‰", "1,5 ‰"),
        (2, "procentenheter", "2 procentenheter"),
        (4, "tkr", "4 tkr"),
    ],
)
def test_a_unit_says_whether_a_figure_is_a_count_and_reads_right_behind_it(value: float, unit: str, text: str) -> None:
    assert printed(value, unit).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    "name",
    [
        *("Anmälda kränkningar", "Narkotikahandel", "Stulna papper per skola", "Läkemedelsstölder", "Graderade larm"),
        *("Anmälda våldsbrott per kvartal", "Misshandel", "Skrämda elever", ""),
    ],
)
def test_a_word_that_only_looks_like_a_share_hides_a_count_all_the_same(name: str) -> None:
    assert is_few(3, name=name)
    assert printed(3, name=name) == "färre än 5"


@pytest.mark.parametrize(
    "name",
    [
        *("Andel trygga", "Otrygga i procent", "Trygghetsindex", "Våldsbrott per 1 000 invånare", "Skador, medelvärde"),
        *("Genomsnittlig tid", "Polisanmälda brott per tusen"),
    ],
)
def test_without_a_unit_the_name_says_what_a_figure_is(name: str) -> None:
    assert printed(3.5, name=name) == "3,5"


def test_the_unit_goes_before_the_name() -> None:
    assert is_few(3, "anmälningar", "Andel av länets anmälningar")
    assert not is_few(3, "procent", "Anmälningar")


def test_what_points_nobody_out_is_told_exactly_however_small() -> None:
    assert [exact(value) for value in (1, 4.5, 0, -3)] == ["1", "4,5", "0", "\u22123"]
