"""The table's rows about people: who they are, what they may, what is their own; and the door that they come in by."""

from domain.membership.authority import manager
from domain.people import Action, Role
from tests.api.matrix.api_rows import IN_THE_COUNTY, own
from tests.api.matrix.askers import Asker
from tests.api.matrix.rows import Gate, Made, Row, may, seen
from tests.api.matrix.spots import Spot, Word
from tests.town import Json

BY_A_PERSON = Gate(lambda asker, _: not asker.by_token, "403 MayNotManage")  # whatever the token may
IN_PERSON = Gate(lambda asker, _: not asker.by_token, "403 NotByToken")
SHARES_A_PLACE = may(Action.SEE_PEOPLE, "404 PersonNotFound")
PERSON = "/v1/people/{person}"
NO_PROVIDER = ("404 SignInNotSetUp",)  # nor is there one here: tests/api/test_sign_in.py has one


def decides(role: Role) -> Gate:
    """Whose roles: the policy says who decides about people at all, domain/membership/authority.py about which."""

    def lets(asker: Asker, spot: Spot) -> bool:
        allowed = asker.may(Action.MANAGE_PEOPLE, spot.place)
        return allowed and asker.actor is not None and manager(asker.actor, role, spot.place) is not None

    return Gate(lets, "403 MayNotManage")


def its_owner(no: str) -> Gate:
    """One's own things: nobody else's are known to be there."""
    return Gate(lambda asker, spot: asker.actor is not None and asker.actor.person == spot.owner, no)


def offer(role: Role, spot: Spot, **more: object) -> Json:
    return {"role": role, "municipalities": [spot.town.code], **more}


def invitation(role: Role) -> Made:
    return lambda _, spot: {
        "name": "Kim Inbjuden",
        "email": f"{role}-{spot.cycle}@kommun.example",
        "roles": [offer(role, spot)],
    }


def token(asker: Asker, spot: Spot) -> Json:
    """As what one is oneself, there: a token of another role is too wide, which is no matter of the policy."""
    body: Json = {"name": "x", "role": Role.MUNICIPAL_COORDINATOR, "actions": ["see_cycle"]}
    if Role.COUNTY_COORDINATOR in asker.roles:
        return {**body, "role": Role.COUNTY_COORDINATOR, "county": spot.town.county}
    if Role.ADMINISTRATOR in asker.roles:
        return {**body, "role": Role.ADMINISTRATOR}
    return {**body, "municipalities": [spot.town.code]}


PEOPLE = (
    seen(
        "/v1/people",
        may(Action.SEE_PEOPLE),
        query={"municipality": lambda _, spot: spot.town.code},
        shows=Word.PERSON,
    ),
    seen("/v1/people", query={"limit": "500"}, shows=Word.PERSON),
    Row(
        "POST /v1/people",
        (
            BY_A_PERSON,
            decides(Role.CONTRIBUTOR),
        ),
        ("201", "200"),
        body=invitation(Role.CONTRIBUTOR),
    ),
    Row(
        "POST /v1/people",
        (
            BY_A_PERSON,
            decides(Role.POLICE_PARTNER),
        ),
        ("201", "200"),
        body=invitation(Role.POLICE_PARTNER),
    ),
    seen(PERSON, SHARES_A_PLACE, shows=Word.PERSON),
    Row(
        f"POST {PERSON}/roles",
        (SHARES_A_PLACE, BY_A_PERSON, decides(Role.CONTRIBUTOR)),
        body=lambda _, spot: offer(Role.CONTRIBUTOR, spot),
        keeps=("role", lambda made: next(r["id"] for r in made["roles"] if r["role"] == Role.CONTRIBUTOR)),
    ),
    Row(
        f"DELETE {PERSON}/roles/{{grant}}",
        (SHARES_A_PLACE, BY_A_PERSON, decides(Role.CONTRIBUTOR)),
        fill={"grant": own("role", "person's role")},
    ),
    Row(
        f"POST {PERSON}/absence",
        (SHARES_A_PLACE, BY_A_PERSON, decides(Role.DECISION_MAKER)),
        body=lambda _, spot: {"first": spot.there["today"], "last": spot.there["today"]},
        keeps=("absence", lambda made: made["absences"][0]["id"]),
    ),
    Row(
        f"DELETE {PERSON}/absence/{{absence}}",
        (SHARES_A_PLACE, BY_A_PERSON, decides(Role.DECISION_MAKER)),
        fill={"absence": own("absence", "person")},
    ),
    Row(
        f"POST {PERSON}/closing",
        (SHARES_A_PLACE, BY_A_PERSON, decides(Role.DECISION_MAKER)),
        fill={"person": lambda _, spot: spot.there["leaver"]},
    ),
    Row(
        f"POST {PERSON}/erasure",
        (SHARES_A_PLACE, BY_A_PERSON, may(Action.ERASE_PEOPLE, "403 MayNotManage")),
        fill={"person": lambda _, spot: spot.there["leaver"]},
    ),
    Row(
        "POST /v1/handovers",
        body=lambda _, spot: {"person": spot.owner, "to": f"demo-contributor-{spot.town.code}"},
    ),
)

LISTS = (
    seen("/v1/me"),
    seen("/v1/tasks", query={"limit": "500"}),
    seen("/v1/inbox"),
    Row("PUT /v1/inbox/seen", answers=("204",), body={"id": 1}),
    seen(
        "/v1/overview",
        IN_THE_COUNTY,
        query={"year": lambda _, spot: str(spot.year), "county": lambda _, spot: spot.town.county},
        shows=Word.YEAR,
    ),
    seen("/v1/overview", query={"year": lambda _, spot: str(spot.year), "limit": "500"}, shows=Word.YEAR),
    seen("/v1/commands/{command_id}", its_owner("404 CommandNotFound")),
)

TOKENS = (
    Row("POST /v1/tokens", (IN_PERSON, may(Action.MAKE_TOKEN)), ("201",), body=token),
    seen("/v1/tokens", IN_PERSON),
    Row("DELETE /v1/tokens/{token_id}", (IN_PERSON, its_owner("404 TokenNotFound")), ("204",)),
    seen("/v1/sessions", IN_PERSON),
    Row("DELETE /v1/sessions/{session_id}", (IN_PERSON, its_owner("404 SessionNotFound")), ("204",)),
    Row("DELETE /v1/sessions", (IN_PERSON,), ("204",), ends_sessions=True),
)

DOOR = (
    Row("GET /sign-in", answers=("303",), anybody=True),
    Row("GET /sign-in/callback", answers=NO_PROVIDER, anybody=True),
    Row("POST /sign-in/back-channel", answers=NO_PROVIDER, anybody=True, form={"logout_token": "x"}),
    Row(
        "POST /demo/sign-in",
        answers=("303",),
        anybody=True,
        form={"person": "demo-municipality-1381"},
        ends_sessions=True,
    ),
    Row("POST /sign-out", answers=("303",), anybody=True, ends_sessions=True),
)
