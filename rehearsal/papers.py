"""What people hand in: typed content from the examples, or text alone, as real life has it.

It follows from the municipality, the kind of year and the step, and never decides when something happens, but for one
thing: what is to be confirmed after a step was opened again follows from what names the figure that changed.
"""

from collections.abc import Mapping

from domain.commands import Content
from domain.process import Kind
from examples import load

TEXT = "Genomgånget och dokumenterat (provkörning)."
EXAMPLES: Mapping[str, str] = {
    "1315": "lacking",
    "1380": "halmstad",
    "1381": "laholm",
    "1382": "falkenberg",
    "1383": "varberg",
    "1384": "kungsbacka",
}
SECOND_YEARS: Mapping[Kind, Mapping[str, str]] = {
    Kind.FULL: {"1381": "laholm_second"},
    Kind.LIGHT: {"1381": "laholm_light"},
}
TEXT_ALONE = 3  # every third of all other municipalities hands in text alone


def paper(municipality: str, kind: Kind, year: int, step: str) -> Content:
    """What is handed in for a step; text alone where the municipality's example has nothing for it."""
    example = _example(municipality, kind, year)
    if example is None or step not in load.read(example).steps:
        return {"text": TEXT}
    return load.content(example, step, year)


def corrected(content: Content) -> Content:
    """The same with its first figure changed, or where it has none a sentence more: why a step was opened again."""
    for field, items in content.items():
        if not isinstance(items, list):
            continue
        for index, item in enumerate(items):
            value = item.get("value") if isinstance(item, dict) else None
            if isinstance(item, dict) and isinstance(value, int | float) and not isinstance(value, bool):
                changed = {**item, "value": value + 1}
                return {**content, field: [*items[:index], changed, *items[index + 1 :]]}
    return {**content, "text": f"{content.get('text') or ''} Med nya uppgifter (provkörning).".strip()}


def _example(municipality: str, kind: Kind, year: int) -> str | None:
    """A light year follows a full one whenever it is; a full one is the second where it comes after the first."""
    if municipality in SECOND_YEARS[kind] and (kind is Kind.LIGHT or year > load.YEAR):
        return SECOND_YEARS[kind][municipality]
    if municipality in EXAMPLES:
        return EXAMPLES[municipality]
    return None if int(municipality) % TEXT_ALONE == 0 else "small"
