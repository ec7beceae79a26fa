import pytest

from domain.content.small import printed


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
