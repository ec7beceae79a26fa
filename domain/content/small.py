"""Figures as public documents print them: a count so small that it may point somebody out is not told exactly.

A share, a rate, a mean or a sum of money is no count and is told as it is. What nothing says to be one of these is a
count: rather a figure too few than somebody pointed out.
"""

import re
from decimal import Decimal

FEWEST_TOLD = 5
_SPACE = "\u202f"  # narrow no-break space
_UNBROKEN = "\N{NO-BREAK SPACE}"
_SWEDISH = str.maketrans({",": _SPACE, ".": ",", "-": "\u2212"})
# Whole words: "handel" is no share (andel), "kränkningar" are no money, and a count per month is still a count.
_NO_COUNT = re.compile(
    r"%|‰"
    r"|\b(?:procent\w*|andel(?:en|ar)?|promille|kvot(?:en)?|grad(?:er)?|kr|kkr|tkr|mkr|kronor)\b"
    r"|\b(?:medel(?:tal|värde|betyg)\w*|median\w*|genomsnitt\w*|snitt(?:et)?|\w*index(?:tal)?)\b"
    r"|\bper\s+(?:\d|hundra|tusen|miljon|capita\b|invånare\b)",
    re.IGNORECASE,
)
_ONLY_COUNTED = re.compile(r"(?:antal|st(?:ycken|\b\.?))(?:\s+|$)", re.IGNORECASE)


def exact(value: float) -> str:
    """Swedish: 1 480, 0, −12,5. `value` is finite."""
    number = Decimal(str(value))
    if number == number.to_integral_value():
        number = number.to_integral_value() + 0  # without decimals, and no minus before a zero
    return f"{number:,f}".translate(_SWEDISH)


def is_few(value: float, unit: str | None = None, name: str = "") -> bool:
    """Whether a figure is a count between none and five. The unit says what it is; without one its `name` does."""
    return 0 < value < FEWEST_TOLD and _NO_COUNT.search(unit or name) is None


def printed(value: float, unit: str | None = None, name: str = "") -> str:
    """`färre än 5 anmälningar` for a small count, otherwise the figure: 3,2 per 1 000 invånare, 4 procent, 46.

    `value` is finite. "Antal" and "st" say no more than that something was counted, and are left out.
    """
    number = f"färre än {FEWEST_TOLD}" if is_few(value, unit, name) else exact(value)
    said = _ONLY_COUNTED.sub("", (unit or "").strip(), count=1) if unit else ""
    return f"{number}{_UNBROKEN}{said}" if said else number
