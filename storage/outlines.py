"""The outlines of the municipalities, from the file that comes with the project."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate

Ring = Sequence[tuple[float, float]]
"""Points in degrees (WGS 84), longitude first; the last is joined to the first."""

EAST, NORTH = 500, 1000  # parts of a degree that the file counts in


@cache
def read_outlines() -> Mapping[str, Sequence[Ring]]:
    """By municipality its rings, in no order; one that lies in another is a hole. Read once."""
    text = (files("storage") / "reference" / "outlines.json").read_text(encoding="utf-8")
    return {code: [_ring(steps) for steps in rings] for code, rings in json.loads(text).items()}


def _ring(steps: Sequence[int]) -> Ring:
    longitudes, latitudes = accumulate(steps[::2]), accumulate(steps[1::2])
    return [(x / EAST, y / NORTH) for x, y in zip(longitudes, latitudes, strict=True)]
