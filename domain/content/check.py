"""Everything that keeps a step's content from being handed in."""

from collections.abc import Mapping

from domain.commands import Content
from domain.content import personal, references
from domain.content.year import read
from domain.errors import Finding
from domain.forms import findings as shape


def findings(form: str, content: Content, others: Mapping[str, Content]) -> tuple[Finding, ...]:
    """First its shape; once that is right, the personal data in it, and what it says of the `others`: the year's other
    contents, by form.
    """
    wrong = tuple(personal.spared(finding) for finding in shape(form, content))
    return wrong or (*references.findings(form, read({**others, form: content})), *personal.findings(form, content))
