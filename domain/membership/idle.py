"""Accounts that nobody uses are closed. How long to wait is the site's to set; no law says it."""

from datetime import date

from domain.law.clocks import months_after

IDLE_MONTHS = 12


def idle(seen: date, today: date, months: int = IDLE_MONTHS) -> bool:
    """Whether so many months have passed since somebody signed in or, if they never did, was invited."""
    return months_after(seen, months) <= today
