"""What the page of each verb says of what one is about to do to a step."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.language import N_
from web.pages.step_moves import Verb


@dataclass(frozen=True)
class Doing:
    """What the page of a verb says. `reason` labels the reason that it asks for, `unsaid` is said where none was given;
    `said` is a key of flash.SAID.
    """

    title: str
    lead: str
    button: str
    said: str
    reason: str = ""
    unsaid: str = ""
    reads: bool = False


DOINGS: Mapping[Verb, Doing] = {
    Verb.REVIEW: Doing(
        title=N_("Granska"),
        lead=N_("Läs det som lämnades in och lämna besked. Du ser samma innehåll som den som lämnade in det."),
        button=N_("Lämna besked"),
        said="returned",
        reason=N_("Vad behöver kompletteras?"),
        unsaid=N_("Skriv vad som behöver kompletteras."),
        reads=True,
    ),
    Verb.CONFIRM: Doing(
        title=N_("Bekräfta att det fortfarande gäller"),
        lead=N_(
            "Läs igenom innehållet, särskilt det som bygger på ändringen. Gäller det fortfarande så bekräftar du. "
            "Annars gör du om steget."
        ),
        button=N_("Bekräfta"),
        said="confirmed",
        reads=True,
    ),
    Verb.CLAIM: Doing(
        title=N_("Ta steget"),
        lead=N_("Steget blir ditt. Andra med samma roll ser att du har det, och kan fortfarande hjälpa till."),
        button=N_("Ta steget"),
        said="claimed",
    ),
    Verb.RELEASE: Doing(
        title=N_("Lämna tillbaka steget"),
        lead=N_("Steget går tillbaka till alla som har rollen. Det som är sparat finns kvar."),
        button=N_("Lämna tillbaka steget"),
        said="released",
    ),
    Verb.RECALL: Doing(
        title=N_("Återkalla det som lämnades in"),
        lead=N_("Du tar tillbaka steget för att ändra i det. Det som lämnades in finns kvar under Versioner."),
        button=N_("Återkalla"),
        said="recalled",
    ),
    Verb.REOPEN: Doing(
        title=N_("Återöppna steget"),
        lead=N_("Steget kan ändras och lämnas in igen. Det som lämnades in förut finns kvar under Versioner."),
        button=N_("Återöppna"),
        said="reopened",
        reason=N_("Varför behöver steget öppnas igen?"),
        unsaid=N_("Skriv varför steget behöver öppnas igen."),
    ),
    Verb.REMIND: Doing(
        title=N_("Påminn om steget"),
        lead=N_(
            "Den som har steget får veta att du påminner. Är det ingens särskilt får alla som kan göra det veta det. "
            "Ett steg går att påminna om en gång om dagen."
        ),
        button=N_("Påminn"),
        said="reminded",
    ),
    Verb.ASSIGN: Doing(
        title=N_("Ge steget till någon"),
        lead=N_("Både den som får steget och den som hade det får veta det."),
        button=N_("Ge steget"),
        said="assigned",
    ),
    Verb.EXTEND: Doing(
        title=N_("Ge mer tid"),
        lead=N_("Steget får längre tid. Andra steg behåller sina datum."),
        button=N_("Ge mer tid"),
        said="extended",
        reason=N_("Varför behövs mer tid?"),
        unsaid=N_("Skriv varför det behövs mer tid."),
    ),
    Verb.WAIVE: Doing(
        title=N_("Avstå från steget"),
        lead=N_("Steget görs inte i år. Det kan återöppnas senare om något ändras."),
        button=N_("Avstå från steget"),
        said="waived",
        reason=N_("Varför görs steget inte?"),
        unsaid=N_("Skriv varför steget inte görs."),
    ),
}


def asks(verb: Verb) -> Mapping[str, str]:
    """What is said at each field that was left out, by its pointer."""
    return {
        "/reason": DOINGS[verb].unsaid,
        "/outcome": N_("Välj Godkänn eller Begär komplettering."),
        "/to": N_("Välj vem som ska ha steget."),
    }
