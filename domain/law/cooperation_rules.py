"""What the municipality shall work for (verka för): written agreements (9 §) and a strategic council (10 §).

Effort is enough: that another party did not sign or take part is nothing that the Act puts on the municipality.
"""

from datetime import date

from domain.content.picture import Agreement, Council, Effort
from domain.law.clocks import ENDING, EVERY_SECOND_YEAR, Clock, DatedBy, months_after
from domain.law.facts import Evidence
from domain.law.known import Known
from domain.law.results import Result, Severity, State
from domain.law.rule import Rule, same

MET_WITHIN = 12  # months since the council met: practice, the Act says nothing of how often

Agreements = Known[tuple[Agreement, ...]]
Efforts = list[Known[Effort]]

L9_1 = Rule(
    "L9-1",
    "9 §",
    Severity.WORK_FOR,
    {
        State.MET: (
            "Det finns en skriftlig överenskommelse om samverkan som gäller.",
            "There is a written cooperation agreement in force.",
        ),
        State.NOT_MET: (
            (
                "Varken en gällande överenskommelse eller något arbete för en sådan under de senaste 24 månaderna är "
                "angivet."
            ),
            "Neither an agreement in force nor any effort towards one in the last 24 months is stated.",
        ),
        State.NOT_STATED: (
            "Inget är angivet om överenskommelser eller om arbetet för sådana.",
            "Nothing is stated of agreements, or of the work for them.",
        ),
    },
)
L9_2 = Rule(
    "L9-2",
    "9 §",
    Severity.MUST,
    {
        State.MET: (
            "Varje gällande överenskommelse anger syften och områden för samverkan.",
            "Every agreement in force states purposes and areas of the cooperation.",
        ),
        State.NOT_MET: (
            "{count} av de gällande överenskommelserna är angivna utan syften eller områden.",
            "{count} of the agreements in force are stated without purposes or areas.",
        ),
        State.NOT_STATED: ("Inget är angivet om överenskommelser.", "Nothing is stated of agreements."),
        State.NOT_DUE: (
            "Ingen gällande överenskommelse är angiven, så det finns inget innehåll att se till.",
            "No agreement in force is stated, so there are no contents to look at.",
        ),
    },
)
L10_1 = Rule(
    "L10-1",
    "10 §",
    Severity.WORK_FOR,
    {
        State.MET: (
            "Det finns ett strategiskt råd, som möttes {day}.",
            "There is a strategic council, which met on {day}.",
        ),
        State.NOT_MET: (
            (
                "Varken ett råd som mötts de senaste 12 månaderna eller något arbete för ett sådant under de senaste "
                "24 är angivet. Hur ofta det möts säger lagen inget om."
            ),
            (
                "Neither a council that met in the last 12 months nor any effort towards one in the last 24 is stated. "
                "The Act says nothing of how often it meets."
            ),
        ),
        State.NOT_STATED: (
            "Det är inte angivet om det finns ett strategiskt råd, eller när det senast möttes.",
            "It is not stated whether there is a strategic council, or when it last met.",
        ),
    },
)
L10_2 = Rule(
    "L10-2",
    "10 §",
    Severity.MUST,
    {
        State.MET: ("Kommunen leder rådet.", "The municipality leads the council."),
        State.NOT_MET: (
            "Rådet är angivet som lett av någon annan än kommunen.",
            "The council is stated to be led by somebody else than the municipality.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet om det finns ett strategiskt råd.",
            "It is not stated whether there is a strategic council.",
        ),
        State.NOT_DUE: (
            "Inget strategiskt råd är angivet, så det finns inget att leda.",
            "No strategic council is stated, so there is nothing to lead.",
        ),
    },
)
_EFFORT = (
    (
        "Arbete för att få det till stånd är antecknat {day}; det räknas i 24 månader. Lagen säger att kommunen ska "
        "verka för det."
    ),
    "Work to bring it about was logged on {day}; it counts for 24 months. The Act says to work for it.",
)


def rules(
    agreements: Agreements | None, council: Known[Council | None] | None, efforts: Efforts | None, today: date
) -> list[Result]:
    return [
        _agreed(agreements, efforts, today),
        _contents(agreements, today),
        _meets(council, efforts, today),
        _led(council),
    ]


