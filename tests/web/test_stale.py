"""When an open form no longer shows what stands, and what is said of it."""

import pytest

from web.live import Shown, What, stale

SHOWN = Shown(version=2, status="open", draft=5)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (SHOWN, None),
        (Shown(version=2, status="open", draft=4), None),  # an answer that was overtaken
        (Shown(version=2, status="open", draft=6), What.SAVED),
        (Shown(version=2, status="waived", draft=6), What.MOVED),
        (Shown(version=3, status="submitted", draft=6), What.HANDED_IN),
    ],
)
def test_what_has_become_of_a_step(now: Shown, what: What | None) -> None:
    assert stale(SHOWN, now) is what


def test_a_form_that_does_not_say_its_status_is_not_asked_for_it() -> None:
    assert stale(Shown(version=2, draft=5), SHOWN) is None
