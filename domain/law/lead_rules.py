"""Who coordinates (11–12 §§), who leads, and that fullmäktige is told (13 §)."""

from collections.abc import Callable
from datetime import date

from domain.content.picture import Coordination, Responsible, ResponsibleBody
from domain.law.clocks import months_after
from domain.law.facts import Evidence
from domain.law.known import Known
from domain.law.results import Result, Severity, State
from domain.law.rule import Rule, same
from domain.people import Body

Function = Known[Coordination | None]
MUST = Severity.MUST

L11_1 = Rule(
    "L11-1",
    "11 §",
    MUST,
    {
        State.MET: (
            "Samordningsfunktionen är angiven med roll och kontaktväg.",
            "The coordination function is stated, with role and contact route.",
        ),
        State.NOT_MET: (
            "Samordningsfunktionen är angiven utan kontaktväg.",
            "The coordination function is stated without a contact route.",
        ),
        State.NOT_STATED: (
            "Det är inte angivet vem som har samordningsfunktionen.",
            "It is not stated who has the coordination function.",
        ),
    },
)


def _task(name: str, paragraph: str, sv: str, en: str) -> Rule:
    says = {
        State.MET: (f"Det är angivet hur samordningsfunktionen {sv}.", f"It is stated how the function {en}."),
        State.NOT_MET: (
            "Det är angivet att ingen samordningsfunktion finns.",
            "It is stated that there is no coordination function.",
        ),
        State.NOT_STATED: (
            f"Det är inte angivet hur samordningsfunktionen {sv}.",
            f"It is not stated how the function {en}.",
        ),
    }
    return Rule(name, paragraph, MUST, says)


L12_1 = _task("L12-1", "12 § 1", "samordnar och stödjer arbetet", "coordinates and supports the work")
L12_2 = _task("L12-2", "12 § 2", "är kontaktpunkt för andra aktörer", "is the contact point for outside actors")
L12_3 = _task("L12-3", "12 § 3", "bidrar till att information når invånarna", "helps information reach inhabitants")
L13_1 = Rule(
    "L13-1",
    "13 §",
    MUST,
    {
        State.MET: ("Det är angivet att {body} leder arbetet.", "It is stated that {body} leads the work."),
        State.NOT_MET: (
            "En nämnd anges leda arbetet, men inte fullmäktiges beslut om det.",
            "A committee is stated to lead the work, but not the municipal assembly's decision on it.",
        ),
        State.NOT_STATED: ("Det är inte angivet vem som leder arbetet.", "It is not stated who leads the work."),
    },
)
L13_2 = Rule(
    "L13-2",
    "13 §",
    MUST,
    {
        State.MET: (
            (
                "Fullmäktige fick en rapport {day}. Lagen säger löpande och ger inget intervall; kommunens eget är "
                "{months} månader, alltså nästa senast {due}."
            ),
            (
                "The municipal assembly had a report on {day}. The Act says continuously and gives no interval; "
                "the municipality's own is {months} months: next by {due}."
            ),
        ),
        State.NOT_MET: (
            (
                "Fullmäktige fick senast en rapport {day}. Lagen säger löpande och ger inget intervall; kommunens "
                "eget, {months} månader, gick ut {due}."
            ),
            (
                "The municipal assembly last had a report on {day}. The Act says continuously and gives no "
                "interval; the municipality's own, {months} months, ended on {due}."
            ),
        ),
        State.NOT_STATED: (
            "Det är inte angivet när fullmäktige senast fick en rapport.",
            "It is not stated when the municipal assembly last had a report.",
        ),
    },
)

_TASKS: tuple[tuple[Rule, str, Callable[[Coordination], str | None]], ...] = (
    (L12_1, "coordinates", lambda function: function.coordinates),
    (L12_2, "contact", lambda function: function.contact),
    (L12_3, "informs_inhabitants", lambda function: function.informs_inhabitants),
)


def function_rules(function: Function | None, today: date) -> list[Result]:
    tasks = [_does(rule, function, field, take) for rule, field, take in _TASKS]
    return [_has_function(function, today), *tasks]


def lead_rules(
    responsible: Known[Responsible | None] | None, reports: list[Evidence], interval: int, today: date
) -> list[Result]:
    return [_leads(responsible), _reports(reports, interval, today)]


def _has_function(function: Function | None, today: date) -> Result:
    if function is None:
        return L11_1.answer(State.NOT_STATED)
    held = function.value
    if held is None:
        sv, en = L12_1.says[State.NOT_MET]
        return L11_1.put(State.NOT_MET, sv, en, function.at)
    if held.vacant_since is not None and held.vacant_since <= today:
        sv = f"Samordningsfunktionen är obemannad sedan {held.vacant_since}."
        en = f"The coordination function has been vacant since {held.vacant_since}."
        return L11_1.put(State.NOT_MET, sv, en, _in(function.at, "vacant_since"))
    if held.contact is None:
        return L11_1.answer(State.NOT_MET, function.at)
    return L11_1.answer(State.MET, function.at)


def _does(rule: Rule, function: Function | None, field: str, take: Callable[[Coordination], str | None]) -> Result:
    if function is None:
        return rule.answer(State.NOT_STATED)
    if function.value is None:
        return rule.answer(State.NOT_MET, function.at)
    told = take(function.value) is not None
    return rule.answer(State.MET, _in(function.at, field)) if told else rule.answer(State.NOT_STATED)


def _leads(responsible: Known[Responsible | None] | None) -> Result:
    found = responsible.value if responsible else None
    if responsible is None or found is None:
        return L13_1.answer(State.NOT_STATED)
    if found.body is ResponsibleBody.EXECUTIVE_BOARD:
        body = ("kommunstyrelsen", "the executive board")
        return L13_1.answer(State.MET, _in(responsible.at, "body"), body=body)
    if found.decision is not None and found.decision.body is Body.ASSEMBLY:
        body = ("den nämnd som fullmäktige bestämt", "the committee that the municipal assembly decided on")
        return L13_1.answer(State.MET, _in(responsible.at, "decision"), body=body)
    return L13_1.answer(State.NOT_MET, responsible.at)


def _reports(reports: list[Evidence], interval: int, today: date) -> Result:
    if not reports:
        return L13_2.answer(State.NOT_STATED)
    last = reports[0]
    due = months_after(last.day, interval)
    words = {"day": same(last.day), "months": same(interval), "due": same(due)}
    return L13_2.answer(State.NOT_MET if today > due else State.MET, last, until=due, **words)


def _in(evidence: Evidence, field: str) -> Evidence:
    return evidence.model_copy(update={"pointer": f"{evidence.pointer}/{field}"})
