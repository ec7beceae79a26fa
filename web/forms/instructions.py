"""What to do in each step, in plain Swedish, by the name of its form. What is law is called so, and nothing else is."""

from collections.abc import Mapping

from web.language import N_

INSTRUCTIONS: Mapping[str, str] = {
    "text": N_("Skriv vad ni kom fram till i steget. Ett dokument som ni har på annat håll kan ni länka till."),
    "organisation": N_(
        "Gå igenom vem som leder arbetet, vem som samordnar det och vilka ni samverkar med. Ändra det som "
        "inte längre stämmer. Har det varit val sedan sist är det särskilt viktigt."
    ),
    "mapping": N_(
        "Samla det som är känt: siffror om brott, och annan information som säger något, till exempel en "
        "trygghetsmätning eller samtal med personal. Håll er till grupper och platser, aldrig enskilda."
    ),
    "situation_analysis": N_(
        "Beskriv de problem som sticker ut, med omfattning och konsekvenser, och vad uppgifterna betyder "
        "tillsammans. Lagen anger ingen form, längd eller mall."
    ),
    "prioritisation": N_("Ta ställning till varje problem i lägesbilden: är det prioriterat eller inte, och varför?"),
    "cause_analysis": N_(
        "Skriv minst en orsak till varje prioriterat problem. Åtgärderna riktar sig sedan mot orsakerna."
    ),
    "adoption": N_("Fyll i om någon har fastställt lägesbilden. Lagen kräver inte att den fastställs."),
    "goals": N_(
        "Skriv vad som ska ha förändrats i de prioriterade problemen, och till när. Ett mål som går att mäta "
        "är lättare att följa upp."
    ),
    "measures": N_(
        "Lägg in varje åtgärd för sig och säg vilket problem den riktar sig mot. Utgångsläget mäts innan "
        "åtgärden börjar. Behöver ett prioriterat problem ingen åtgärd, skriv varför."
    ),
    "action_plan": N_(
        "Sätt samman planen: vad den heter, när den gäller och vilken lägesbild den bygger på. Åtgärderna "
        "kommer från steget före."
    ),
    "decision": N_("Fyll i beslutet när det är fattat. Lagen säger att planen ska beslutas, men inte av vilket organ."),
    "implementation": N_(
        "Anteckna under året hur det går med varje åtgärd. Korta anteckningar med datum räcker, och gör "
        "uppföljningen lättare."
    ),
    "follow_up": N_(
        "Gå igenom varje åtgärd i planen: blev den gjord, vad har hänt med problemet och vad händer nu? "
        "Enligt 6 § följs planen upp minst vartannat år."
    ),
    "council_report": N_(
        "Fyll i när kommunstyrelsen eller den nämnd som leder arbetet har rapporterat till fullmäktige, och "
        "vad. Lagen säger fortlöpande och anger inget antal."
    ),
    "closing": N_("Skriv ner det ni vill minnas till nästa år: vad som fungerade och vad ni gör annorlunda."),
}
