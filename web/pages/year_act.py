"""What each paragraph of lag (2023:196) is about, in plain words. The Act's own are in the statute."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.language import N_


@dataclass(frozen=True)
class Paragraph:
    title: str
    plain: str


PARAGRAPHS: Mapping[str, Paragraph] = {
    "4": Paragraph(
        N_("Lägesbild"),
        N_(
            "Kommunen tar fram en lägesbild av brottsligheten inom sitt område. Den har tre delar: en kartläggning av "
            "brotten med omfattning och konsekvenser, annan information av betydelse, och en analys av båda. Lagen "
            "säger inget om form, längd eller mall."
        ),
    ),
    "5": Paragraph(
        N_("Åtgärdsplan"),
        N_(
            "Kommunen beslutar om en plan för de åtgärder den tänker vidta, med lägesbilden som grund. Lagen säger "
            "inte vilket organ som beslutar, och ställer inga krav på vad planen i övrigt innehåller."
        ),
    ),
    "6": Paragraph(
        N_("Uppdatering och uppföljning"),
        N_(
            "Minst vartannat år uppdateras lägesbilden och följs åtgärdsplanen upp. Lagen anger ingen dag att räkna "
            "från; här räknas 24 månader från den antecknade dagen."
        ),
    ),
    "7": Paragraph(
        N_("Annan planering"),
        N_("Arbetet integreras, så långt det är lämpligt, med analys och planering enligt andra lagar."),
    ),
    "9": Paragraph(
        N_("Överenskommelser om samverkan"),
        N_(
            "Kommunen verkar för skriftliga överenskommelser med aktörer som är relevanta. En överenskommelse anger "
            "åtminstone syften och områden för samverkan. Lagens ord är verka för."
        ),
    ),
    "10": Paragraph(
        N_("Strategiskt råd"),
        N_(
            "Kommunen verkar för att strategiska frågor hanteras i ett särskilt forum med relevanta aktörer, och leder "
            "det. Lagen säger inget om hur ofta det möts."
        ),
    ),
    "11": Paragraph(
        N_("Samordningsfunktion"),
        N_("Kommunen har en samordningsfunktion för brottsförebyggande frågor. Lagen säger funktion, inte tjänst."),
    ),
    "12": Paragraph(
        N_("Samordningsfunktionens uppgifter"),
        N_(
            "Funktionen samordnar och stödjer arbetet, är kontaktpunkt för andra aktörer, och bidrar till att "
            "information når invånare och andra som berörs."
        ),
    ),
    "13": Paragraph(
        N_("Ledning och rapport till fullmäktige"),
        N_(
            "Kommunstyrelsen, eller den nämnd som fullmäktige bestämmer, leder arbetet och rapporterar löpande till "
            "fullmäktige. Lagen anger inget intervall."
        ),
    ),
}
