"""A measure's indicator as bars: where it stood, where it should be, and what was measured."""

from datetime import date

from documents.figures import short_day
from documents.parts import Bar, Block, Chart
from domain.content.plan import Measure
from domain.content.results import Result
from domain.content.small import exact, is_few, printed


def chart(measure: Measure, result: Result | None = None) -> tuple[Block, ...]:
    """Nothing where there is no indicator with a figure."""
    indicator = measure.indicator
    if indicator is None:
        return ()
    bars = (
        *_bar("Utgångsläge", indicator.name, indicator.baseline, indicator.baseline_on),
        *_target(indicator.target, indicator.target_on),
        *(_bar("Uppmätt", indicator.name, result.value, result.measured_on) if result else ()),
    )
    if not bars:
        return ()
    caption = f"{measure.id}: {indicator.name}"
    said = "; ".join(f"{bar.label.lower()} {bar.printed}" for bar in bars)
    return (Chart(caption=caption, alt=f"Stapeldiagram. {caption}: {said}.", bars=bars),)


def _bar(label: str, name: str, value: float | None, on: date | None) -> tuple[Bar, ...]:
    """A figure too small to be printed has no length either: the bar would tell it."""
    if value is None:
        return ()
    length = None if is_few(value, name=name) else value
    return (Bar(label=label, day=short_day(on), length=length, printed=printed(value, name=name)),)


def _target(value: float | None, on: date | None) -> tuple[Bar, ...]:
    """What is aimed at points nobody out, however small."""
    return () if value is None else (Bar(label="Mål", day=short_day(on), length=value, printed=exact(value)),)
