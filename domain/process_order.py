"""What is wrong with the order of a process: what waits for what, and whether the dates agree with it."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from domain.process import Kind, contracted
from domain.process_schema import Mistake, Sketch, Steps, by_key


def duplicate_keys(steps: Steps) -> Iterator[Mistake]:
    first = by_key(steps)
    for step in steps:
        if step.key is not None and first[step.key] is not step:
            yield step.wrong(f"there is already a step '{step.key}'", "key")


def references(steps: Steps) -> Iterator[Mistake]:
    """What a step waits for must exist, be sure to be done or waived, and not belong to a later phase."""
    known = by_key(steps)
    for step in steps:
        for n, key in enumerate(step.waits_for):
            other = known.get(key)
            if other is None:
                yield step.wrong(f"there is no step '{key}' to wait for", "waits_for", n)
                continue
            if other.optional:
                yield step.wrong(f"'{key}' is optional and may never be done: nothing can wait for it", "waits_for", n)
            if step.phase and other.phase and step.phase.order < other.phase.order:
                yield step.wrong(f"'{key}' belongs to a later phase, {other.phase}", "waits_for", n)


def circles(steps: Steps) -> Iterator[Mistake]:
    """No step waits, by whatever way, for itself."""
    known = by_key(steps)
    told: set[frozenset[str]] = set()
    for key, step in known.items():
        circle = _circle(key, known)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            yield step.wrong(f"circular dependency: {' → '.join(circle)}", "waits_for")


def _circle(start: str, known: Mapping[str, Sketch]) -> tuple[str, ...]:
    """The shortest way from a step through what it waits for back to itself; empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for key in known[way[-1]].waits_for:
            if key == start:
                return (*way, start)
            if key in known and key not in seen:
                seen.add(key)
                ways.append((*way, key))
    return ()


def dates(steps: Steps) -> Iterator[Mistake]:
    """The latest date comes no earlier than the target, and the reminders one after the other."""
    for step in steps:
        if step.target and step.latest and step.latest < step.target:
            yield step.wrong(f"{step.latest} is before the target, {step.target}", "latest")
        if any(earlier <= later for earlier, later in pairwise(step.reminders)):
            yield step.wrong("must fall from one to the next: they are working days before the target", "reminders")


def dates_along_dependencies(steps: Steps) -> Iterator[Mistake]:
    """In each kind of year a step comes no earlier than what it waits for, by target and by latest date."""
    known = by_key(steps)
    waits_for = {key: step.waits_for for key, step in known.items()}
    for kind in Kind:
        kept = frozenset(key for key, step in known.items() if kind in step.kinds)
        for key, dependencies in contracted(waits_for, kept).items():
            for dependency in dependencies:
                yield from _too_early(known[key], known[dependency])


def _too_early(step: Sketch, other: Sketch) -> Iterator[Mistake]:
    if step.target and other.target and step.target < other.target:
        yield step.wrong(f"{step.target} is before {other.target}, the target of '{other.key}'", "target")
    if step.latest and other.latest and step.latest < other.latest:
        yield step.wrong(f"{step.latest} is before {other.latest}, the latest date of '{other.key}'", "latest")


def ladders(steps: Steps) -> Iterator[Mistake]:
    """Who is told of a late step is told one after the other, counted from a latest date."""
    for step in steps:
        if any(later.after <= earlier.after for earlier, later in pairwise(step.escalation)):
            yield step.wrong(
                "must rise from one to the next: they are working days after the latest date", "escalation"
            )
        if step.escalation and step.latest is None:
            yield step.wrong("counts from the latest date, and the step has none", "escalation")
