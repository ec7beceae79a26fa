"""Lägesbild: the organisation behind it, what is known, what it means, which problems stand out, and why."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.content.base import (
    DESIGN,
    GUIDANCE,
    MANY,
    PRACTICE,
    SOME,
    Decision,
    Form,
    Id,
    Kronor,
    Line,
    Note,
    Number,
    Part,
    Percent,
    Period,
    Text,
    law,
)


class ResponsibleBody(StrEnum):
    EXECUTIVE_BOARD = "KS"
    COMMITTEE = "namnd"


class Responsible(Part):
    """Who leads the work (13 §): kommunstyrelsen, or the nämnd that fullmäktige has decided on."""

    body: Annotated[ResponsibleBody, law("13 §")]
    name: Annotated[Line | None, law("13 §")] = None
    decision: Annotated[Decision | None, law("13 §")] = None


class Coordination(Part):
    """Samordningsfunktion (11–12 §§): a function and not necessarily a post. A role and a mailbox, no person's name."""

    role_title: Annotated[Line, law("11 §")]
    contact: Annotated[Line | None, law("12 § 2")] = None
    share_of_full_time: Annotated[Percent | None, PRACTICE] = None
    vacant_since: Annotated[date | None, DESIGN] = None
    coordinates: Annotated[Note | None, law("12 § 1")] = None
    informs_inhabitants: Annotated[Note | None, law("12 § 3")] = None


class Member(Part):
    organisation: Line
    leading: Annotated[bool, law("10 §")] = False


class Council(Part):
    """Strategiskt råd (10 §): the municipality works for it, and leads it. Who leads it is not stated until it is."""

    name: Line
    chair: Annotated[Line | None, law("10 §")] = None
    led_by_municipality: Annotated[bool | None, law("10 §")] = None
    meetings_per_year: Annotated[Annotated[int, Field(ge=0, le=52)] | None, PRACTICE] = None
    last_meeting: Annotated[date | None, law("10 §")] = None
    members: Annotated[tuple[Member, ...], Field(max_length=SOME), law("10 §")] = ()


class Agreement(Part):
    """Samverkansöverenskommelse (9 §): written; it states at least purposes and areas."""

    id: Id
    party: Annotated[Line, law("9 §")]
    purposes: Annotated[tuple[Line, ...], Field(max_length=SOME), law("9 §")] = ()
    areas: Annotated[tuple[Line, ...], Field(max_length=SOME), law("9 §")] = ()
    signed_on: Annotated[date | None, PRACTICE] = None
    valid_to: Annotated[date | None, PRACTICE] = None


class Effort(Part):
    """What was done to work for an agreement or a council (verka för), also where the other party said no."""

    towards: Annotated[str, Field(pattern="^(agreement|council)$")]
    on: date
    what: Note


class Organisation(Form):
    """Organisationsregister, confirmed at each start and above all after elections."""

    responsible: Annotated[Responsible | None, law("13 §")] = None
    coordination: Annotated[Coordination | None, law("11 §")] = None
    council: Annotated[Council | None, law("10 §")] = None
    agreements: Annotated[tuple[Agreement, ...], Field(max_length=SOME), law("9 §")] = ()
    efforts: Annotated[tuple[Effort, ...], Field(max_length=SOME), law("9 §, 10 §")] = ()
    police_area: Annotated[Line | None, PRACTICE] = None
    reporting_interval_months: Annotated[int, Field(ge=1, le=48), DESIGN] = 12


class Observation(Part):
    """A figure about crime: reported, or told in a survey. `value` in `unit`, for `period`."""

    id: Id
    title: Annotated[Line, law("4 § 1")]
    value: Number | None = None
    unit: Line | None = None
    period: Period | None = None
    place: Annotated[Line | None, GUIDANCE] = None
    comparison: Annotated[Note | None, GUIDANCE] = None
    source: Annotated[Line | None, GUIDANCE] = None


class InformationKind(StrEnum):
    """What annan information of importance (4 § 2) may be: anything but reported crime."""

    SAFETY_SURVEY = "trygghetsmatning"
    CITIZEN_DIALOGUE = "medborgardialog"
    STAFF_DIALOGUE = "medarbetardialog"
    SAFETY_WALK = "trygghetsvandring"
    SCHOOL_SURVEY = "skolenkat"
    SOCIAL_SERVICES = "socialtjanst"
    RESCUE_SERVICE = "raddningstjanst"
    BUSINESS = "naringsliv"
    OUTLOOK = "omvarldsbevakning"
    PLANNING = "planerad_etablering"
    OTHER = "annat"


class Information(Part):
    id: Id
    kind: Annotated[InformationKind, law("4 § 2")]
    what: Annotated[Note, law("4 § 2")]
    value: Number | None = None
    unit: Line | None = None
    period: Period | None = None
    source: Line | None = None


class CrimeMapping(Form):
    """Kartläggning: the municipality's picture, the police's, and how the two were brought together."""

    period: Annotated[Period | None, PRACTICE] = None
    observations: Annotated[tuple[Observation, ...], Field(max_length=MANY), law("4 § 1")] = ()
    information: Annotated[tuple[Information, ...], Field(max_length=MANY), law("4 § 2")] = ()
    municipal_picture: Annotated[Text | None, GUIDANCE] = None
    police_picture: Annotated[Text | None, GUIDANCE] = None
    merged: Annotated[Note | None, GUIDANCE] = None


