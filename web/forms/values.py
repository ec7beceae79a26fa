"""What can be chosen, in Swedish: by the name of a closed set of values (`CrimeType`), or of a field (`Ended.how`)."""

from collections.abc import Mapping

from web.language import N_

Options = Mapping[str, str]

VALUES: Mapping[str, Options] = {
    "ResponsibleBody": {
        "KS": N_("Kommunstyrelsen"),
        "namnd": N_("En nämnd"),
    },
    "Body": {
        "styrgrupp": N_("Styrgruppen"),
        "rad": N_("Rådet"),
        "namnd": N_("Nämnden"),
        "KS": N_("Kommunstyrelsen"),
        "KF": N_("Kommunfullmäktige"),
    },
    "Effort.towards": {
        "agreement": N_("En överenskommelse (9 §)"),
        "council": N_("Ett strategiskt råd (10 §)"),
    },
    "InformationKind": {
        "trygghetsmatning": N_("Trygghetsmätning"),
        "medborgardialog": N_("Medborgardialog"),
        "medarbetardialog": N_("Medarbetardialog"),
        "trygghetsvandring": N_("Trygghetsvandring"),
        "skolenkat": N_("Skolenkät"),
        "socialtjanst": N_("Socialtjänsten"),
        "raddningstjanst": N_("Räddningstjänsten"),
        "naringsliv": N_("Näringslivet"),
        "omvarldsbevakning": N_("Omvärldsbevakning"),
        "planerad_etablering": N_("Planerad etablering eller byggnation"),
        "annat": N_("Annat"),
    },
    "CrimeType": {
        "skadegorelse": N_("Skadegörelse"),
        "narkotika": N_("Narkotika"),
        "vald_utomhus_vuxna": N_("Våld utomhus mellan vuxna"),
        "vald_nara_relation": N_("Våld i nära relation"),
        "vald_mot_barn": N_("Våld mot barn"),
        "personran_unga": N_("Personrån mot unga"),
        "stold": N_("Stöld"),
        "bilbrott": N_("Bilbrott"),
        "bostadsinbrott": N_("Bostadsinbrott"),
        "trafikbrott": N_("Trafikbrott"),
        "sexualbrott": N_("Sexualbrott"),
        "bedrageri": N_("Bedrägeri"),
        "hatbrott": N_("Hatbrott"),
        "otillaten_paverkan": N_("Otillåten påverkan"),
        "valfardsbrott": N_("Välfärdsbrott"),
        "arbetslivskriminalitet": N_("Arbetslivskriminalitet"),
        "valdsbejakande_extremism": N_("Våldsbejakande extremism"),
        "ordningsstorning": N_("Ordningsstörning"),
        "otrygghet": N_("Otrygghet"),
        "annat": N_("Annat"),
    },
    "Trend": {
        "upp": N_("Ökar"),
        "oforandrat": N_("Oförändrat"),
        "ned": N_("Minskar"),
        "okand": N_("Vet inte"),
    },
    "Dimension": {
        "situation": N_("Situationen: platsen och tillfället"),
        "garningsperson": N_("Den som begår brottet"),
        "objekt": N_("Det eller den som utsätts"),
        "social": N_("Sociala orsaker"),
    },
    "Direction": {
        "minska": N_("Ska minska"),
        "oka": N_("Ska öka"),
        "behalla": N_("Ska hållas kvar"),
    },
    "Prevention": {
        "situationell": N_("Situationell"),
        "social": N_("Social"),
        "bada": N_("Båda"),
    },
    "Level": {
        "universell": N_("Universell: riktas till alla"),
        "selektiv": N_("Selektiv: riktas till grupper med förhöjd risk"),
        "indikerad": N_("Indikerad: riktas till dem som redan är berörda"),
    },
    "Funding": {
        "ordinarie": N_("Ordinarie budget"),
        "statsbidrag": N_("Statsbidrag"),
        "annat": N_("Annat"),
    },
    "Lineage": {
        "fortsatter": N_("Fortsätter som förut"),
        "andrad": N_("Fortsätter, men ändrad"),
    },
    "Ended.how": {
        "genomford": N_("Genomförd"),
        "avbruten": N_("Avbruten"),
    },
    "Progress": {
        "planerad": N_("Planerad"),
        "pagar": N_("Pågår"),
        "genomford": N_("Genomförd"),
        "forsenad": N_("Fördröjd"),
        "avbruten": N_("Avbruten"),
    },
    "Done": {
        "ja": N_("Ja"),
        "delvis": N_("Delvis"),
        "nej": N_("Nej"),
    },
    "Effect": {
        "minskat": N_("Problemet har minskat"),
        "oforandrat": N_("Problemet är oförändrat"),
        "okat": N_("Problemet har ökat"),
        "gar_ej_att_bedoma": N_("Går inte att bedöma"),
    },
    "Confidence": {
        "lag": N_("Låg"),
        "medel": N_("Medel"),
        "hog": N_("Hög"),
    },
    "Next": {
        "fortsatt": N_("Fortsätt"),
        "justera": N_("Justera"),
        "utoka": N_("Utöka"),
        "avsluta": N_("Avsluta"),
    },
    "FedBack.to": {
        "styrgrupp": N_("Styrgruppen"),
        "rad": N_("Rådet"),
        "KS": N_("Kommunstyrelsen"),
        "KF": N_("Kommunfullmäktige"),
        "invanare": N_("Invånarna"),
    },
    "Reason": {
        "funktionskontakt": N_("Det är en gemensam brevlåda eller ett nummer till en funktion"),
        "offentlig_verksamhet": N_("Det är en adress till en offentlig verksamhet"),
        "ingen_personuppgift": N_("Det är ingen personuppgift"),
        "pahittat_exempel": N_("Det är ett påhittat exempel"),
    },
}

CHOICES = frozenset(name for name in VALUES if "." in name)
"""The fields whose values are closed although their type is text."""
