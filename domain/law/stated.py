"""Which statement of what existed before answers a rule of the Act, where nothing else has."""

from collections.abc import Mapping

from domain.statements import Kind

ANSWERED_BY: Mapping[str, Kind] = {
    **dict.fromkeys(("L4-1", "L4-2", "L4-3", "L6-1", "L7-1"), Kind.SITUATION_ANALYSIS),
    **dict.fromkeys(("L5-1", "L5-2"), Kind.ACTION_PLAN),
    "L6-2": Kind.FOLLOW_UP,
    **dict.fromkeys(("L9-1", "L9-2"), Kind.AGREEMENTS),
    **dict.fromkeys(("L10-1", "L10-2"), Kind.COUNCIL),
    **dict.fromkeys(("L11-1", "L12-1", "L12-2", "L12-3"), Kind.COORDINATION),
    "L13-1": Kind.RESPONSIBLE,
    "L13-2": Kind.COUNCIL_REPORT,
}
