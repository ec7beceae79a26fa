"""Figures as public documents print them: a number so small that it may point somebody out is not told exactly."""

from decimal import Decimal

FEWEST_TOLD = 5
_SPACE = "\u202f"  # narrow no-break space
_SWEDISH = str.maketrans({",": _SPACE, ".": ",", "-": "\u2212"})


def printed(value: float) -> str:
    """`färre än 5` for what lies between none and five, otherwise Swedish: 1 480, 0, −12,5. `value` is finite."""
    if 0 < value < FEWEST_TOLD:
        return f"färre än {FEWEST_TOLD}"
    number = Decimal(str(value))
    if number == number.to_integral_value():
        number = number.to_integral_value() + 0  # without decimals, and no minus before a zero
    return f"{number:,f}".translate(_SWEDISH)
