"""Numbers, days and periods as Swedish print has them."""

from datetime import date

from domain.content.base import Period
from domain.content.small import exact, printed

DASH = "–"
_NBSP = "\N{NO-BREAK SPACE}"
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def figure(value: float | None, unit: str | None = None, name: str = "") -> str:
    """A figure as a public document prints it; empty for None. `name` says what it is where it has no unit."""
    return printed(value, unit, name) if value is not None else ""


def kronor(value: int | None) -> str:
    return f"{exact(value)}{_NBSP}kr" if value is not None else ""


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