def clocks(agreements: Agreements | None, today: date) -> list[Clock]:
    """One for each agreement in force that has a last day."""
    return [
        Clock(
            rule=L9_1.name,
            of=f"agreement:{agreement.id}",
            start=agreement.signed_on,
            dated_by=DatedBy.OWN_DAY,
            due=agreement.valid_to,
            party=agreement.party,
            warned=ENDING,
        )
        for _, agreement in _in_force(agreements, today)
        if agreement.valid_to is not None
    ]


def _in_force(agreements: Agreements | None, today: date) -> list[tuple[int, Agreement]]:
    found = enumerate(agreements.value if agreements else ())
    return [
        (index, each)
        for index, each in found
        if (each.signed_on is None or each.signed_on <= today) and (each.valid_to is None or each.valid_to >= today)
    ]


def _agreed(agreements: Agreements | None, efforts: Efforts | None, today: date) -> Result:
    standing = _in_force(agreements, today)
    if agreements is not None and standing:
        last = [agreement.valid_to for _, agreement in standing]
        until = None if None in last else max(day for day in last if day is not None)
        return L9_1.answer(State.MET, *(_at(agreements.at, index) for index, _ in standing), until=until)
    if (effort := _recent(efforts, "agreement", today)) is not None:
        return _by_effort(L9_1, effort)
    evidence = [agreements.at] if agreements else _last(efforts, "agreement")
    return L9_1.answer(State.NOT_MET if evidence else State.NOT_STATED, *evidence)


def _contents(agreements: Agreements | None, today: date) -> Result:
    if agreements is None:
        return L9_2.answer(State.NOT_STATED)
    standing = _in_force(agreements, today)
    if not standing:
        return L9_2.answer(State.NOT_DUE, agreements.at)
    lacking = [(index, each) for index, each in standing if not (each.purposes and each.areas)]
    evidence = [_at(agreements.at, index) for index, _ in lacking or standing]
    return L9_2.answer(State.NOT_MET if lacking else State.MET, *evidence, count=same(len(lacking)))


def _meets(council: Known[Council | None] | None, efforts: Efforts | None, today: date) -> Result:
    found = council.value if council else None
    met = found.last_meeting if found else None
    until = months_after(met, MET_WITHIN) if met and met <= today else None
    if council is not None and until is not None and today <= until:
        at = council.at.model_copy(update={"pointer": f"{council.at.pointer}/last_meeting"})
        return L10_1.answer(State.MET, at, until=until, day=same(met))
    if (effort := _recent(efforts, "council", today)) is not None:
        return _by_effort(L10_1, effort)
    evidence = [council.at] if council else _last(efforts, "council")
    untold = not evidence if found is None else met is None
    return L10_1.answer(State.NOT_STATED if untold else State.NOT_MET, *evidence, until=until)


def _led(council: Known[Council | None] | None) -> Result:
    if council is None:
        return L10_2.answer(State.NOT_STATED)
    if council.value is None:
        return L10_2.answer(State.NOT_DUE, council.at)
    if council.value.led_by_municipality is None:
        return L10_2.put(
            State.NOT_STATED,
            "Det är inte angivet om kommunen leder rådet.",
            "It is not stated whether the municipality leads the council.",
            council.at,
        )
    at = council.at.model_copy(update={"pointer": f"{council.at.pointer}/led_by_municipality"})
    return L10_2.answer(State.MET if council.value.led_by_municipality else State.NOT_MET, at)


def _recent(efforts: Efforts | None, towards: str, today: date) -> Known[Effort] | None:
    found = (each for each in efforts or () if each.value.towards == towards)
    return next((each for each in found if today <= months_after(each.value.on, EVERY_SECOND_YEAR)), None)


def _last(efforts: Efforts | None, towards: str) -> list[Evidence]:
    return [each.at for each in efforts or () if each.value.towards == towards][:1]


def _by_effort(rule: Rule, effort: Known[Effort]) -> Result:
    day = effort.value.on
    sv, en = (words.format(day=day) for words in _EFFORT)
    return rule.put(State.MET, sv, en, effort.at, until=months_after(day, EVERY_SECOND_YEAR))


def _at(evidence: Evidence, index: int) -> Evidence:
    return evidence.model_copy(update={"pointer": f"{evidence.pointer}/{index}"})
