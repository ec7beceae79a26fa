"""What findings and gaps say to a person, in Swedish, by their codes; the domain says the same to programs."""

import re
from collections.abc import Mapping

from web.language import N_

# pydantic's codes that say the same to a person; the others stand in FINDINGS by their own name.
_ALIKE = (
    (re.compile("date_.*"), "date"),
    (re.compile("float_.*|finite_number|decimal_.*"), "number"),
    (re.compile("int_.*"), "whole"),
    (re.compile("greater_than.*"), "small"),
    (re.compile("less_than.*"), "large"),
    (re.compile("enum|literal_error|bool_.*"), "choice"),
    (re.compile("url_.*"), "url"),
    (re.compile("string_type"), "missing"),
    (re.compile("string_pattern_mismatch"), "pattern"),
)

FINDINGS: Mapping[str, str] = {
    "missing": N_("Fyll i det här."),
    "string_too_short": N_("Fyll i det här."),
    "string_too_long": N_("Texten är för lång. Korta den."),
    "too_long": N_("Det är för många. Ta bort några."),
    "date": N_("Skriv datumet som år-månad-dag, till exempel 2026-11-22."),
    "number": N_("Skriv ett tal med siffror, till exempel 46 eller 3,2."),
    "whole": N_("Skriv ett heltal, till exempel 46."),
    "small": N_("Talet är för litet."),
    "large": N_("Talet är för stort."),
    "choice": N_("Välj ett av alternativen."),
    "url": N_("Skriv hela webbadressen, den börjar med https://."),
    "address-with-login": N_("Skriv webbadressen utan namn och lösenord i den."),
    "pattern": N_("Skriv som exemplet ovanför fältet."),
    "extra_forbidden": N_("Det här hör inte till formuläret. Skriv över det och spara igen."),
    "other": N_("Det här går inte att ta emot så som det är skrivet."),
    "dates-out-of-order": N_("Datumen kommer i fel ordning. Kontrollera dem."),
    "nothing-said": N_("Inget är ifyllt ännu. Skriv en text, lägg till en länk eller fyll i någon del."),
    "id-used-twice": N_("Det finns redan en sådan. Behåll en av dem."),
    "reference-unknown": N_("Det som valts finns inte längre. Välj på nytt."),
    "measure-without-problem": N_("Säg vilket problem åtgärden riktar sig mot."),
    "measure-left-out": N_("Alla åtgärder i planen har inte något resultat. Lägg till dem som fattas."),
    "result-incomplete": N_("Välj ett svar."),
    "plan-older-than-picture": N_(
        "Planen är beslutad före dagen för den lägesbild som den bygger på. Kontrollera datumen."
    ),
    "identity-number": N_(
        "Det här ser ut som ett personnummer eller samordningsnummer. Ta bort det. Är det ett telefonnummer, "
        "skriv bindestreck efter riktnumret."
    ),
    "like-identity-number": N_("Det här kan vara ett personnummer. Ta bort det, eller svara varför det får stå."),
    "phone-number": N_("Det här ser ut som ett telefonnummer. Ta bort det, eller svara varför det får stå."),
    "email-address": N_("Det här ser ut som en e-postadress. Ta bort den, eller svara varför den får stå."),
    "street-address": N_(
        "Det här ser ut som en gatuadress med nummer. Skriv området i stället, eller svara varför den får stå."
    ),
}

# The same, with the limit of `Limits` that each names (web/forms/fields.py).
LIMITED: Mapping[str, tuple[str, str]] = {
    "string_too_long": ("longest", N_("Texten är för lång. Korta den till högst %(longest)s tecken.")),
    "too_long": ("many", N_("Det är för många. Här får högst %(many)s stå.")),
    "small": ("least", N_("Skriv ett tal som är %(least)s eller mer.")),
    "large": ("most", N_("Skriv ett tal som är %(most)s eller mindre.")),
}

GAPS: Mapping[str, str] = {
    "not-itemised": N_("Utan enskilda delar kan stegen inte knytas ihop. Det går ändå att lämna in."),
    "problem-without-extent": N_("Omfattningen är inte beskriven."),
    "problem-without-consequences": N_("Konsekvenserna är inte beskrivna."),
    "problem-not-weighed": N_("Ett problem i lägesbilden är varken prioriterat eller bortvalt."),
    "priority-without-reason": N_("Ställningstagandet har inget skäl."),
    "problem-without-cause": N_("Ett prioriterat problem har ingen orsak."),
    "problem-without-measure": N_("Ett prioriterat problem har ingen åtgärd, och inget säger varför."),
    "measure-without-problem": N_("Åtgärden riktar sig inte mot något problem."),
    "measure-without-cause": N_("Åtgärden riktar sig inte mot någon orsak."),
    "measure-without-owner": N_("Ingen är ansvarig."),
    "measure-without-time": N_("Åtgärden har ingen tid."),
    "measure-without-indicator": N_("Inget mäter om åtgärden hjälper."),
    "indicator-without-baseline": N_("Indikatorn har inget utgångsläge att jämföra med."),
    "indicator-without-target": N_("Indikatorn har inget målvärde."),
    "measure-without-follow-up": N_("Det står inte hur åtgärden följs upp."),
    "measure-without-result": N_("En åtgärd i planen har inget resultat."),
    "result-without-value": N_("Indikatorn är inte mätt."),
    "plan-older-than-picture": N_("Planen bygger på en lägesbild av senare datum."),
    "day-ahead": N_("Dagen har inte kommit än, och räknas först då."),
    "reference-gone": N_("Något som det hänvisas till finns inte längre."),
    "measure-left-behind": N_("En åtgärd från förra planen varken fortsätter eller avslutas."),
    "origin-not-stated": N_("Åtgärden har samma beteckning som en i förra planen. Säg om den fortsätter."),
    "measure-ended-and-continued": N_("Åtgärden både fortsätter och avslutas."),
    "origin-unknown": N_("Den tidigare planen har ingen sådan åtgärd."),
    "ended-unknown": N_("Den tidigare planen har ingen sådan åtgärd."),
}


def alike(code: str) -> str:
    """The name in FINDINGS of what a code of pydantic's says; any other code is its own."""
    return next((name for pattern, name in _ALIKE if pattern.fullmatch(code)), code)
