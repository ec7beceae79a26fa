"""The table's rows of the pages of a municipality's year, and of a step in it."""

from domain.people import Action
from tests.api.matrix.api_rows import KNOWS, READS, TALKS, own_number, waiting
from tests.api.matrix.page_rows import form, page
from tests.api.matrix.rows import Fill, Gate, Made, Row, may
from tests.containers import PDF

YEAR = "/ar/{cycle}"
TOLD = "/kommun/{code}/uppgifter"
TOLD_KIND: Fill = {"kind": "responsible"}
STEP = YEAR + "/steg/{step}"
YEARS = (
    page("/ar", answers=("303",)),
    page("/kommun/{code}", KNOWS),
    form("/kommun/{code}", KNOWS, may(Action.START_CYCLE), fields={"year": lambda _, spot: str(spot.year)}),
    page(TOLD, KNOWS, may(Action.SEE_LAW)),
    page(TOLD + "/{kind}", KNOWS, may(Action.SEE_LAW), may(Action.STATE), fill=TOLD_KIND),
    form(TOLD + "/{kind}", KNOWS, may(Action.SEE_LAW), may(Action.STATE), fill=TOLD_KIND),
    page(YEAR, KNOWS),
    page(YEAR + "/lag", KNOWS, may(Action.SEE_LAW)),
    page(YEAR + "/rod-trad", KNOWS, READS),
    page(YEAR + "/historik", KNOWS),
    page(YEAR + "/dokument", KNOWS, READS),
    form(
        YEAR + "/dokument/{name}",
        KNOWS,
        READS,
        may(Action.REGISTER_DOCUMENT),
        fields={
            "version": lambda _, spot: spot.there["version"],
            "hash": lambda _, spot: spot.there["hash"],
            "number": "KS 2027/1",
            "registered_on": lambda _, spot: spot.there["today"],
        },
    ),
    page(YEAR + "/forra-aret", KNOWS, READS),
    page(YEAR + "/atgard/{measure}", KNOWS, READS, fill={"measure": "A1"}),
)

WRITES = may(Action.WRITE_DRAFT)
DRAFT: Fill = {"step": "action_plan"}
LISTED: Fill = {"step": "measures", "listed": "measures", "item": "A1"}
FILLED_IN: Fill = {"reason": "Skälet", "latest": "2029-06-01", "outcome": "approve", "to": "role:contributor"}
# Verbs of a step's own pages, and what each asks for.
VERBS = {
    "granska": Action.REVIEW,
    "bekrafta": Action.CONFIRM,
    "ta": Action.CLAIM,
    "lamna": Action.CLAIM,
    "aterkalla": Action.RECALL,
    "ateroppna": Action.REOPEN,
    "paminn": Action.REMIND,
    "fordela": Action.ASSIGN,
    "forlang": Action.EXTEND,
    "avsta": Action.WAIVE,
}

# What is done with several steps of a year, and what each asks for.
SEVERAL = {"remind": Action.REMIND, "assign": Action.ASSIGN}


def several(do: str, gate: Gate) -> tuple[Row, ...]:
    asked: Fill = {"do": do, "step": "mapping", "person": "nobody"}
    return (
        page(YEAR + "/flera", KNOWS, gate, query=asked),
        form(YEAR + "/flera", KNOWS, gate, fields=asked),
        page(YEAR + "/flera/{key}", KNOWS, gate, fill={"key": "x"}, query=asked),
    )


FILE: Fill = {"title": "x", "visibility": "public"}
AWAY = STEP + "/underlag/{number}/ta-bort"


def step_for(verb: str) -> str | Made:
    return "action_plan" if verb == "granska" else waiting


STEPS = (
    *(row for do, action in SEVERAL.items() for row in several(do, may(action))),
    page(STEP, KNOWS),
    page(STEP + "/versioner", KNOWS),
    page(STEP + "/historik", KNOWS),
    page("/ar/{cycle_id}/steg/{step}/andrat", KNOWS, may(Action.SEE_DRAFT)),
    page(STEP + "/fyll-i", KNOWS, WRITES, fill=DRAFT),
    form(STEP + "/fyll-i", KNOWS, WRITES, fill=DRAFT),
    form(STEP + "/ta-over", KNOWS, WRITES, fill=DRAFT),
    page(STEP + "/kontrollera", KNOWS, WRITES, fill=DRAFT),
    form(STEP + "/kontrollera", KNOWS, WRITES, fill=DRAFT),
    form(STEP + "/skicka-in", KNOWS, WRITES, fill=DRAFT),
    page(STEP + "/{listed}/{item}", KNOWS, WRITES, fill=LISTED),
    form(STEP + "/{listed}/{item}", KNOWS, WRITES, fill=LISTED),
    page(STEP + "/{listed}/{item}/ta-bort", KNOWS, WRITES, fill=LISTED),
    form(STEP + "/{listed}/{item}/ta-bort", KNOWS, WRITES, fill=LISTED),
    *(
        page(f"{STEP}/{verb}", KNOWS, may(action), fill={"step": step_for(verb)}, answers=("200", "409"))
        for verb, action in VERBS.items()
    ),
    *(
        form(f"{STEP}/{verb}", KNOWS, may(action), fill={"step": step_for(verb)}, fields=FILLED_IN)
        for verb, action in VERBS.items()
    ),
    page(STEP + "/kommentarer", KNOWS, TALKS),
    form(STEP + "/kommentarer", KNOWS, TALKS),
    form(STEP + "/kommentarer/lasta", KNOWS, TALKS),
    form(STEP + "/kommentarer/{number}/svar", KNOWS, TALKS, fill={"number": lambda _, spot: spot.there["SHARED"]}),
    form(STEP + "/kommentarer/{number}/ta-tillbaka", KNOWS, TALKS, fill={"number": own_number}),
    form(
        STEP + "/kommentarer/{number}/avsluta",
        KNOWS,
        TALKS,
        may(Action.SETTLE_SUPPLEMENT),
        fill={"number": lambda _, spot: spot.there["supplement"]},
    ),
    page(STEP + "/underlag", KNOWS, READS),
    form(STEP + "/underlag", KNOWS, READS, may(Action.ADD_EVIDENCE), fields=FILE, file=("file", PDF)),
    page(AWAY, KNOWS, READS, may(Action.WITHDRAW_EVIDENCE), fill={"number": lambda _, spot: spot.there["public"]}),
    form(
        AWAY,
        KNOWS,
        may(Action.SEE_CONTENT, "404 EvidenceNotFound"),
        may(Action.WITHDRAW_EVIDENCE),
        fill={"number": lambda _, spot: spot.there["withdrawn"]},
        fields=FILLED_IN,
    ),
)
