"""What an anchor shows of a log: a cut tail, a chain that is gone, one that was rewritten; and what it lets pass."""

from datetime import UTC, date, datetime

import pytest

from domain.anchors import Anchor, Chain, Unkept, unkept

OLD, NEW = "a" * 64, "b" * 64
ANCHOR = Anchor(
    day=date(2026, 11, 22),
    made_at=datetime(2026, 11, 22, 3, tzinfo=UTC),
    position=12,
    previous="0" * 64,
    chains=(Chain("1380-2027", 5, OLD), Chain("1381-2027", 7, OLD)),
)
WHOLE: dict[str, tuple[int, str | None]] = {"1380-2027": (5, OLD), "1381-2027": (7, OLD)}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({}, None),
        ({"1380-2027": (9, OLD)}, None),
        ({"1382-2027": (3, None)}, None),
        ({"1380-2027": (4, None)}, Unkept("1380-2027", 5, "cut")),
        ({"1380-2027": (0, None)}, Unkept("1380-2027", 1, "cut")),
        ({"1381-2027": (7, NEW)}, Unkept("1381-2027", 7, "rewritten")),
        ({"1381-2027": (9, NEW)}, Unkept("1381-2027", 7, "rewritten")),
        ({"1381-2027": (9, None)}, Unkept("1381-2027", 7, "rewritten")),
        ({"1380-2027": (9, NEW), "1381-2027": (1, None)}, Unkept("1380-2027", 5, "rewritten")),
    ],
)
def test_what_an_anchor_shows(now: dict[str, tuple[int, str | None]], found: Unkept | None) -> None:
    assert unkept(ANCHOR, WHOLE | now) == found


def test_a_chain_that_is_gone_is_cut_at_its_first_record() -> None:
    assert unkept(ANCHOR, {"1381-2027": (7, OLD)}) == Unkept("1380-2027", 1, "cut")


def test_an_anchor_reads_back_from_json_as_it_was() -> None:
    told = ANCHOR.model_dump_json()
    assert '["1380-2027",5,' in told
    assert '"made_at":"2026-11-22T03:00:00Z"' in told
    assert Anchor.model_validate_json(told) == ANCHOR
