"""The county supports and does not supervise: nothing that is shown says *tillsyn*, *brist* or *underkänd*."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEVER = re.compile(r"\b(?:tillsyn|brist|underkän)\w*", re.IGNORECASE)
SAYS = ("domain", "api", "documents", "web", "activities", "storage")
"""What says something to somebody, in Python: each string there, its docstrings with them."""
WRITTEN = ("web/templates/*.html", "web/static/*.js", "web/static/*.svg", "web/locale/en/*.po", "processes/*.yaml")


def spoken() -> Iterator[tuple[str, str]]:
    """Where something is said, and what."""
    for pattern in WRITTEN:
        for path in ROOT.glob(pattern):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", line
    for layer in SAYS:
        for path in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def test_no_screen_says_them() -> None:
    everything = list(spoken())
    assert len(everything) > 10_000, "the files are not where this test looks for them"
    assert [f"{where}: {said.strip()[:100]}" for where, said in everything if NEVER.search(said)] == []


@pytest.mark.parametrize("said", ["Tillsyn", "tillsynen", "bristen", "BRISTER", "bristfällig", "Underkänt."])
def test_they_are_found_however_they_are_bent(said: str) -> None:
    assert NEVER.search(f"Det här är {said}")
    assert not NEVER.search("förebygga, ristad, stödbehov, godkänd")
