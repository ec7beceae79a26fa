"""The table's rows of the API: years and their steps, and what is written, filed and told about them."""

from domain.people import Action, Role
from tests.api.matrix.askers import Asker
from tests.api.matrix.rows import Gate, Made, Row, may, may_in_county, seen
from tests.api.matrix.spots import Spot, Word
from tests.containers import PDF
from tests.town import CONTENT, Json

KNOWS = may(Action.SEE_CYCLE, "404 CycleNotFound")
READS = may(Action.SEE_CONTENT)
TALKS = may(Action.COMMENT)
IN_THE_COUNTY = Gate(
    lambda asker, spot: any(
        asker.may(Action.SEE_CYCLE, spot.place.model_copy(update={"municipality": code}))
        for code in (spot.town.code, spot.there["beside"])
    ),
    "403 RoleMayNot",
)
NOT_NOW = ("409 MoveNotPossible",)
WHY: Json = {"reason": "Skälet"}
CYCLE = "/v1/cycles/{cycle_id}"
STEP = CYCLE + "/steps/{step}"
DOCUMENT = CYCLE + "/documents/{name}"
# A step that waits, of each role: whoever may at all is then told by the rules that it is not yet time.
WAITING = {Role.CONTRIBUTOR: "implementation", Role.DECISION_MAKER: "council_report"}
WAITING[Role.POLICE_PARTNER] = "follow_up"


def waiting(asker: Asker, _spot: Spot) -> str:
    return next((WAITING[role] for role in asker.roles if role in WAITING), "action_plan")


def own(word: str, otherwise: str) -> Made:
    """The number of what the one who asks made themselves there; of somebody else's where they made none."""
    return lambda asker, spot: asker.kept.get((spot.town.code, word), spot.there[otherwise])


own_number = own("comment", "SHARED")


def on_step(verb: str, action: Action, *answers: str, body: Json | None = None, step: str | Made = waiting) -> Row:
    method = "PUT" if verb == "assignment" else "POST"
    return Row(f"{method} {STEP}/{verb}", (KNOWS, may(action)), answers, fill={"step": step}, body=body or {})


ROUNDS = (
    Row(
        "POST /v1/rounds",
        (may_in_county(Action.START_ROUND),),
        ("409 RoundAlreadyOpen",),
        body=lambda _, spot: {"county": spot.town.county, "year": spot.year},
    ),
    seen("/v1/rounds/{round_id}", may_in_county(Action.SEE_ROUND, "404 RoundNotFound"), shows=Word.YEAR),
    Row(
        "POST /v1/rounds/{round_id}/retry",
        (may_in_county(Action.SEE_ROUND, "404 RoundNotFound"), may_in_county(Action.START_ROUND)),
    ),
)

YEARS = (
    Row(
        "POST /v1/cycles",
        (may(Action.START_CYCLE),),
        ("409 CycleAlreadyStarted",),
        body=lambda _, spot: {"municipality": spot.town.code, "year": spot.year},
    ),
    seen(CYCLE, KNOWS, shows=Word.YEAR),
    seen(CYCLE + "/live", KNOWS),
    seen(CYCLE + "/events", KNOWS, query={"limit": "500"}, shows=Word.CONTENT),
    seen(
        "/v1/events/stream",
        KNOWS,
        query={"follow": "false", "cycle": lambda _, spot: spot.cycle},
        headers={"Last-Event-ID": "0"},
        shows=Word.YEAR,
    ),
    Row(f"POST {CYCLE}/closing", (KNOWS, may(Action.CLOSE)), ("409 LawRequires",), body=WHY),
    seen(CYCLE + "/thread", KNOWS, shows=Word.CONTENT),
    seen(CYCLE + "/difference", KNOWS, READS),
)

