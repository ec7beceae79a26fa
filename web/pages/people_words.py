"""What is said of people: states, and every reason why something about them was refused, in plain words."""

from collections.abc import Iterable, Mapping

from domain.errors import DomainError, Finding
from domain.membership.person import PersonState
from web import finding_words
from web.language import N_
from web.page import Page
from web.refusal_words import ERRORS
from web.words import Word

STATES: Mapping[PersonState, Word] = {
    PersonState.INVITED: Word(N_("Inbjuden"), "soon", "blue"),
    PersonState.ACTIVE: Word(N_("Aktiv"), "done", "green"),
    PersonState.CLOSED: Word(N_("Avslutad"), "waived", "grey"),
    PersonState.ERASED: Word(N_("Raderad"), "waived", "grey"),
}

FINDINGS: Mapping[str, str] = {
    "county-missing": N_("Välj län."),
    "unknown-county": N_("Välj ett av länen i listan."),
    "municipality-missing": N_("Välj minst en kommun."),
    "unknown-municipality": N_("Välj bland kommunerna i listan."),
    "body-missing": N_("Välj minst ett organ som personen fattar beslut i."),
    "until-passed": N_("Rollens sista dag har redan passerat."),
    "until-unwanted": N_("Den här rollen har ingen sista dag, så att platsen inte blir tom. Lämna fältet tomt."),
    "days-wrong": N_("Sista dagen ska komma efter den första, och får inte ha passerat."),
    "too-long": N_("En frånvaro är högst två år. Avsluta kontot i stället."),
    "absent-already": N_("En annan frånvaro gäller redan några av dagarna. Avsluta den först."),
    "substitute-unfit": N_(
        "Personen kan inte vara ersättare: den ska ha loggat in, ha en roll på samma plats som får göra samma sak, och "
        "inte själv vara borta de dagarna."
    ),
    "identity-number": N_("Det här ser ut som ett personnummer eller samordningsnummer. Ta bort det."),
    "not-printable": N_("Ett namn har bara bokstäver, mellanslag och skiljetecken."),
    "same-person": N_("Välj någon annan än den som lämnar över."),
    "not-yours": N_("Nyckeln får inte göra mer än du själv får."),
    "never-by-token": N_("Det här får bara en person som är inloggad göra."),
    "name": N_("Skriv personens namn, högst 200 tecken."),
    "email": N_("Skriv en e-postadress, till exempel namn@kommun.se."),
    "role": N_("Välj en roll."),
    "date": N_("Skriv ett datum som ÅÅÅÅ-MM-DD, till exempel 2026-03-31."),
    "to": N_("Välj vem som tar över."),
    "token-name": N_("Skriv vad nyckeln ska användas till, högst 100 tecken."),
    "actions": N_("Välj minst en sak som nyckeln får göra."),
    "days": N_("Skriv ett antal dagar från 1 till 365."),
}

REFUSALS: Mapping[str, str] = {
    "LastCoordinator": N_(
        "Ingen annan som har loggat in har den rollen där, så den kan inte tas bort än. Bjud först in en efterträdare; "
        "när den har loggat in går det."
    ),
    "MayNotManage": N_(
        "Alla personens roller är inte dina att bestämma om. Be en administratör, eller den som ansvarar för platsen."
    ),
    "NotYourself": N_("Ingen ger sig själv en roll. Be en annan samordnare eller en administratör."),
    "PersonGone": N_("Kontot är avslutat. Den som kommer tillbaka bjuds in på nytt."),
    "KeyReused": N_("Formuläret var redan skickat med andra uppgifter. Läs igenom och skicka en gång till."),
    "RoleMayNot": N_("Ingen av dina roller får göra det här på den platsen."),
}
OTHERWISE = N_("Det gick inte som det var ifyllt. Kontrollera uppgifterna och försök igen.")


def finding(page: Page, code: str, pointer: str) -> Finding:
    """One of FINDINGS in the page's language."""
    return Finding(code=code, pointer=pointer, message=page.t.gettext(FINDINGS.get(code) or finding_words.says(code)))


def told(page: Page, error: DomainError) -> tuple[Finding, ...]:
    """Why something was refused, in the page's language."""
    if not error.findings:
        return (
            Finding(
                code=error.code,
                pointer="",
                message=page.t.gettext(REFUSALS.get(error.code) or ERRORS.get(error.code, OTHERWISE)),
            ),
        )
    return in_words(page, error.findings)


def in_words(page: Page, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What the rules found, in the page's language and at its fields, each once."""
    said = (finding(page, each.code, _at(each.pointer)) for each in found)
    return tuple({(each.code, each.pointer): each for each in said}.values())


def _at(pointer: str) -> str:
    """Of a list of roles there is one here, and of a list of places one field."""
    name = next((part for part in pointer.split("/") if part and part != "roles" and not part.isdecimal()), "")
    return f"/{name}" if name else ""
