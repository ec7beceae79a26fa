"""What a field that refers to another object can choose among: the objects of this year, and of last year's plan."""

from collections.abc import Mapping

from domain.content.year import YearContent

Choices = Mapping[str, Mapping[str, str]]
"""By kind (`problems`), what stands for each id: `P1 Stölder i hamnar`."""


def choices(year: YearContent, last: YearContent) -> Choices:
    """A kind is empty where nothing of it is known, as when a step was handed in as a text. A light year makes no plan:
    its measures are those of the plan in force.
    """
    mapping = year.mapping
    figures = {each.id: each.title for each in mapping.observations} if mapping else {}
    information = {each.id: each.what for each in mapping.information} if mapping else {}
    planned, earlier = ({name: each.title for name, each in one.planned.items()} for one in (year, last))
    found = {
        "items": figures | information,
        "problems": {name: each.title for name, each in year.problems.items()},
        "causes": {name: each.what for name, each in year.causes.items()},
        "goals": {each.id: each.what for each in (year.goals.goals if year.goals else ())},
        "measures": planned or earlier,
        "last_measures": earlier,
    }
    return {kind: {name: f"{name} {short(text)}" for name, text in each.items()} for kind, each in found.items()}


def short(text: str, longest: int = 100) -> str:
    """One line of a text, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
