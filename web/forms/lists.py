"""The lists of a form: what one item is called, how one is added, and what stands where there is none."""

from collections.abc import Mapping
from typing import NamedTuple

from web.language import N_


class Named(NamedTuple):
    """`prefix` begins the ids that items are given (P1, P2 …); empty where they have none."""

    item: str
    add: str
    none: str
    prefix: str = ""


LISTS: Mapping[str, Named] = {
    "Form.links": Named(N_("Länk"), N_("Lägg till länk"), N_("Inga länkar ännu.")),
    "TextForm.links": Named(N_("Länk"), N_("Lägg till länk"), N_("Inga länkar ännu.")),
    "Council.members": Named(N_("Deltagare"), N_("Lägg till deltagare"), N_("Inga deltagare ännu.")),
    "Organisation.agreements": Named(
        N_("Överenskommelse"), N_("Lägg till överenskommelse"), N_("Inga överenskommelser ännu."), "OK"
    ),
    "Organisation.efforts": Named(N_("Insats"), N_("Lägg till insats"), N_("Inga insatser ännu.")),
    "CrimeMapping.observations": Named(N_("Siffra"), N_("Lägg till siffra"), N_("Inga siffror ännu."), "S"),
    "CrimeMapping.information": Named(
        N_("Information"), N_("Lägg till information"), N_("Ingen annan information ännu."), "I"
    ),
    "SituationAnalysis.problems": Named(
        N_("Problemområde"), N_("Lägg till problemområde"), N_("Inga problemområden ännu."), "P"
    ),
    "Prioritisation.priorities": Named(
        N_("Ställningstagande"), N_("Lägg till ställningstagande"), N_("Inga ställningstaganden ännu.")
    ),
    "CauseAnalysis.causes": Named(N_("Orsak"), N_("Lägg till orsak"), N_("Inga orsaker ännu."), "O"),
    "Goals.goals": Named(N_("Effektmål"), N_("Lägg till effektmål"), N_("Inga effektmål ännu."), "M"),
    "Measures.measures": Named(N_("Åtgärd"), N_("Lägg till åtgärd"), N_("Inga åtgärder ännu."), "A"),
    "Measures.none_needed": Named(
        N_("Problem utan åtgärd"), N_("Lägg till problem utan åtgärd"), N_("Inga sådana problem.")
    ),
    "Measures.ended": Named(
        N_("Åtgärd som inte fortsätter"), N_("Lägg till åtgärd som inte fortsätter"), N_("Inga sådana åtgärder.")
    ),
    "Implementation.notes": Named(N_("Anteckning"), N_("Lägg till anteckning"), N_("Inga anteckningar ännu.")),
    "FollowUp.results": Named(N_("Resultat"), N_("Lägg till resultat"), N_("Inga resultat ännu.")),
    "FollowUp.fed_back": Named(N_("Återkoppling"), N_("Lägg till återkoppling"), N_("Ingen återkoppling ännu.")),
    "Closing.lessons": Named(N_("Lärdom"), N_("Lägg till lärdom"), N_("Inga lärdomar ännu.")),
}
