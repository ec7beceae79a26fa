"""What the people of a municipality's year do on its pages, whichever their hands are."""

from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import expect

from tests.pages.hands import Hand

SHORT = "Vi har gått igenom underlaget tillsammans."
TITLES = {
    "organisation": "Bekräfta organisation",
    "mapping": "Kartläggning",
    "situation_analysis": "Sammanställ lägesbild",
    "prioritisation": "Prioritera problem",
    "cause_analysis": "Orsaksanalys",
    "goals": "Formulera mål",
    "measures": "Välj åtgärder",
    "action_plan": "Upprätta åtgärdsplan",
    "decision": "Besluta åtgärdsplan",
    "implementation": "Genomför och dokumentera",
    "follow_up": "Följ upp åtgärdsplanen",
    "council_report": "Rapportera till fullmäktige",
    "closing": "Stäng årscykeln",
}


APPROVED = TITLES.keys() - {"organisation", "mapping", "implementation", "council_report", "closing"}


@dataclass
class People:
    """Who works in a municipality and in its county, each at a desk."""

    county: Hand
    coordinator: Hand
    contributor: Hand
    decides: Hand


async def to_year(hand: Hand, year: int) -> None:
    await hand.follow("Året")
    await hand.follow(str(year))


async def to_step(hand: Hand, year: int, step: str, place: str = "Laholm") -> None:
    """From what waits for somebody to do."""
    await hand.follow("Mina uppgifter")
    await hand.follow(TITLES[step])
    await expect(hand.tab.locator("main .govuk-caption-l")).to_have_text(f"{place} {year}")


async def fill_in_as_text(hand: Hand) -> None:
    await hand.press("Fyll i och lämna in")
    await hand.open("summary", "Vi har det här i ett dokument")
    await hand.write("Innehållet i korthet", SHORT)
    await send(hand)


async def send(hand: Hand) -> None:
    await hand.press("Kontrollera och lämna in")
    await hand.press("Lämna in")
    await say(hand, "Steget är inlämnat.")


async def fill_in_a_problem(hand: Hand) -> None:
    await hand.press("Fyll i och lämna in")
    await hand.look_round()
    await hand.write("Sammanfattning", "Ett problem sticker ut.")
    await hand.press("Lägg till problemområde")
    await hand.look_round()
    await hand.write("Vad är problemet?", "Stölder i småbåtshamnar")
    await hand.write("Som tal", "många")
    await hand.press("Spara")
    await expect(hand.tab.get_by_role("alert")).to_contain_text("Skriv ett tal med siffror")
    await hand.open("link", "Omfattning – Som tal")
    await expect(hand.tab.get_by_label("Som tal")).to_be_focused()
    await hand.tab.keyboard.press("ControlOrMeta+A")
    await hand.tab.keyboard.type("46")
    await hand.press("Spara")
    await hand.press("Kontrollera och lämna in")
    await hand.look_round()
    await hand.press("Lämna in")
    await say(hand, "Steget är inlämnat.")


async def describe_consequences(hand: Hand) -> None:
    await hand.press("Fyll i och lämna in")
    await hand.press("Ändra P1 Stölder i småbåtshamnar")
    await hand.write("Vad händer?", "Motorer stjäls om natten. För båtägarna blir det dyrt, och tryggheten minskar.")
    await hand.press("Spara")
    await send(hand)


async def fill_in_a_measure(hand: Hand) -> None:
    await hand.press("Fyll i och lämna in")
    await hand.press("Lägg till åtgärd")
    await hand.write("Vad heter åtgärden?", "Belysning i hamnarna")
    await hand.tick("P1 Stölder i småbåtshamnar")
    await hand.write("Ansvarig organisation", "Tekniska förvaltningen")
    await hand.press("Spara")
    await expect(hand.tab.locator(".item__title")).to_have_text(["A1 Belysning i hamnarna"])
    await send(hand)


async def approve(hand: Hand, year: int, step: str, place: str = "Laholm") -> None:
    await to_step(hand, year, step, place)
    await hand.press("Granska")
    await hand.tick("Godkänn")
    await hand.press("Lämna besked")
    await say(hand, "Steget är godkänt.")


async def a_year_of_texts(people: People, place: str, year: int) -> None:
    for step in TITLES:
        who = people.decides if step == "council_report" else people.coordinator
        await to_step(who, year, step, place)
        await fill_in_as_text(who)
        if step in APPROVED:
            await approve(people.decides, year, step, place)


async def say(hand: Hand, text: str) -> None:
    await expect(hand.tab.locator(".govuk-notification-banner")).to_contain_text(text)


async def attach_evidence(hand: Hand, folder: Path) -> None:
    file = folder / "protokoll.txt"
    file.write_text("Rådet möttes den 12 mars.\n", encoding="utf-8")
    await hand.follow("Underlag")
    await hand.look_round()
    await hand.attach("Fil", file)
    await hand.write("Vad är det?", "Protokoll från rådet")
    await hand.tick("Öppen")
    await hand.press("Lägg till filen")
    await expect(hand.tab.locator(".file")).to_contain_text("Protokoll från rådet")


async def more_time(county: Hand, year: int) -> None:
    """From the board: the cell opened beside it, and on from there, looked at before it is done."""
    await county.open("link", f"Laholm, {TITLES['mapping']}")
    await expect(county.tab.locator("#cell")).to_contain_text("Det som har hänt")
    await county.follow("Ge mer tid")
    await county.look_round()
    await county.write("Nytt senaste datum", f"{year + 1}-06-30")
    await county.write("Varför får de mer tid?", "Ny samordnare börjar i februari.")
    await county.press("Förhandsgranska")
    await county.press("Ge 1 kommun mer tid")
    await expect(county.tab.locator("caption")).to_have_text("Så gick det")
    await county.follow("Tillbaka till länets tabell")


async def follows_along(county: Hand, done: str) -> None:
    """The board that stands open shows it, without anybody doing anything there."""
    row = county.tab.get_by_role("row").filter(has_text="Laholm")
    await expect(row).to_contain_text(done)


async def talk(people: People, year: int) -> None:
    """The county asks for a supplement, and the municipality answers."""
    county = people.county
    await back_to_the_round(county, year)
    await county.follow("Laholm")
    await county.follow(TITLES["situation_analysis"])
    await county.follow("Kommentarer")
    await county.write("Kommentar", "Hur många av stölderna gäller motorer?")
    await county.tick("Begär komplettering av kommunen")
    await county.press("Skicka kommentaren")
    await to_step(people.coordinator, year, "situation_analysis")
    await people.coordinator.follow("Kommentarer 1 ny")
    await people.coordinator.look_round()
    await people.coordinator.open("summary", "Svara")
    await people.coordinator.write("Ditt svar", "Nästan alla.")
    await people.coordinator.press("Skicka svaret")
    await back_to_the_round(county, year)
    await county.follow("Till länets tabell")


async def back_to_the_round(county: Hand, year: int) -> None:
    await county.follow("Länet")
    await county.follow("Omgångar")
    await county.follow(f"Omgång {year}")
