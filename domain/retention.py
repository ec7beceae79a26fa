"""How long each kind of content is meant to be kept: a suggestion, one class for each kind.

What is preserved and what is weeded is the archive authority's and the municipality's own to decide, in its plan for
the handling of information (informationshanteringsplan); nothing here is removed by itself.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Retention(StrEnum):
    PRESERVED = "bevaras"
    WEEDED = "gallras"
    WORKING = "arbetsmaterial"


class Held(StrEnum):
    """The kinds of content that this system holds."""

    DOCUMENT = "document"
    CONTENT = "content"
    DECISION = "decision"
    EVIDENCE = "evidence"
    STATEMENT = "statement"
    REGISTRATION = "registration"
    EVENT = "event"
    COMMENT = "comment"
    NOTICE = "notice"
    DRAFT = "draft"
    UNFINISHED = "unfinished_document"


class Suggestion(BaseModel):
    """A class for a kind of content, why, and what the reason leans on, all in Swedish as an archivist reads it."""

    model_config = ConfigDict(frozen=True)

    kind: Held
    title: str
    retention: Retention
    reason: str
    source: str


DECIDED_BY = "kommunens informationshanteringsplan"
WORDING = (
    "Detta är förslag. Vad som bevaras och vad som gallras bestämmer kommunen i sin informationshanteringsplan, "
    "tillsammans med sin arkivmyndighet. Ingenting tas bort här av sig självt."
)
# What archives are for (3 §) and what weeding has to respect (10 §); which class a kind gets, no statute says.
_ARCHIVES = "3 och 10 §§ arkivlagen (1990:782); klassen är systemets förslag"
_DESIGN = "Systemets förslag"


def _kept(kind: Held, title: str, reason: str) -> Suggestion:
    return Suggestion(kind=kind, title=title, retention=Retention.PRESERVED, reason=reason, source=_ARCHIVES)


def _weeded(kind: Held, title: str, reason: str) -> Suggestion:
    return Suggestion(kind=kind, title=title, retention=Retention.WEEDED, reason=reason, source=_ARCHIVES)


def _working(kind: Held, title: str, reason: str) -> Suggestion:
    return Suggestion(kind=kind, title=title, retention=Retention.WORKING, reason=reason, source=_DESIGN)


_SUGGESTIONS = (
    _kept(
        Held.DOCUMENT, "Färdigt dokument", "Lägesbild, åtgärdsplan, uppföljning och rapport visar arbetets resultat."
    ),
    _kept(
        Held.CONTENT, "Inlämnat innehåll i ett steg", "Dokumenten bygger på det, och tidigare versioner förklarar dem."
    ),
    _kept(Held.DECISION, "Uppgift om beslut", "Den säger vem som beslutade vad, och när."),
    _kept(Held.EVIDENCE, "Underlag", "Det visar vad ett steg vilar på, också när underlaget har återtagits."),
    _kept(Held.STATEMENT, "Uppgift om det som fanns sedan tidigare", "Den visar varifrån arbetet utgick."),
    _kept(Held.REGISTRATION, "Uppgift om registrering i diariet", "Den leder från dokumentet till ärendet."),
    _kept(Held.EVENT, "Händelselogg", "Den visar vem som gjorde vad, och att ingenting har ändrats i efterhand."),
    _weeded(Held.COMMENT, "Kommentar", "Den är ett samtal på vägen; det som betyder något står i innehållet."),
    _weeded(Held.NOTICE, "Påminnelse om en tidsgräns", "Den kan räknas ut igen ur datumen."),
    _working(Held.DRAFT, "Utkast", "Det är inte inlämnat och skrivs över."),
    _working(Held.UNFINISHED, "Dokument som inte är färdigt", "Steget som det bygger på är ännu inte klart."),
)
SUGGESTED: Mapping[Held, Suggestion] = {each.kind: each for each in _SUGGESTIONS}


def suggested(kind: Held) -> Retention:
    return SUGGESTED[kind].retention
