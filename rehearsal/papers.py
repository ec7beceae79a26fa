"""What people hand in: typed content from the examples, or text alone, as real life has it.

It follows from the municipality, the kind of year and the step, and never decides when something happens: a rehearsal
counts the same whatever is handed in.
"""

from collections.abc import Mapping

from domain.commands import Content
from domain.process import Kind
from examples import load

TEXT = "Genomgånget och dokumenterat (repetition)."
EXAMPLES: Mapping[str, str] = {
    "1315": "lacking",
    "1380": "halmstad",
    "1381": "laholm",
    "1382": "falkenberg",
    "1383": "varberg",
    "1384": "kungsbacka",
}
SECOND_YEARS: Mapping[str, str] = {"1381": "laholm_light"}
TEXT_ALONE = 3  # every third of all other municipalities hands in text alone


def paper(municipality: str, kind: Kind, year: int, step: str) -> Content:
    """What is handed in for a step; text alone where the municipality's example has nothing for it."""
    example = _example(municipality, kind)
    if example is None or step not in load.read(example).steps:
        return {"text": TEXT}
    return load.content(example, step, year)


def _example(municipality: str, kind: Kind) -> str | None:
    if kind is Kind.LIGHT and municipality in SECOND_YEARS:
        return SECOND_YEARS[municipality]
    if municipality in EXAMPLES:
        return EXAMPLES[municipality]
    return None if int(municipality) % TEXT_ALONE == 0 else "small"
