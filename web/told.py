"""What a municipality had before its first year here, as it is read and told in forms: its own, and its county's."""

from collections.abc import Iterator, Mapping
from csv import writer
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from domain.law.facts import Facts
from domain.people import Role
from domain.places import Municipality
from domain.statement_cells import cells
from domain.statement_columns import ANALYSED, ASKED, COLUMNS, INFORMED, KINDS, LED, MAPPED, MAY_STAND
from domain.statement_lines import Trouble
from domain.statements import Kind, Stated, Statement
from web import finding_words
from web.language import N_
from web.spreadsheet import sheet

NAMES: Mapping[Kind, str] = {
    Kind.SITUATION_ANALYSIS: N_("Lägesbild"),
    Kind.ACTION_PLAN: N_("Åtgärdsplan"),
    Kind.FOLLOW_UP: N_("Uppföljning"),
    Kind.AGREEMENTS: N_("Överenskommelse"),
    Kind.COUNCIL: N_("Strategiskt råd"),
    Kind.COORDINATION: N_("Samordningsfunktion"),
    Kind.RESPONSIBLE: N_("Vem som leder arbetet"),
    Kind.COUNCIL_REPORT: N_("Rapport till fullmäktige"),
}
LINES = {kind: name for name, kind in KINDS.items()}

# The step's form in which a year here tells the same.
STEPS: Mapping[Kind, str] = {
    Kind.SITUATION_ANALYSIS: "situation_analysis",
    Kind.ACTION_PLAN: "decision",
    Kind.FOLLOW_UP: "follow_up",
    Kind.AGREEMENTS: "organisation",
    Kind.COUNCIL: "organisation",
    Kind.COORDINATION: "organisation",
    Kind.RESPONSIBLE: "organisation",
    Kind.COUNCIL_REPORT: "council_report",
}

LABELS: Mapping[str, str] = {
    "namn": N_("Namn"),
    "datum": N_("Datum"),
    "giltig till": N_("Giltig till"),
    "organ": N_("Organ som beslutade"),
    "paragraf": N_("Beslutets paragraf"),
    "diarienummer": N_("Diarienummer"),
    "lägesbildens datum": N_("Datum för den lägesbild som planen bygger på"),
    MAPPED: N_("Beskriver lägesbilden brott, med omfattning och konsekvenser?"),
    INFORMED: N_("Bygger den också på annan information än anmälda brott?"),
    ANALYSED: N_("Har den en analys av både brotten och den andra informationen?"),
    "annan planering": N_("Planering som arbetet samordnas med"),
    "syften": N_("Syften"),
    "områden": N_("Områden"),
    "ordförande": N_("Ordförandens funktion"),
    LED: N_("Leds rådet av kommunen?"),
    "kontakt": N_("Kontaktväg till funktionen"),
    "samordnar": N_("Hur funktionen samordnar och stödjer arbetet"),
    "informerar": N_("Hur funktionen bidrar till att information når invånarna"),
    "vakant sedan": N_("Vakant sedan"),
    "länk": N_("Länk till handlingen"),
}
_DECIDED = N_("Beslutsdatum, eller den dag den blev klar")
# What some of them are called of one kind.
_OF_KIND: Mapping[tuple[Kind, str], str] = {
    (Kind.SITUATION_ANALYSIS, "namn"): N_("Lägesbildens namn"),
    (Kind.SITUATION_ANALYSIS, "datum"): _DECIDED,
    (Kind.ACTION_PLAN, "namn"): N_("Planens namn"),
    (Kind.ACTION_PLAN, "datum"): _DECIDED,
    (Kind.FOLLOW_UP, "namn"): N_("Uppföljningens namn"),
    (Kind.FOLLOW_UP, "datum"): _DECIDED,
    (Kind.AGREEMENTS, "namn"): N_("Part som överenskommelsen är med"),
    (Kind.AGREEMENTS, "datum"): N_("Undertecknad"),
    (Kind.COUNCIL, "namn"): N_("Rådets namn"),
    (Kind.COUNCIL, "datum"): N_("Rådets senaste möte"),
    (Kind.COORDINATION, "namn"): N_("Vad funktionen kallas"),
    (Kind.RESPONSIBLE, "organ"): N_("Organ som leder arbetet"),
    (Kind.RESPONSIBLE, "namn"): N_("Nämndens namn"),
    (Kind.RESPONSIBLE, "datum"): N_("Datum för fullmäktiges beslut"),
    (Kind.COUNCIL_REPORT, "datum"): N_("Dag då fullmäktige fick rapporten"),
}
SEVERAL = frozenset({"syften", "områden", "annan planering"})
"""The columns that hold several; in a table they are told apart by |, in a form by lines."""
HINTS: Mapping[str, str] = {
    **dict.fromkeys(("datum", "giltig till", "lägesbildens datum", "vakant sedan"), N_("Skriv som 2024-06-17.")),
    **dict.fromkeys(SEVERAL, N_("Skriv ett värde på varje rad.")),
    "ordförande": N_("Skriv funktionen, inte personens namn."),
    "kontakt": N_("En funktionsbrevlåda eller växel, inte en persons uppgifter."),
    "länk": N_("En adress som börjar med https://"),
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "organ": {
        "kommunstyrelsen": N_("Kommunstyrelsen"),
        "kommunfullmäktige": N_("Kommunfullmäktige"),
        "nämnd": N_("Nämnd"),
        "styrgrupp": N_("Styrgrupp"),
        "råd": N_("Råd"),
    },
    **{name: {"ja": N_("Ja"), "nej": N_("Nej")} for name in ASKED},
    MAY_STAND: {
        "funktionskontakt": N_("Det är en funktions uppgifter, inte en persons"),
        "offentlig verksamhet": N_("Det är en offentlig verksamhets uppgifter"),
        "ingen personuppgift": N_("Det är ingen personuppgift"),
    },
}

