"""Days in words. A day itself is written as everywhere in Swedish administration: 2026-03-31."""

import re
from datetime import date, datetime
from gettext import NullTranslations

from markupsafe import Markup, escape

from domain.calendar import SWEDEN

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def left(days: int, t: NullTranslations) -> str:
    """Days until a date, negative once it has passed: "3 dagar kvar", "försenad 2 dagar"."""
    if days == 0:
        return t.gettext("sista dagen i dag")
    if days > 0:
        return t.ngettext("%(num)d dag kvar", "%(num)d dagar kvar", days) % {"num": days}
    return t.ngettext("försenad %(num)d dag", "försenad %(num)d dagar", -days) % {"num": -days}


def until(day: date, today: date, t: NullTranslations) -> str:
    return left((day - today).days, t)


def clock(at: datetime) -> str:
    """An instant as clocks in Sweden show it: 2026-03-31 14:05."""
    return at.astimezone(SWEDEN).strftime("%Y-%m-%d %H:%M")


def until_target(day: date, today: date, t: NullTranslations) -> str:
    """The same to a date that may be passed: the target, with a later date to come."""
    days = (day - today).days
    if days == 0:
        return t.gettext("måldatum i dag")
    return t.ngettext("%(num)d dag till måldatum", "%(num)d dagar till måldatum", days) % {"num": days}


def whole(text: str) -> Markup:
    """A sentence with its days kept on one line each."""
    return Markup(DAY.sub(r'<span class="day">\g<0></span>', str(escape(text))))  # noqa: S704  escaped
