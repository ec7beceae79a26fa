"""What the docs print of the policy is the policy."""

from pathlib import Path

from domain.people import POLICY, Action, Role
from domain.policy_table import HEADS, lines, said

PRINTED = (Path(__file__).parents[2] / "docs" / "who-may-what.md").read_text()


def test_the_docs_hold_the_table_as_it_is() -> None:
    assert "\n".join(lines()) in PRINTED


def test_the_table_has_every_role_and_every_action() -> None:
    assert set(HEADS) == set(Role)
    assert set(POLICY) == set(Action)
    cells = {row.split(" | ")[0].removeprefix("| "): row.split(" | ")[1:] for row in list(lines())[2:]}
    for action, roles in POLICY.items():
        yes = {role for role, cell in zip(HEADS, cells[said(action)], strict=True) if "yes" in cell}
        assert yes == roles
