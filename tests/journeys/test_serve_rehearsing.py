"""A rehearsal beside the demo: played to its end, reported, and ended with what is served, whenever that is."""

import tempfile
from pathlib import Path

import httpx

from api.services import utc_now
from tests.cli.serving import UP, a_serve, alive, eventually, words

ADDRESS = "/kom-igang/repetition"
GOTLAND = "09"  # one municipality: the quickest there is
FORM = {"county": GOTLAND, "kind": "full", "year": str(utc_now().year + 1)}


def test_a_county_is_played_from_the_page_and_the_next_one_ends_with_ctrl_c(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="r-") as temporary:  # short: PostgreSQL's sockets live there
        with a_serve(tmp_path, "--demo", extra={"TMPDIR": temporary}) as serving:
            serving.said_until(UP)
            with httpx.Client(base_url=f"http://127.0.0.1:{serving.port}", headers={"Accept": "text/html"}) as me:
                a_county_is_played(me)
                assert me.post(ADDRESS, data=FORM).status_code == 303
                assert eventually(lambda: "Året har kommit till" in me.get(ADDRESS).text)
            family = serving.family()
            assert any("rehearse" in words(child) for child in family)
            serving.press_ctrl_c()
            assert serving.ends() == (0, "Stopping; what has been done stays.\n", "")
            assert not any(alive(child.pid) for child in family)
        assert [each.name for each in Path(temporary).iterdir() if each.name.startswith("arshjul-")] == []


def a_county_is_played(me: httpx.Client) -> None:
    assert me.post(ADDRESS, data=FORM).status_code == 303
    assert eventually(lambda: "Servrarna startar." not in me.get(ADDRESS).text)
    assert eventually(lambda: "Spelas upp" not in me.get(ADDRESS).text)
    page = me.get(ADDRESS).text
    assert "Uppspelat" in page
    assert 'Kommuner</th><td class="govuk-table__cell govuk-table__cell--numeric">1</td>' in page
    assert "Påhittade personer har gått igenom året" in me.get(f"{ADDRESS}/rapport").text
