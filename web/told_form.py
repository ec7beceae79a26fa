"""The form in which a municipality, or its county, tells of what existed before: one field for each column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from domain.errors import Finding
from domain.statement_columns import MAY_STAND
from domain.statement_lines import Trouble
from domain.statements import Kind
from web import told
from web.language import N_
from web.page import Page

_WHY = N_("Varför får det stå?")
_LONG = told.SEVERAL | {"samordnar", "informerar"}


@dataclass(frozen=True)
class Field:
    """`choices` are what it is answered with, by what is sent; empty where anything may be written."""

    name: str
    label: str
    hint: str | None
    choices: Mapping[str, str]
    typed: str
    long: bool


def typed(sent: FormData, kind: Kind) -> dict[str, str]:
    """As the cells of a table, where what a form has on lines of its own stands beside each other."""
    found = {name: str(sent.get(name, "")) for name in (*told.labels(kind), MAY_STAND)}
    return {name: " | ".join(text.splitlines()) if name in told.SEVERAL else text for name, text in found.items()}


def fields(kind: Kind, typed: Mapping[str, str], problems: tuple[Finding, ...]) -> list[Field]:
    """Why something may stand is asked once it is in question."""
    asked = told.labels(kind)
    if problems or typed.get(MAY_STAND):
        asked[MAY_STAND] = _WHY
    return [
        Field(name, text, told.HINTS.get(name), told.CHOICES.get(name, {}), _written(name, typed), name in _LONG)
        for name, text in asked.items()
    ]


def _written(name: str, typed: Mapping[str, str]) -> str:
    cell = typed.get(name, "")
    return "\n".join(part.strip() for part in cell.split("|")) if name in told.SEVERAL else cell


def problems(page: Page, kind: Kind, troubles: Iterable[Trouble]) -> tuple[Finding, ...]:
    """What concerns the whole, or nothing that the form asks for, stands at its first field."""
    asked = (*told.labels(kind), MAY_STAND)
    return tuple(
        Finding(
            code=trouble.code,
            pointer=f"/{trouble.column if trouble.column in asked else asked[0]}",
            message=page.t.gettext(told.says(trouble)),
        )
        for trouble in troubles
    )
