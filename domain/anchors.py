"""An anchor: where every chain of the log ended on a day. What it says is compared here, its signature elsewhere.

A chain vouches for itself, but not for its end: a tail that was cut, and a chain that was written anew with all its
hashes, look whole. Whoever holds an anchor from before sees both.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

FORMAT = "arshjul-anchor-1"


class Chain(NamedTuple):
    """A chain's name (a year such as 1381-2027, or a person's id), how many records it has, the hash of the last."""

    id: str
    seq: int
    hash: str


class Anchor(BaseModel):
    """What is signed, as canonical JSON (RFC 8785).

    `day` is the day in Stockholm on which it was made, at `made_at` (UTC). `position` is that of the last event in the
    order of all, `previous` the SHA-256 of the anchor before it, 64 zeros for the first. `chains` go by their names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["arshjul-anchor-1"] = FORMAT
    day: date
    made_at: datetime
    position: int
    previous: str
    chains: tuple[Chain, ...]


class Unkept(NamedTuple):
    """A chain that is not what it was: `seq` is the first number that is not there (cut), or stands otherwise."""

    chain: str
    seq: int
    kind: Literal["cut", "rewritten"]


def unkept(anchor: Anchor, found: Mapping[str, tuple[int, str | None]]) -> Unkept | None:
    """The first chain of an anchor that is cut, or was rewritten since.

    `found` says of each chain how many records it has now, and the hash of the one where the anchor says it ended.
    """
    for chain in anchor.chains:
        length, at_end = found.get(chain.id, (0, None))
        if length < chain.seq:
            return Unkept(chain.id, length + 1, "cut")
        if at_end != chain.hash:
            return Unkept(chain.id, chain.seq, "rewritten")
    return None
