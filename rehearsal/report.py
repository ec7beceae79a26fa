"""The report of a rehearsal: figures on top, then every reminder, escalation and status change by date and place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from domain.process import Kind
from domain.rehearsed import Figures
from rehearsal.plan import Plan
from rehearsal.result import Happened, Rehearsed
from rehearsal.wording import Sort, says, sort_of

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
KINDS: Mapping[Kind, str] = {Kind.FULL: "helt år", Kind.LIGHT: "lätt år efter ett helt"}
COUNTED = (Sort.REMINDER, Sort.OVERDUE, Sort.ESCALATION, Sort.STATUS)
STYLE = """body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;margin:0 0 2rem}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #bbb}
th[scope=col]{border-bottom:2px solid #444}tbody tr:nth-child(even){background:#f4f4f4}
nav ul{columns:12rem 3;padding-left:1.2rem}.wide{overflow-x:auto}td:last-child{min-width:12rem}
@media print{nav{display:none}.wide{overflow:visible}}"""


def title(plan: Plan) -> str:
    where = plan.counties[0].name if len(plan.counties) == 1 else f"{len(plan.counties)} län"
    return f"Provkörning av årshjulet {plan.year}: {where}, {KINDS[plan.kind]}"


def summary(rehearsed: Rehearsed) -> str:
    """The figures, for a terminal."""
    lines = [title(rehearsed.plan), ""]
    lines += [f"  {what + ':':32}{value:>8}" for what, value in _figures(rehearsed.figures)]
    return "\n".join(lines)


def as_text(rehearsed: Rehearsed) -> str:
    lines = [summary(rehearsed), ""]
    for month, happened in _months(rehearsed.happened):
        lines += [month.upper(), *(_line(rehearsed, each) for each in happened), ""]
    return "\n".join(lines)


def as_html(rehearsed: Rehearsed) -> str:
    """One page that needs nothing else: no script, no picture, no address."""
    heading = escape(title(rehearsed.plan))
    months = [(month, list(happened)) for month, happened in _months(rehearsed.happened)]
    links = "".join(f'<li><a href="#m{index}">{month}</a></li>' for index, (month, _) in enumerate(months))
    tables = "\n".join(_month(rehearsed, index, month, rows) for index, (month, rows) in enumerate(months))
    return f"""<!doctype html>
<html lang="sv">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{heading}</title><style>{STYLE}</style></head>
<body><main>
<h1>{heading}</h1>
<p>Påhittade personer har gått igenom året på den riktiga motorn. Datumen är årets, inte dagens.</p>
{_table("I siffror", ("Vad", "Antal"), [(what, str(value)) for what, value in _figures(rehearsed.figures)])}
{_places(rehearsed)}
<nav aria-label="Månader"><h2>Dag för dag</h2><ul>{links}</ul></nav>
{tables}
</main></body>
</html>
"""


def write(rehearsed: Rehearsed, folder: Path) -> tuple[Path, Path]:
    """Write report.txt and report.html into a folder that is made if need be. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    text, page = folder / "report.txt", folder / "report.html"
    text.write_text(as_text(rehearsed), encoding="utf-8")
    page.write_text(as_html(rehearsed), encoding="utf-8")
    return text, page


def _figures(figures: Figures) -> Iterator[tuple[str, object]]:
    yield "Årscykler", figures.cycles
    yield "därav avslutade", figures.closed
    yield "Steg klara eller avstådda", figures.steps
    yield "Händelser i loggen", figures.events
    yield "Påminnelser", figures.reminders
    yield "Eskaleringar (stödbehov)", figures.escalations
    yield "Sekunder att spela upp", f"{figures.seconds:.1f}".replace(".", ",")
    yield "Loggen är oförändrad", "ja" if figures.chain == "ok" else "NEJ"


def _months(happened: Sequence[Happened]) -> Iterator[tuple[str, Iterator[Happened]]]:
    ordered = sorted(happened, key=lambda each: (each.day, each.municipality, each.year))
    for (year, month), rows in groupby(ordered, key=lambda each: (each.day.year, each.day.month)):
        yield f"{MONTHS[month - 1]} {year}", rows


def _line(rehearsed: Rehearsed, each: Happened) -> str:
    who = f"{rehearsed.names[each.municipality]} {each.year}"
    return f"{each.day}  {who:24}  {sort_of(each.event):14}  {says(each.event, rehearsed.process)}"


def _places(rehearsed: Rehearsed) -> str:
    counts = Counter((each.municipality, each.year, sort_of(each.event)) for each in rehearsed.happened)
    years = sorted({(code, year) for code, year, _ in counts})
    rows = [
        (f"{rehearsed.names[code]} {year}", *(str(counts[code, year, sort]) for sort in COUNTED))
        for code, year in years
    ]
    return _table("Kommun för kommun", ("Årscykel", *COUNTED), rows)


def _month(rehearsed: Rehearsed, index: int, month: str, happened: Sequence[Happened]) -> str:
    rows = [
        (
            str(each.day),
            f"{rehearsed.names[each.municipality]} {each.year}",
            str(sort_of(each.event)),
            says(each.event, rehearsed.process),
        )
        for each in happened
    ]
    table = _table(f"Händelser i {month}", ("Dag", "Årscykel", "Slag", "Vad"), rows)
    return f'<h3 id="m{index}">{month.capitalize()}</h3>\n{table}'


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first cell of a row is its heading."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<div class="wide" role="region" aria-label="{escape(caption)}" tabindex="0">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )
