"""A demo's people: one for each role of a municipality, by an id that says which. There is nobody behind them."""

from collections.abc import Mapping

from domain.people import Body, Grant, Role

WORDS: Mapping[str, Role] = {
    "municipality": Role.MUNICIPAL_COORDINATOR,
    "contributor": Role.CONTRIBUTOR,
    "decision": Role.DECISION_MAKER,
    "police": Role.POLICE_PARTNER,
}


def demo_grant(word: str, code: str) -> Grant:
    """What the municipality's demo person of this word is; a decision-maker speaks for every body."""
    role = WORDS[word]
    return Grant(role=role, municipalities=(code,), bodies=tuple(Body) if role is Role.DECISION_MAKER else ())


def demo_people(code: str) -> Mapping[str, Grant]:
    """A municipality's demo people by their ids, which are their tokens too."""
    return {f"demo-{word}-{code}": demo_grant(word, code) for word in WORDS}
