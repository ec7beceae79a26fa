"""What a form sends, and what every form of a step carries along."""

from typing import Annotated

from fastapi import Depends, Request

from web.forms.parsing import Posted

AUTO = "auto"  # saved by itself while somebody types
SAVE = "save"
CHECK = "check"
ANOTHER = "another"


async def posted(request: Request) -> Posted:
    """Every field of a posted form with its values; files, which no form here asks for, are left out."""
    form = await request.form()
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


PostedHere = Annotated[Posted, Depends(posted)]


def one(form: Posted, name: str) -> str:
    """The last value of a field; empty where there is none."""
    return form[name][-1] if form.get(name) else ""
