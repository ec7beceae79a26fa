"""What is missing in the red thread, in words: one of it, and several, to stand after their number."""

from collections.abc import Mapping

from web.language import N_

GAPS: Mapping[str, tuple[str, str]] = {
    "not-itemised": (
        N_("steg inlämnat som text eller länk, så inget i det kan knytas ihop"),
        N_("steg inlämnade som text eller länk, så inget i dem kan knytas ihop"),
    ),
    "problem-without-extent": (N_("problem utan beskriven omfattning"), N_("problem utan beskriven omfattning")),
    "problem-without-consequences": (
        N_("problem utan beskrivna konsekvenser"),
        N_("problem utan beskrivna konsekvenser"),
    ),
    "problem-not-weighed": (
        N_("problem som varken är prioriterat eller bortvalt"),
        N_("problem som varken är prioriterade eller bortvalda"),
    ),
    "priority-without-reason": (N_("prioritering utan skäl"), N_("prioriteringar utan skäl")),
    "problem-without-cause": (N_("prioriterat problem utan orsak"), N_("prioriterade problem utan orsak")),
    "problem-without-measure": (N_("prioriterat problem utan åtgärd"), N_("prioriterade problem utan åtgärd")),
    "measure-without-problem": (N_("åtgärd utan problem"), N_("åtgärder utan problem")),
    "measure-without-cause": (N_("åtgärd utan orsak"), N_("åtgärder utan orsak")),
    "measure-without-owner": (N_("åtgärd utan ansvarig"), N_("åtgärder utan ansvarig")),
    "measure-without-time": (N_("åtgärd utan tid"), N_("åtgärder utan tid")),
    "measure-without-indicator": (N_("åtgärd utan indikator"), N_("åtgärder utan indikator")),
    "indicator-without-baseline": (N_("indikator utan utgångsläge"), N_("indikatorer utan utgångsläge")),
    "indicator-without-target": (N_("indikator utan målvärde"), N_("indikatorer utan målvärde")),
    "measure-without-follow-up": (
        N_("åtgärd som inte säger hur den följs upp"),
        N_("åtgärder som inte säger hur de följs upp"),
    ),
    "measure-without-result": (
        N_("åtgärd som uppföljningen inte tar upp"),
        N_("åtgärder som uppföljningen inte tar upp"),
    ),
    "result-without-value": (N_("resultat utan mätt värde"), N_("resultat utan mätt värde")),
    "plan-older-than-picture": (
        N_("plan som är beslutad före den lägesbild den bygger på"),
        N_("planer som är beslutade före den lägesbild de bygger på"),
    ),
    "reference-gone": (
        N_("hänvisning till något som inte finns kvar"),
        N_("hänvisningar till något som inte finns kvar"),
    ),
    "measure-left-behind": (
        N_("åtgärd från förra planen som den nya inte säger något om"),
        N_("åtgärder från förra planen som den nya inte säger något om"),
    ),
    "origin-not-stated": (
        N_("åtgärd som inte säger om den fortsätter eller är ändrad"),
        N_("åtgärder som inte säger om de fortsätter eller är ändrade"),
    ),
    "measure-ended-and-continued": (
        N_("åtgärd som både fortsätter och är avslutad"),
        N_("åtgärder som både fortsätter och är avslutade"),
    ),
    "origin-unknown": (
        N_("åtgärd som hänvisar till en åtgärd som förra planen inte har"),
        N_("åtgärder som hänvisar till en åtgärd som förra planen inte har"),
    ),
    "ended-unknown": (
        N_("avslutad åtgärd som förra planen inte har"),
        N_("avslutade åtgärder som förra planen inte har"),
    ),
}