TROUBLES: Mapping[str, str] = {
    "quotes": N_("Ett citattecken saknar sitt andra. Ta bort det eller lägg till det som fattas."),
    "column-unknown": N_("Cellen står under en rubrik som inte finns. Flytta den eller ta bort den."),
    "municipality-unknown": N_("Skriv kommunens kod eller namn, till exempel 1381 eller Laholm."),
    "other-county": N_("Kommunen ligger i ett annat län."),
    "kind-unknown": N_("Skriv en av de uppgifter som mallen har, till exempel lägesbild."),
    "not-of-this-kind": N_("Den här kolumnen hör inte till uppgiften. Lämna cellen tom."),
    "day-unreadable": N_("Skriv datumet som 2024-06-17."),
    "day-missing": N_("Ange ett datum."),
    "date-ahead": N_("Datumet ligger framåt i tiden. Ange det som har varit."),
    "date_from_datetime_parsing": N_("Skriv datumet som 2024-06-17."),
    "body-unknown": N_("Ange organet så som mallen skriver det, till exempel kommunstyrelsen."),
    "body-missing": N_("En paragraf hör till ett beslut. Ange vilket organ som beslutade."),
    "yes-or-no": N_("Skriv ja eller nej, eller lämna tomt."),
    "reason-unknown": N_("Ange ett av de skäl som mallen har."),
    "missing": N_("Uppgiften behövs. Fyll i den."),
    "string_too_short": N_("Uppgiften behövs. Fyll i den."),
    "string_too_long": N_("Texten är för lång. Korta den till högst 300 tecken."),
    "too_short": N_("Uppgiften behövs. Fyll i den."),
    "enum": N_("Ange vilket organ det är."),
    "url_parsing": N_("Skriv en hel adress som börjar med https://"),
    "url_scheme": N_("Skriv en hel adress som börjar med https://"),
    "OwnStands": N_("Kommunen har själv angett det här, och det gäller."),
    "identity-number": N_("Det ser ut att stå ett personnummer här. Ta bort det."),
    "like-identity-number": N_("Det ser ut att stå delar av ett personnummer här. Ta bort dem."),
    "phone-number": N_("Det ser ut att stå ett telefonnummer här. Ta bort det, eller ange varför det får stå."),
    "email-address": N_("Det ser ut att stå en e-postadress här. Ta bort den, eller ange varför den får stå."),
    "street-address": N_("Det ser ut att stå en gatuadress här. Ta bort den, eller ange varför den får stå."),
}


def says(trouble: Trouble) -> str:
    """In Swedish, to be translated."""
    return TROUBLES.get(trouble.code) or finding_words.says(trouble.code)


class By(StrEnum):
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    YEAR = "year"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Told:
    by: By
    on: date | None = None


def told(facts: Facts, kind: Kind) -> Told:
    """Who told of it last, and on which day; what a year here has finished tells it as well."""
    days = [year.done[STEPS[kind]] for year in facts.years if STEPS[kind] in year.done]
    stated = newest(facts, kind)
    if days and (stated is None or max(days) >= stated.told_on):
        return Told(By.YEAR, max(days))
    if stated is None:
        return Told(By.NOBODY)
    return Told(By.COUNTY if stated.role is Role.COUNTY_COORDINATOR else By.MUNICIPALITY, stated.told_on)


def labels(kind: Kind) -> dict[str, str]:
    """The columns of a kind with what they are called, in the order of a form."""
    names = [name for name in LABELS if name in COLUMNS[kind]]
    if kind is Kind.RESPONSIBLE:
        names.sort(key=lambda name: name != "organ")
    return {name: _OF_KIND.get((kind, name), LABELS[name]) for name in names}


def shown(kind: Kind, stated: Stated) -> list[list[tuple[str, str]]]:
    """What stands, in Swedish to be translated: label and text, for each agreement and otherwise once."""
    called = labels(kind)
    return [
        [(text, _text(name, part[name])) for name, text in called.items() if name in part] for part in cells(stated)
    ]


def _text(name: str, cell: str) -> str:
    return CHOICES[name].get(cell, cell) if name in CHOICES else cell.replace(" | ", ", ")


def newest(facts: Facts, kind: Kind) -> Statement | None:
    return next((each for each in reversed(facts.statements) if each.kind is kind), None)


def line(place: Municipality, kind: Kind, cells: Mapping[str, str]) -> str:
    """A form that was filled in, as a table of one line."""
    kept = {name: " ".join(cell.split()) for name, cell in cells.items() if cell.strip()}
    file = StringIO()
    rows = [["kommun", "uppgift", *kept], [place.code, LINES[kind], *kept.values()]]
    writer(file, delimiter=";").writerows(rows)
    return file.getvalue()


def template(missing: Iterator[tuple[Municipality, Kind]]) -> str:
    """The table that a county fills in: a line for each statement that is missing."""
    names = [*LABELS, MAY_STAND]
    rows = [[place.name, LINES[kind], *("" for _ in names)] for place, kind in missing]
    return sheet([["kommun", "uppgift", *names], *rows])
