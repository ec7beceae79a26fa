"""Nycklar för andra system: service tokens that one makes, each shown once, and how to end them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.actors import SignedIn
from api.errors import NoSuchAddress, status_of
from api.routes.tokens import make_token, own_tokens, revoke_token
from api.session_models import NewToken, TokenView
from domain.errors import Conflict, Finding, Invalid, NotAllowed
from domain.people import POLICY, Action, Grant, Role, reach
from domain.service_tokens import ALWAYS, NEVER
from web import flash, words
from web.language import N_
from web.page import Here, Page
from web.pages.people_offers import text
from web.pages.people_words import finding, told
from web.pages.settings import ADDRESS

router = APIRouter()

TOKENS = f"{ADDRESS}/nycklar"
# What a token may do, in the words of who makes it; every action belongs to at most one line.
USES: Mapping[str, tuple[str, frozenset[Action]]] = {
    "status": (N_("Läsa årens läge"), frozenset({Action.SEE_CYCLE, Action.SEE_ROUND})),
    "content": (N_("Läsa det som är inlämnat"), frozenset({Action.SEE_CONTENT, Action.SEE_LAW})),
    "drafts": (N_("Läsa och spara utkast"), frozenset({Action.SEE_DRAFT, Action.WRITE_DRAFT})),
    "hand_in": (N_("Lämna in steg"), frozenset({Action.COMPLETE, Action.CONFIRM, Action.RECALL})),
    "evidence": (N_("Lägga till underlag"), frozenset({Action.ADD_EVIDENCE})),
    "register": (N_("Anteckna diarieföring"), frozenset({Action.REGISTER_DOCUMENT})),
    "people": (N_("Läsa vilka personer som finns"), frozenset({Action.SEE_PEOPLE})),
}


@dataclass(frozen=True)
class Line:
    """`state`: live, revoked or expired."""

    token: TokenView
    role: str
    may: tuple[str, ...]
    state: str


@router.get(TOKENS, name="pages.tokens")
async def tokens(page: Here, signed_in: SignedIn) -> Response:
    return await _shown(page, signed_in)


@router.post(TOKENS)
async def make(page: Here, request: Request, signed_in: SignedIn) -> Response:
    """The secret is on this page alone, once; it is not kept, so there is nothing to come back to."""
    form = await request.form()
    body, problems = _asked(page, form)
    status = 422
    if body is not None:
        try:
            made = await make_token(body, signed_in, page.services)
        except (Conflict, Invalid, NotAllowed) as error:
            problems, status = list(told(page, error)), status_of(error.code)
        else:
            return page.render("settings-token-made.html", made=made)
    return await _shown(page, signed_in, status, problems, form)


@router.post(f"{TOKENS}/{{token}}/aterkalla")
async def revoke(
    page: Here, signed_in: SignedIn, token: Annotated[str, Path(max_length=22, pattern="^[a-z0-9-]+$")]
) -> Response:
    await revoke_token(token, signed_in, page.services)
    return flash.then(TOKENS, "token-revoked")


async def _shown(
    page: Page,
    signed_in: SignedIn,
    status: int = 200,
    problems: list[Finding] | None = None,
    typed: FormData | None = None,
) -> Response:
    made = reach(page.reader, Action.MAKE_TOKEN)
    if not (made.everywhere or made.counties or made.municipalities):
        raise NoSuchAddress("There is nothing at this address")
    found = (await own_tokens(signed_in, page.services)).items
    return page.render(
        "settings-tokens.html",
        status,
        lines=[_line(page, each) for each in found],
        grants=[(str(index), _as(page, grant)) for index, grant in enumerate(_own(page))],
        uses={name: says for name, (says, _) in USES.items()},
        problems=problems or [],
        typed=typed if typed is not None else FormData(),
    )


def _own(page: Page) -> list[Grant]:
    """The roles that one may lend to a token."""
    return [g for g in page.reader.grants if g.on_behalf is None and g.role in POLICY[Action.MAKE_TOKEN]]


def _asked(page: Page, form: FormData) -> tuple[NewToken | None, list[Finding]]:
    grants, chosen = _own(page), text(form, "grant")
    grant = grants[int(chosen)] if chosen.isdecimal() and int(chosen) < len(grants) else grants[0] if grants else None
    named = {each for each in form.getlist("uses") if isinstance(each, str)}
    actions = {action for name, (_, group) in USES.items() if name in named for action in group}
    allowed = {each for each in actions if grant is not None and grant.role in POLICY[each]} - NEVER
    problems = [] if allowed else [finding(page, "actions", "/uses")]
    if grant is None:
        return None, [finding(page, "role", "/grant"), *problems]
    body = {"name": text(form, "name"), "days": _number(text(form, "days")), "actions": allowed | ALWAYS}
    try:
        made = NewToken.model_validate({**body, **_place(grant)})
    except ValidationError as error:
        fields = {str(each["loc"][0]) for each in error.errors()}
        codes = {"name": "token-name", "days": "days"}
        return None, [*(finding(page, codes[name], f"/{name}") for name in codes if name in fields), *problems]
    return (made if not problems else None), problems


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0


def _place(grant: Grant) -> dict[str, object]:
    return {
        "role": grant.role,
        "county": grant.county,
        "municipalities": grant.municipalities,
        "bodies": grant.bodies,
    }


def _line(page: Page, token: TokenView) -> Line:
    state = "revoked" if token.revoked_at else "expired" if token.expires_at <= page.services.clock() else "live"
    return Line(token, page.t.gettext(words.ROLES[token.role]), tuple(_may(page, token)), state)


def _may(page: Page, token: TokenView) -> Iterator[str]:
    """In the words of USES; an action that belongs to none of them, as a program may ask for, by its name."""
    left = ALWAYS | set(token.actions)
    for says, group in USES.values():
        if left & group:
            yield page.t.gettext(says)
            left -= group
    yield from sorted(left)


def _as(page: Page, grant: Grant) -> str:
    places = page.services.places
    where = [places.county(grant.county).name] if grant.county and grant.role is Role.COUNTY_COORDINATOR else []
    where += [places.municipality(code).name for code in grant.municipalities]
    return ", ".join([page.t.gettext(words.ROLES[grant.role]), *where])
