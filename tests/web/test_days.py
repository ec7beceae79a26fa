"""Days in words, and within sentences."""

from datetime import date

import pytest

from web.days import until_target, whole
from web.language import translations

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("day", "says"), [(1, "måldatum i dag"), (2, "1 dag till måldatum"), (31, "30 dagar till måldatum")]
)
def test_a_target_is_told_from_a_last_day(day: int, says: str) -> None:
    assert until_target(date(2027, 3, day), TODAY, translations("sv")) == says


def test_a_day_in_a_sentence_stays_on_its_line_and_the_rest_is_text() -> None:
    assert whole("<b> till 2027-03-01.") == '&lt;b&gt; till <span class="day">2027-03-01</span>.'
