"""Kom igång: what to do first on a server where there is nothing yet, and how to try everything beforehand."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from storage.beginnings import Beginnings, beginnings
from storage.scope import EVERYWHERE, within
from web.language import N_
from web.page import OpenHere, Page
from web.pages.rehearsal import Typed, offered

router = APIRouter()

ADDRESS = "/kom-igang"


@dataclass(frozen=True)
class Stage:
    """Something to be done once, in order; `command` where it is done at the server's terminal."""

    done: bool
    title: str
    text: str
    command: str | None = None


async def begun(page: Page) -> Beginnings:
    with within(EVERYWHERE):
        async with page.services.sessions() as session:
            return await beginnings(session)


async def is_empty(page: Page) -> bool:
    """Nobody was ever invited and no year started."""
    return (await begun(page)).empty


@router.get(ADDRESS, name="pages.first-run")
async def first_run(page: OpenHere) -> Response:
    found = await begun(page)
    return page.render(
        "first-run.html",
        stages=_stages(page, found),
        empty=found.empty,
        demo=page.services.demo,
        offered=offered(page, Typed()),
        played_here=page.site.rehearser is not None,
    )


def _stages(page: Page, found: Beginnings) -> tuple[Stage, ...]:
    return (
        Stage(
            page.services.sign_in.provider is not None,
            N_("Koppla inloggningen"),
            N_("Alla loggar in med sina vanliga konton. Den som sköter servern kopplar organisationens inloggning."),
        ),
        Stage(
            found.invited,
            N_("Bjud in den första administratören"),
            N_("Görs en gång, på servern. Sedan bjuder administratören in länssamordnarna på sidan Personer."),
            N_('arshjul person invite --role administrator --name "Förnamn Efternamn" --email namn@organisation.se'),
        ),
        Stage(
            found.signed_in,
            N_("Logga in"),
            N_("Den första inloggningen knyter inbjudan till kontot."),
        ),
        Stage(
            found.county,
            N_("Bjud in länssamordnaren"),
            N_("Länssamordnaren bjuder in kommunernas samordnare, och de bjuder in resten av sin kommun."),
        ),
        Stage(
            found.year,
            N_("Starta länets första år"),
            N_("Länssamordnaren startar året på sidan Länet. Då får varje kommun sina steg och datum."),
        ),
    )
