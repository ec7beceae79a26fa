"""A step's files and comments: sent, read, answered and taken back, with scripts and without."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from domain.places import Municipality
from storage.database import Sessions
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look
from tests.pages.somebody import invited, session_of, signed_in
from tests.pages.stepping import address, hand_in
from tests.town import Town

NOTE = "Vem leder rådet? <script>alert(1)</script> \u202eabc"


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    town = Town(browser, place.code, year)
    assert (await town.start()).status_code == 201
    await hand_in(town, "organisation")
    return town


async def test_a_file_is_sent_in_with_a_plain_form_and_taken_back_with_a_reason(
    sit: Sit, town: Town, tmp_path: Path
) -> None:
    file = tmp_path / "Protokoll rådet.txt"
    file.write_text("Rådet möttes den 12 mars.\n", encoding="utf-8")
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    tab = desk.tab
    await desk.go(address(town, "organisation", "/underlag"))
    send = tab.get_by_role("button", name="Lägg till filen")
    await send.click()
    await expect(tab.locator(".govuk-error-summary")).to_contain_text("Fyll i det här.")
    await tab.get_by_label("Fil", exact=True).set_input_files(file)
    await tab.get_by_label("Vad är det?").fill("Protokoll från rådet")
    await tab.get_by_label("Intern bilaga").check()
    await tab.get_by_label("Paragraf i OSL").fill("paragraf åtta")
    await tab.get_by_label("Varför är den intern?").fill("Visar var skydd saknas.")
    await send.click()
    await expect(tab.locator(".govuk-error-summary")).to_contain_text("18 kap. 8 § OSL")
    await expect(tab.get_by_label("Vad är det?")).to_have_value("Protokoll från rådet")
    await tab.get_by_label("Fil", exact=True).set_input_files(file)
    await tab.get_by_label("Paragraf i OSL").fill("18 kap. 8 § OSL")
    await send.click()
    await expect(tab.locator(".file")).to_contain_text("Intern bilaga")
    await desk.go(address(town, "organisation"))
    await expect(tab.get_by_role("link", name="Protokoll från rådet")).to_be_visible()
    await desk.go(address(town, "organisation", "/underlag"))
    await tab.get_by_role("link", name="Ta bort Protokoll från rådet").click()
    await tab.get_by_role("button", name="Ta bort filen").click()
    await expect(tab.locator(".govuk-error-summary")).to_contain_text("Skriv varför.")
    await tab.get_by_label("Varför tas filen bort?").fill("Fel protokoll.")
    await tab.get_by_role("button", name="Ta bort filen").click()
    await expect(tab.locator(".file")).to_contain_text("Fel protokoll.")


async def test_what_is_no_document_is_turned_away(sit: Sit, town: Town, tmp_path: Path) -> None:
    page = tmp_path / "bild.pdf"
    page.write_text("<html><script>alert(1)</script></html>", encoding="utf-8")
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation", "/underlag"))
    await desk.tab.get_by_label("Fil", exact=True).set_input_files(page)
    await desk.tab.get_by_label("Vad är det?").fill("En bild")
    await desk.tab.get_by_label("Öppen").check()
    await desk.tab.get_by_role("button", name="Lägg till filen").click()
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text("ett slag som inte tas emot")
    await look(desk, "step-evidence")


async def test_the_county_asks_and_the_municipality_answers(sit: Sit, town: Town) -> None:
    county = await sit(f"demo-coordinator-{town.code[:2]}", scripts=False)
    await county.go(address(town, "organisation", "/kommentarer"))
    await county.tab.get_by_role("button", name="Skicka kommentaren").click()
    await expect(county.tab.locator(".govuk-error-summary li")).not_to_have_count(0)
    await county.tab.get_by_label("Begär komplettering av kommunen").check()
    await county.tab.get_by_label("Kommentar", exact=True).fill(NOTE)
    await county.tab.get_by_role("button", name="Skicka kommentaren").click()
    await expect(county.tab.locator(".said")).to_contain_text("Vem leder rådet? <script>")

    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation"))
    await desk.tab.get_by_role("link", name="Kommentarer 1 ny").click()
    await expect(desk.tab.locator(".said")).to_contain_text("Väntar på svar")
    await expect(desk.tab.locator(".said .govuk-tag")).to_have_text("Ny")
    await desk.tab.get_by_role("button", name="Markera som lästa").click()
    await expect(desk.tab.locator(".said .govuk-tag")).to_have_count(0)
    await desk.tab.get_by_text("Svara", exact=True).click()
    await desk.tab.get_by_label("Ditt svar").fill("Kommunstyrelsens ordförande.")
    await desk.tab.get_by_role("button", name="Skicka svaret").click()
    await expect(desk.tab.locator(".answers-to")).to_contain_text("Kommunstyrelsens ordförande.")
    await expect(desk.tab.locator(".said").first).to_contain_text("Besvarad")
    await look(desk, "step-comments")
    await desk.tab.locator(".answers-to").get_by_role("button", name="Ta tillbaka").click()
    await expect(desk.tab.locator(".answers-to")).to_contain_text("Kommentaren är tagen tillbaka.")


async def test_what_is_said_within_the_municipality_stays_there(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation", "/kommentarer"))
    await desk.tab.get_by_label("Kommentar", exact=True).fill("Bara för oss.")
    await desk.tab.get_by_label("Bara inom kommunen").check()
    await desk.tab.get_by_role("button", name="Skicka kommentaren").click()
    await expect(desk.tab.locator(".said")).to_contain_text("Bara för oss.")
    county = await sit(f"demo-coordinator-{town.code[:2]}")
    await county.go(address(town, "organisation", "/kommentarer"))
    await expect(county.tab.locator(".nothing")).to_contain_text("Inga kommentarer ännu")
    police = await sit(f"demo-police-{town.code}")
    await police.go(address(town, "organisation", "/kommentarer"), 403)


async def test_signed_in_with_a_session_one_takes_a_step_and_sends_a_file(
    sit: Sit, town: Town, browser: Browser, sessions: Sessions, site_address: str
) -> None:
    person = await invited(browser, f"demo-municipality-{town.code}", "contributor", town.code, "Kim Åberg")
    await signed_in(sessions, person)
    desk = await sit()
    secret = await session_of(sessions, person)
    await desk.tab.context.add_cookies([{"name": "arshjul", "value": secret, "url": site_address}])
    await desk.go(address(town, "mapping"))
    await desk.tab.get_by_role("link", name="Ta steget").click()
    await desk.tab.get_by_role("button", name="Ta steget").click()
    await expect(desk.tab.locator("main dl").first).to_contain_text("Medverkande: Kim Åberg")
    await desk.go(address(town, "mapping", "/underlag"))
    await desk.tab.get_by_label("Fil", exact=True).set_input_files(
        {"name": "enkät.csv", "mimeType": "text/csv", "buffer": "fråga;svar\nTrygg?;Ja\n".encode()}
    )
    await desk.tab.get_by_label("Vad är det?").fill("Trygghetsenkät")
    await desk.tab.get_by_label("Öppen").check()
    await desk.tab.get_by_role("button", name="Lägg till filen").click()
    await expect(desk.tab.locator(".file")).to_contain_text("Kim Åberg, Medverkande")


async def test_whoever_is_away_when_it_is_due_is_given_it_only_after_a_warning(
    sit: Sit, town: Town, browser: Browser, sessions: Sessions
) -> None:
    leader = f"demo-municipality-{town.code}"
    person = await invited(browser, leader, "contributor", town.code, "Kim Åberg")
    await signed_in(sessions, person)
    due = (await town.step("mapping"))["latest"]
    async with browser(leader) as me:
        said = await me.post(f"/v1/people/{person['id']}/absence", json={"first": due, "last": due})
    assert said.status_code == 200, said.text
    desk = await sit(leader)
    await desk.go(address(town, "mapping", "/fordela"))
    await desk.tab.get_by_label("Vem ska ha steget?").select_option(f"person:{person['id']}")
    await expect(desk.tab.locator("option:checked")).to_have_text(f"Kim Åberg, Medverkande (borta {due})")
    await desk.tab.get_by_role("button", name="Ge steget").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text(f"Personen är borta när steget ska vara klart ({due})")
    assert (await town.step("mapping"))["person"] is None
    await desk.tab.get_by_role("button", name="Ge steget ändå").click()
    await expect(desk.tab.locator("main dl").first).to_contain_text("Kim Åberg")
