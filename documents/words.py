"""Swedish for what content holds: the values of its enumerations, and decisions."""

from collections.abc import Mapping
from enum import StrEnum

from documents.figures import day
from domain.content.base import Decision
from domain.content.picture import CrimeType, Dimension, InformationKind, Trend
from domain.content.plan import Direction, Funding, Level, Lineage, Prevention
from domain.content.results import Confidence, Done, Effect, Next, Progress
from domain.people import Body

MISSING = "inte angivet"

# In the order of the members. By type first: members of two enumerations with the same value are equal as strings.
WORDS: Mapping[type[StrEnum], tuple[str, ...]] = {
    Trend: ("ökar", "oförändrat", "minskar", "okänd"),
    Dimension: ("situation", "gärningsperson", "objekt", "social"),
    Direction: ("ska minska", "ska öka", "ska behållas"),
    Prevention: ("situationell", "social", "situationell och social"),
    Level: ("universell", "selektiv", "indikerad"),
    Funding: ("ordinarie medel", "statsbidrag", "annan finansiering"),
    Lineage: ("fortsätter", "ändrad"),
    Progress: ("planerad", "pågår", "genomförd", "försenad", "avbruten"),
    Done: ("ja", "delvis", "nej"),
    Effect: ("minskat", "oförändrat", "ökat", "går ej att bedöma"),
    Confidence: ("låg", "medel", "hög"),
    Next: ("fortsätter", "justeras", "utökas", "avslutas"),
    Body: ("styrgruppen", "rådet", "ansvarig nämnd", "kommunstyrelsen", "kommunfullmäktige"),
    InformationKind: (
        *("trygghetsmätning", "medborgardialog", "medarbetardialog", "trygghetsvandring", "skolenkät"),
        *("socialtjänst", "räddningstjänst", "näringsliv", "omvärldsbevakning", "planerad etablering", "annat"),
    ),
    CrimeType: (
        *("skadegörelse", "narkotikabrott", "våld utomhus mot vuxna", "våld i nära relation", "våld mot barn"),
        *("personrån mot unga", "stöld", "bilbrott", "bostadsinbrott", "trafikbrott", "sexualbrott", "bedrägeri"),
        *("hatbrott", "otillåten påverkan", "välfärdsbrott", "arbetslivskriminalitet", "våldsbejakande extremism"),
        *("ordningsstörningar", "otrygghet", "annat"),
    ),
}


def word(value: StrEnum | None) -> str:
    """Empty for None."""
    return WORDS[type(value)][list(type(value)).index(value)] if value is not None else ""


def body(value: Decision) -> str:
    return value.body_name or sentence(word(value.body))


def decided(value: Decision | None) -> str:
    """Which body, on which day, and where it is recorded; empty for None."""
    if value is None:
        return ""
    paragraph = value.paragraph and (
        value.paragraph if "§" in value.paragraph else f"§\N{NO-BREAK SPACE}{value.paragraph}"
    )
    where = [paragraph, f"diarienummer {value.reference}" if value.reference else None]
    days = [
        f"justerat {day(value.adjusted_on)}" if value.adjusted_on else None,
        f"anslaget {day(value.posted_on)}" if value.posted_on else None,
        f"laga kraft {day(value.final_on)} om ingen överklagar" if value.final_on else None,
    ]
    return ", ".join([f"{body(value)} {day(value.decided_on)}", *(part for part in (*where, *days) if part)])


def sentence(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def listed(parts: tuple[str, ...]) -> str:
    """A, B och C."""
    return " och ".join([*([", ".join(parts[:-1])] if parts[:-1] else []), *parts[-1:]])
