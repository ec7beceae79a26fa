"""How a notice of a clock reads, in Swedish and English: what runs out or has run out, by which paragraph, and when.

6 § gives an interval and no day to count from; this system counts 24 months from the recorded day, and says no more.
"""

from datetime import date

from domain.law.clocks import ENDED, IN_FORCE, PLAN_ASKED_FOR
from domain.law.results import Sentence

_OF_SIX = {
    "situation_analysis": (
        "Lägesbilden uppdateras enligt 6 § minst vartannat år.",
        "Under 6 § the situation analysis is updated at least every second year.",
    ),
    "follow_up": (
        "Åtgärdsplanen följs upp enligt 6 § minst vartannat år.",
        "Under 6 § the plan is followed up at least every second year.",
    ),
}
_BEGAN = {
    IN_FORCE: ("då lagen började gälla", "when the Act came into force"),
    PLAN_ASKED_FOR: ("då en åtgärdsplan först krävdes", "when a plan was first asked for"),
}


def says(of: str, due: date, months: int) -> Sentence:
    """`of` is what a clock is of: a kind of document under 6 §, or `agreement:` with its id."""
    if of not in _OF_SIX:
        name = of.partition(":")[2]
        return Sentence(
            sv=f"Överenskommelsen {name} gäller till och med {due}.",
            en=f"The agreement {name} is in force until {due}.",
        )
    (sv, en), (ended_sv, ended_en) = _OF_SIX[of], _of_24_months(due, months)
    return Sentence(sv=f"{sv} {ended_sv}", en=f"{en} {ended_en}")


def _of_24_months(due: date, months: int) -> tuple[str, str]:
    if months != ENDED:
        return f"De 24 månaderna går ut {due}.", f"The 24 months end on {due}."
    if due in _BEGAN:  # they may have ended before anything was asked for
        sv, en = _BEGAN[due]
        return f"De 24 månaderna hade gått ut den {due}, {sv}.", f"The 24 months had ended by {due}, {en}."
    return f"De 24 månaderna gick ut {due}.", f"The 24 months ended on {due}."
