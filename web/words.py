"""What is shown for each value of the domain: a Swedish word, an icon and a colour. English is in `locale/`.

Never colour alone: whoever cannot see it has the word, and the icon has a shape of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.light import Light
from domain.people import Body, Role
from domain.process import Kind, Phase
from web.language import N_


@dataclass(frozen=True)
class Word:
    """`icon` is a symbol of `static/icons.svg`, `colour` ends a class of `static/arshjul.css` (`light--red`)."""

    text: str
    icon: str
    colour: str


LIGHTS: Mapping[Light, Word] = {
    Light.OVERDUE: Word(N_("Försenad"), "overdue", "red"),
    Light.LATE: Word(N_("Måldatum passerat"), "late", "amber"),
    Light.RETURNED: Word(N_("Återlämnad"), "returned", "violet"),
    Light.REOPENED: Word(N_("Återöppnad"), "reopened", "violet"),
    Light.STALE: Word(N_("Behöver bekräftas"), "stale", "violet"),
    Light.SOON: Word(N_("Snart"), "soon", "blue"),
    Light.UNDER_WAY: Word(N_("Pågår"), "under-way", "blue"),
    Light.SUBMITTED: Word(N_("Inlämnad"), "submitted", "blue"),
    Light.NOT_STARTED: Word(N_("Ej startad"), "not-started", "grey"),
    Light.WAIVED: Word(N_("Ej aktuell"), "waived", "grey"),
    Light.DONE: Word(N_("Klar"), "done", "green"),
}

ROLES: Mapping[Role, str] = {
    Role.COUNTY_COORDINATOR: N_("Länssamordnare"),
    Role.MUNICIPAL_COORDINATOR: N_("Kommunal samordnare"),
    Role.CONTRIBUTOR: N_("Medverkande"),
    Role.DECISION_MAKER: N_("Beslutsfattare"),
    Role.POLICE_PARTNER: N_("Kommunpolis"),
    Role.SUPERVISOR: N_("Uppföljare"),
    Role.ADMINISTRATOR: N_("Administratör"),
}

BODIES: Mapping[Body, str] = {
    Body.STEERING_GROUP: N_("styrgruppen"),
    Body.COUNCIL: N_("rådet"),
    Body.COMMITTEE: N_("nämnden"),
    Body.EXECUTIVE_BOARD: N_("kommunstyrelsen"),
    Body.ASSEMBLY: N_("kommunfullmäktige"),
}

PHASES: Mapping[Phase, str] = {
    Phase.SITUATION_ANALYSIS: N_("Lägesbild"),
    Phase.ACTION_PLAN: N_("Åtgärdsplan"),
    Phase.FOLLOW_UP: N_("Uppföljning"),
}

KINDS: Mapping[Kind, str] = {
    Kind.FULL: N_("Helt år"),
    Kind.LIGHT: N_("Lätt år"),
}

BASES: Mapping[str, str] = {
    "law": N_("Enligt %(reference)s"),
    "guidance": N_("Vägledning: %(reference)s"),
    "practice": N_("Praxis: %(reference)s"),
}

TASKS: Mapping[str, str] = {
    "supplement": N_("Svara på länets begäran om komplettering"),
    "complete": N_("Gör och lämna in"),
    "review": N_("Granska"),
    "confirm": N_("Bekräfta eller gör om"),
}
