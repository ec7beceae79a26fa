"""Whose measure it is, as the plan says it: the municipality's own, another party's, or not stated."""

from datetime import UTC, datetime

import pytest

from documents.outline import outline
from documents.parts import About
from domain.content.year import Content, read
from examples import load

ABOUT = About(
    municipality="Laholm",
    code="1381",
    year=load.YEAR,
    versions=(("Åtgärdsplan", 1),),
    hash="0" * 64,
    dated=datetime(2027, 1, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("municipal", "said"), [(True, "Kommunen"), (False, "Annan aktör än kommunen"), (None, "inte angivet")]
)
def test_silence_about_who_carries_a_measure_out_is_no_answer(municipal: bool | None, said: str) -> None:  # noqa: FBT001
    measure: Content = {"id": "A1", "title": "Belysning", **({} if municipal is None else {"municipal": municipal})}
    year = read({"action_plan": {"title": "Plan"}, "measures": {"measures": [dict(measure)]}})
    printed = outline("action-plan", year, ABOUT).model_dump_json()
    assert f'["Utförs av","{said}"]' in printed


def test_words_of_its_own_stay_so_where_a_form_is_marked_as_made_up() -> None:
    plain, marked = ({"text": "Se vårt dokument."}, {"text": "Se vårt dokument.", "made_up": True})
    printed = [outline("action-plan", read({"action_plan": each, "measures": each}), ABOUT) for each in (plain, marked)]
    assert printed[0].sections == printed[1].sections
