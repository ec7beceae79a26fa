"""The policy as a table that a person can read: `arshjul policy` prints it, and docs/who-may-what.md holds it."""

from collections.abc import Iterator

from domain.people import POLICY, Action, Role

HEADS = {
    Role.COUNTY_COORDINATOR: "county coordinator",
    Role.MUNICIPAL_COORDINATOR: "municipal coordinator",
    Role.CONTRIBUTOR: "contributor",
    Role.DECISION_MAKER: "decision-maker",
    Role.POLICE_PARTNER: "police partner",
    Role.SUPERVISOR: "supervisor",
    Role.ADMINISTRATOR: "administrator",
}


def lines() -> Iterator[str]:
    """The table in Markdown, a row for each action in the policy's order; what is not marked is refused."""
    yield "| | " + " | ".join(HEADS.values()) + " |"
    yield "| --- |" + " :-: |" * len(HEADS)
    for action in POLICY:
        marks = ("yes" if role in POLICY[action] else "" for role in HEADS)
        yield f"| {said(action)} | " + " | ".join(marks) + " |"


def said(action: Action) -> str:
    return action.value.replace("_", " ")