STEPS = (
    seen(STEP, KNOWS, shows=Word.CONTENT),
    Row(f"POST {STEP}/check", (KNOWS, may(Action.WRITE_DRAFT)), body={"content": CONTENT}),
    on_step("completion", Action.COMPLETE, "409 StepNotOpen", body={"content": CONTENT}),
    on_step("review", Action.REVIEW, *NOT_NOW, body={"outcome": "approve"}, step="action_plan"),
    on_step("recall", Action.RECALL, *NOT_NOW),
    on_step("reopening", Action.REOPEN, *NOT_NOW, body=WHY),
    on_step("confirmation", Action.CONFIRM, *NOT_NOW),
    on_step("reminder", Action.REMIND, *NOT_NOW, step="mapping"),
    on_step("extension", Action.EXTEND, *NOT_NOW, body={"latest": "2029-01-01", **WHY}, step="mapping"),
    on_step("waiver", Action.WAIVE, "422 NotWaivable", body=WHY, step="mapping"),
    on_step("assignment", Action.ASSIGN, *NOT_NOW, body={"role": Role.CONTRIBUTOR}, step="mapping"),
    on_step("claim", Action.CLAIM, "200"),
    on_step("release", Action.CLAIM, "200"),
    seen(STEP + "/draft", KNOWS, may(Action.SEE_DRAFT), fill={"step": "action_plan"}, shows=Word.DRAFT),
    Row(
        f"PUT {STEP}/draft",
        (KNOWS, may(Action.WRITE_DRAFT)),
        ("200", "412 DraftChanged"),
        fill={"step": "action_plan"},
        body=lambda _, spot: {"content": {"text": spot.words[Word.DRAFT]}},
    ),
    seen(STEP + "/versions", KNOWS),
    seen(STEP + "/versions/{number}", KNOWS, fill={"number": "1"}, shows=Word.CONTENT),
    seen(STEP + "/versions/{number}/changes", KNOWS, READS, fill={"number": "1"}, query={"since": "1"}),
    seen(STEP + "/last-year", KNOWS, READS),
    seen(
        "/v1/municipalities/{code}/measures/{cycle_id}/{measure}/life",
        KNOWS,
        READS,
        fill={"measure": "A1"},
        shows=Word.CONTENT,
    ),
)

FILES = (
    Row(
        f"POST {STEP}/evidence",
        (KNOWS, may(Action.ADD_EVIDENCE)),
        ("201",),
        headers={"Evidence-Title": "x", "Evidence-Visibility": "public"},
        content=PDF,
    ),
    seen(STEP + "/evidence", KNOWS, READS, shows=Word.CONTENT),
    seen(
        "/v1/evidence/{number}",
        may(Action.SEE_CONTENT, "404 EvidenceNotFound"),
        fill={"number": lambda _, spot: spot.there["public"]},
    ),
    seen(
        "/v1/evidence/{number}",
        may(Action.SEE_DRAFT, "404 EvidenceNotFound"),
        fill={"number": lambda _, spot: spot.there["annex"]},
    ),
    Row(
        "POST /v1/evidence/{number}/withdrawal",
        (may(Action.SEE_CONTENT, "404 EvidenceNotFound"), may(Action.WITHDRAW_EVIDENCE)),
        ("200", "409 AlreadyWithdrawn"),
        fill={"number": lambda _, spot: spot.there["withdrawn"]},
        body=WHY,
    ),
    Row(
        "POST /v1/evidence/{number}/withdrawal",
        (may(Action.SEE_DRAFT, "404 EvidenceNotFound"), may(Action.WITHDRAW_EVIDENCE)),
        ("200", "409 AlreadyWithdrawn"),
        fill={"number": lambda _, spot: spot.there["withdrawn annex"]},
        body=WHY,
    ),
    seen("/v1/municipalities/{code}/readings", may(Action.SEE_READINGS)),
)

DOCUMENTS = (
    seen(CYCLE + "/documents", KNOWS, READS),
    *(seen(f"{DOCUMENT}.{kind}", KNOWS, READS) for kind in ("pdf", "docx", "zip")),
    Row(
        f"POST {DOCUMENT}/registrations",
        (KNOWS, READS, may(Action.REGISTER_DOCUMENT)),
        ("201", "200"),
        body=lambda _, spot: {
            "version": int(spot.there["version"]),
            "hash": spot.there["hash"],
            "number": spot.words[Word.CONTENT],
            "registered_on": spot.there["today"],
        },
    ),
    seen(DOCUMENT + "/registrations", KNOWS, READS),
    seen("/v1/retention"),
    seen("/v1/forms/{name}", fill={"name": "mapping"}),
)