class CrimeType(StrEnum):
    VANDALISM = "skadegorelse"
    DRUGS = "narkotika"
    VIOLENCE_OUTDOORS = "vald_utomhus_vuxna"
    INTIMATE_VIOLENCE = "vald_nara_relation"
    VIOLENCE_AGAINST_CHILDREN = "vald_mot_barn"
    ROBBERY_OF_YOUNG = "personran_unga"
    THEFT = "stold"
    VEHICLE_CRIME = "bilbrott"
    BURGLARY = "bostadsinbrott"
    TRAFFIC_CRIME = "trafikbrott"
    SEXUAL_CRIME = "sexualbrott"
    FRAUD = "bedrageri"
    HATE_CRIME = "hatbrott"
    UNDUE_INFLUENCE = "otillaten_paverkan"
    WELFARE_CRIME = "valfardsbrott"
    LABOUR_CRIME = "arbetslivskriminalitet"
    VIOLENT_EXTREMISM = "valdsbejakande_extremism"
    DISORDER = "ordningsstorning"
    INSECURITY = "otrygghet"
    OTHER = "annat"


class Trend(StrEnum):
    UP = "upp"
    STEADY = "oforandrat"
    DOWN = "ned"
    UNKNOWN = "okand"


class Extent(Part):
    """Omfattning, in words or as a value in a unit."""

    what: Note | None = None
    value: Number | None = None
    unit: Line | None = None
    trend: Trend = Trend.UNKNOWN


class Consequences(Part):
    harm: Note | None = None
    insecurity: Note | None = None
    cost: Kronor | None = None
    other: Note | None = None


class Problem(Part):
    """Problemområde: one problem, not a crime category alone. Places are public and never an address."""

    id: Id
    title: Annotated[Line, GUIDANCE]
    crime_type: Annotated[CrimeType, DESIGN] = CrimeType.OTHER
    what_happens: Annotated[Note | None, GUIDANCE] = None
    extent: Annotated[Extent | None, law("4 § 1")] = None
    consequences: Annotated[Consequences | None, law("4 § 1")] = None
    places: Annotated[tuple[Line, ...], Field(max_length=SOME), GUIDANCE] = ()
    times: Annotated[Line | None, GUIDANCE] = None
    affected: Annotated[Line | None, GUIDANCE] = None
    sources: Annotated[tuple[Id, ...], Field(max_length=SOME), GUIDANCE] = ()


class Analysis(Part):
    """Analys (4 § 3) of the mapping and of the other information; `refers_to` names the items that it rests on."""

    what: Annotated[Text, law("4 § 3")]
    refers_to: Annotated[tuple[Id, ...], Field(max_length=MANY), law("4 § 3")] = ()


class Integration(Part):
    """Samordning med annan planering (7 §): with which, or why with none."""

    with_plans: Annotated[tuple[Line, ...], Field(max_length=SOME), law("7 §")] = ()
    reason_for_none: Annotated[Note | None, law("7 §")] = None


class SituationAnalysis(Form):
    summary: Annotated[Text | None, PRACTICE] = None
    period: Annotated[Period | None, PRACTICE] = None
    area: Annotated[Line | None, law("4 §")] = None
    method: Annotated[Note | None, GUIDANCE] = None
    limitations: Annotated[Note | None, GUIDANCE] = None
    analysis: Annotated[Analysis | None, law("4 § 3")] = None
    outlook: Annotated[Note | None, GUIDANCE] = None
    problems: Annotated[tuple[Problem, ...], Field(max_length=MANY), law("4 § 1")] = ()
    integration: Annotated[Integration | None, law("7 §")] = None


class Priority(Part):
    """Whether a problem is prioritised, and why or why not; rank 1 is the most urgent."""

    problem: Id
    prioritised: bool
    rank: Annotated[int, Field(ge=1, le=MANY)] | None = None
    reason: Annotated[Note | None, GUIDANCE] = None


class Prioritisation(Form):
    priorities: Annotated[tuple[Priority, ...], Field(max_length=MANY), GUIDANCE] = ()


class Dimension(StrEnum):
    """Where a cause lies: the triangle of a crime, and the social causes behind it."""

    SITUATION = "situation"
    OFFENDER = "garningsperson"
    TARGET = "objekt"
    SOCIAL = "social"


class Cause(Part):
    id: Id
    problem: Annotated[Id, GUIDANCE]
    what: Annotated[Note, GUIDANCE]
    dimension: Annotated[Dimension | None, GUIDANCE] = None
    evidence: Annotated[Note | None, GUIDANCE] = None


class CauseAnalysis(Form):
    causes: Annotated[tuple[Cause, ...], Field(max_length=MANY), GUIDANCE] = ()


class Adoption(Form):
    """Fastställd lägesbild: practice. The Act asks that it is produced, not that anybody adopts it."""

    decision: Annotated[Decision | None, PRACTICE] = None
    version: Annotated[Line | None, PRACTICE] = None
