"""What people paste, and what only somebody who means harm writes; and a year in which every text holds it."""

from pydantic import JsonValue

from examples import load
from tests.pages.stepping import example
from tests.town import FULL_YEAR, Town

HTML = "<img src=x onerror=\"window.hit='img'\"><script>window.hit='script'</script></textarea><b>fet</b>"
TURNED = "\u202eomvänt\u2066 مرحبا بالعالم"  # left open, both of them
ODD = f"{HTML} 🙂👮🏽‍♀️ {TURNED} {{{{ 7*7 }}}} =1+1"
LONG = "Överenskommelseuppföljning" * 8  # no place to break a line in
CRAMMED = f"{LONG} {ODD}"[:300]
WORD = (
    "Lägesbild\u00a02027 – ”Trygg i hamnen”\n\n1.\tBåtmotorer\u00a0– 46\u00a0anmälningar\u000bfler än förut…\n"
    + "Det handlar om stölder nattetid; ’ingen ser’.\t\tAvstämt med polisen\u00ad.\r\n" * 120
    + "\u000c•\tNästa sida\n"
)  # three pages, with the soft breaks and page breaks that Word has
WORD_HTML = f'<html><body><!--StartFragment--><p class="MsoNormal">{WORD}</p><!--EndFragment--></body></html>'


async def odd_year(town: Town) -> None:
    """The made-up year with something odd in every sentence of it, done to its end."""
    for step in FULL_YEAR:
        content = {key: _odd(value) for key, value in example(town, step).items()}
        by = "decision" if step == "council_report" else "municipality"
        handed_in = await town.do("completion", step, {"content": content}, by=by)
        assert handed_in.status_code == 200, f"{step}: {handed_in.text}"
        if (await town.step(step))["approver"]:
            assert (await town.approve(step)).status_code == 200


def _odd(value: JsonValue) -> JsonValue:
    match value:
        case str() if " " in value and value != load.MARK:
            return f"{value} {ODD}"[:300]
        case list():
            return [_odd(each) for each in value]
        case dict():
            return {key: _odd(each) for key, each in value.items()}
        case _:
            return value
