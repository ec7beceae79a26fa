"""Numbers, days and periods as Swedish print has them."""

from datetime import date
from decimal import Decimal

from domain.content.base import Period
from domain.content.small import FEWEST_TOLD, printed

FEW = printed(1)
DASH = "–"
_NBSP = "\N{NO-BREAK SPACE}"
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
# In the name of a figure these say that it is a share or a rate, which points out nobody, and no count.
_NO_COUNT = ("procent", "%", "andel", "per ", "index", "medel", "kr", "promille", "kvot", "grad")


def number(value: float) -> str:
    """1 480,5, however small it is: for what points nobody out."""
    exact = 0 < value < FEWEST_TOLD
    return f"{Decimal(str(value)).normalize():f}".replace(".", ",") if exact else printed(value)


def is_few(value: float, name: str) -> bool:
    """Whether a figure is a count so small that it may point somebody out. `name` says what it is, with its unit."""
    return 0 < value < FEWEST_TOLD and not any(sign in f"{name} ".lower() for sign in _NO_COUNT)


def figure(value: float | None, unit: str | None = None, name: str = "") -> str:
    """A figure as a public document prints it; empty for None. `name` says what it is where it has no unit."""
    if value is None:
        return ""
    shown = FEW if is_few(value, f"{name} {unit or ''}") else number(value)
    return f"{shown}{_NBSP}{unit}" if unit else shown


def kronor(value: int | None) -> str:
    return f"{number(value)}{_NBSP}kr" if value is not None else ""


def day(value: date | None) -> str:
    """8 december 2026."""
    return f"{value.day}{_NBSP}{_MONTHS[value.month - 1]}{_NBSP}{value.year}" if value is not None else ""


def short_day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def period(value: Period | None) -> str:
    """1 januari–31 december 2027; with both years where they differ."""
    if value is None:
        return ""
    if (value.first, value.last) == (date(value.first.year, 1, 1), date(value.first.year, 12, 31)):
        return f"helåret{_NBSP}{value.first.year}"
    if value.first.year == value.last.year:
        return f"{value.first.day}{_NBSP}{_MONTHS[value.first.month - 1]}{DASH}{day(value.last)}"
    return f"{day(value.first)} {DASH} {day(value.last)}"


def short_period(value: Period | None) -> str:
    """For a narrow column: 2025, or from and to."""
    if value is None:
        return ""
    whole = (value.first.month, value.first.day, value.last.month, value.last.day) == (1, 1, 12, 31)
    if whole and value.first.year == value.last.year:
        return str(value.first.year)
    if whole:
        return f"{value.first.year}{DASH}{value.last.year}"
    return f"{value.first}{_NBSP}{DASH} {value.last}"