STATEMENTS = (
    seen("/v1/municipalities/{municipality}/law", may(Action.SEE_LAW)),
    seen("/v1/municipalities/{municipality}/statements", may(Action.SEE_LAW), shows=Word.STATEMENT),
    Row(
        "PUT /v1/municipalities/{municipality}/statements/{kind}",
        (may(Action.STATE),),
        fill={"kind": "responsible"},
        body=lambda _, spot: {"content": {"responsible": {"body": "KS"}, "note": spot.words[Word.STATEMENT]}},
    ),
    seen("/v1/statement-forms/{kind}", fill={"kind": "responsible"}),
    Row(
        "POST /v1/counties/{county}/statements",
        (may_in_county(Action.ENTER_FOR),),
        content=lambda _, spot: f"kommun;uppgift;organ\n{spot.town.code};ansvarigt organ;KS\n".encode(),
    ),
    seen("/v1/notices", query={"county": lambda _, spot: spot.town.county}),
)

COMMENTS = (
    seen(CYCLE + "/comments", KNOWS, TALKS, shows=Word.SHARED),
    Row(f"PUT {CYCLE}/comments/read", (KNOWS, TALKS), body={"upto": 1}),
    seen(CYCLE + "/comments/{number}", KNOWS, TALKS, fill={"number": lambda _, spot: spot.there["SHARED"]}),
    seen(
        CYCLE + "/comments/{number}",
        KNOWS,
        TALKS,
        may(Action.COMMENT_WITHIN, "404 CommentNotFound"),
        fill={"number": lambda _, spot: spot.there["WITHIN"]},
        shows=Word.WITHIN,
    ),
    Row(
        f"POST {CYCLE}/comments",
        (KNOWS, TALKS, may(Action.COMMENT_WITHIN)),
        ("201",),
        body={"step": "mapping", "audience": "municipality", "text": "Bland oss"},
    ),
    Row(
        f"POST {CYCLE}/comments",
        (KNOWS, TALKS),
        ("201",),
        body={"step": "mapping", "audience": "shared", "text": "Till länet"},
        keeps=("comment", lambda made: str(made["number"])),
    ),
    Row(
        f"POST {CYCLE}/comments/{{number}}/answers",
        (KNOWS, TALKS),
        ("201",),
        fill={"number": lambda _, spot: spot.there["SHARED"]},
        body={"text": "Ja"},
    ),
    Row(
        f"POST {CYCLE}/comments/{{number}}/answers",
        (KNOWS, TALKS, may(Action.COMMENT_WITHIN, "404 CommentNotFound")),
        ("201",),
        fill={"number": lambda _, spot: spot.there["WITHIN"]},
        body={"text": "Ja"},
    ),
    Row(f"POST {CYCLE}/comments/{{number}}/withdrawal", (KNOWS, TALKS), fill={"number": own_number}),
    Row(
        f"POST {CYCLE}/supplements",
        (KNOWS, TALKS, may(Action.REQUEST_SUPPLEMENT)),
        ("201",),
        body={"step": "mapping", "text": "Vem leder rådet?"},
    ),
    Row(
        f"POST {CYCLE}/comments/{{number}}/settlement",
        (KNOWS, TALKS, may(Action.SETTLE_SUPPLEMENT)),
        ("200", "409 SupplementNotOpen"),
        fill={"number": lambda _, spot: spot.there["supplement"]},
    ),
    seen("/v1/municipalities/{municipality}/supplements", TALKS, query={"everything": "true"}, shows=Word.SHARED),
    seen(
        "/v1/counties/{county}/supplements",
        may_in_county(Action.COMMENT),
        query={"everything": "true"},
        shows=Word.SHARED,
    ),
)
