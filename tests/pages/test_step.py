"""The step page and what one does there, as the people of a municipality and its county use it."""

from playwright.async_api import expect

from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.pages.stepping import address, example, hand_in
from tests.town import Town

REASON = "Polisens siffror för hösten kom."


async def follow(desk: Desk, name: str) -> None:
    await desk.tab.get_by_role("link", name=name, exact=True).click()


async def test_a_step_says_how_it_stands_what_comes_next_and_what_one_can_do(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation"))
    facts = desk.tab.locator("main dl").first
    await expect(facts).to_contain_text("Kommunal samordnare")
    await expect(facts.get_by_role("link", name="Kartläggning")).to_be_visible()
    await expect(desk.tab.get_by_role("link", name="Återöppna")).to_have_count(0)
    await expect(desk.tab.locator("main")).to_contain_text("Inget är inlämnat ännu.")
    await look(desk, "step-open")
    await desk.go(address(town, "mapping"))
    waiting = desk.tab.locator(".written__row").filter(has_text="Väntar på")
    await expect(waiting.get_by_role("link", name="Bekräfta organisation")).to_be_visible()


async def test_the_approver_reads_what_was_handed_in_and_asks_for_a_supplement(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping", "situation_analysis")
    desk = await sit(f"demo-decision-{town.code}")
    await desk.go(address(town, "situation_analysis"))
    await desk.press("Granska")
    await expect(desk.tab.locator(".reviewed")).to_contain_text("Stölder")
    await desk.press("Lämna besked")
    await desk.tab.get_by_role("link", name="Välj Godkänn eller Begär komplettering.").click()
    await expect(desk.tab.get_by_label("Godkänn")).to_be_focused()
    await desk.tab.get_by_label("Begär komplettering").check()
    await desk.press("Lämna besked")
    await expect(desk.tab.get_by_label("Begär komplettering")).to_be_checked()
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text("Skriv vad som behöver kompletteras.")
    await desk.tab.get_by_label("Vad behöver kompletteras?").fill("Konsekvenserna <b>saknas</b> 🙂.")
    await desk.press("Lämna besked")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Begäran om komplettering är skickad")
    await expect(desk.tab.locator("main")).to_contain_text("Återlämnad")
    await follow(desk, "Historik")
    await expect(desk.tab.locator(".happened__one").first).to_contain_text("Konsekvenserna <b>saknas</b> 🙂.")
    await expect(desk.tab.locator(".happened__one").first).to_contain_text("Beslutsfattare")
    await look(desk, "step-history")


async def test_a_review_that_can_only_ask_for_more_says_why_first(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping", "situation_analysis")
    assert (await town.do("reopening", "mapping", {"reason": REASON})).status_code == 200
    desk = await sit(f"demo-decision-{town.code}")
    await desk.go(address(town, "situation_analysis", "/granska"))
    await expect(desk.tab.locator(".govuk-inset-text")).to_contain_text("Kartläggning")
    await expect(desk.tab.locator(".govuk-inset-text")).to_contain_text(REASON)
    await expect(desk.tab.locator("main")).to_contain_text("Version 1, inlämnad av Kommunal samordnare")
    await expect(desk.tab.get_by_role("radio")).to_have_count(0)
    await desk.press("Begär komplettering")
    await desk.tab.get_by_role("link", name="Skriv vad som behöver kompletteras.").click()
    await desk.tab.get_by_label("Vad behöver kompletteras?").fill("Vänta in siffrorna.")
    await desk.press("Begär komplettering")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Begäran om komplettering är skickad")


async def test_a_review_by_keyboard_alone(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping", "situation_analysis")
    desk = await sit(f"demo-decision-{town.code}")
    await desk.go(address(town, "situation_analysis"))
    await tab_to(desk, "Granska")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.get_by_role("heading", name="Granska")).to_be_visible()
    await tab_to(desk, "approve")
    await desk.tab.keyboard.press("Space")
    await tab_to(desk, "Lämna besked")
    await desk.tab.keyboard.press("Enter")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Steget är godkänt.")


async def tab_to(desk: Desk, text: str) -> None:
    """Tab until what has focus says, or sends, that."""
    for _ in range(80):
        await desk.tab.keyboard.press("Tab")
        said = "[document.activeElement.textContent.trim(), document.activeElement.value].includes(text)"
        if await desk.tab.evaluate(f"(text) => {said}", text):
            return
    raise AssertionError(f"no way to {text} by keyboard")


async def test_reopening_says_what_builds_on_it_and_what_changed_is_marked_and_confirmed(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping", "situation_analysis", approved=True)
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "mapping"))
    await follow(desk, "Återöppna")
    await expect(desk.tab.locator("main").get_by_role("link", name="Lägesbild", exact=False).first).to_be_visible()
    await desk.press("Återöppna")
    await desk.tab.get_by_role("link", name="Skriv varför steget behöver öppnas igen.").click()
    await expect(desk.tab.get_by_label("Varför behöver steget öppnas igen?")).to_be_focused()
    await look(desk, "step-reopen")
    await desk.go(address(town, "mapping", "/ateroppna"))
    await desk.tab.get_by_label("Varför behöver steget öppnas igen?").fill(REASON)
    await desk.press("Återöppna")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Steget är öppet igen.")
    content = example(town, "mapping")
    content["observations"][1]["value"] = 9
    assert (await town.do("completion", "mapping", {"content": content})).status_code == 200
    await desk.go(address(town, "situation_analysis"))
    await expect(desk.tab.locator("main")).to_contain_text("Bekräfta att det fortfarande gäller")
    await expect(desk.tab.locator(".part .light--violet, .written__row--stale").first).to_be_visible()
    because = desk.tab.locator(".govuk-inset-text")
    await expect(because).to_have_count(1)
    await expect(because).to_contain_text("Kartläggning")
    await expect(because).to_contain_text(REASON)
    leads = await because.locator(".marks a").first.get_attribute("href")
    await expect(desk.tab.locator(f"[id='{(leads or '')[1:]}']")).to_have_count(1)
    await look(desk, "step-stale")
    await desk.press("Bekräfta att det fortfarande gäller")
    await desk.press("Bekräfta")
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("det gäller fortfarande")
    await desk.go(address(town, "mapping", "/versioner"))
    await desk.press("Jämför")
    await expect(desk.tab.locator(".change")).to_have_count(1)
    await expect(desk.tab.locator(".change__side--after")).to_contain_text("9")
    await look(desk, "step-compare")


async def test_dates_people_and_claims_without_scripts(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    await desk.go(address(town, "organisation"))
    await follow(desk, "Ta steget")
    await desk.press("Ta steget")
    await expect(desk.tab.locator("main")).to_contain_text("Steget är ditt.")
    await follow(desk, "Lämna tillbaka steget")
    await desk.press("Lämna tillbaka steget")
    await follow(desk, "Ge till någon")
    await desk.press("Ge steget")
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text("Välj vem som ska ha steget.")
    await desk.tab.get_by_label("Vem ska ha steget?").select_option("Medverkande")
    await desk.press("Ge steget")
    await expect(desk.tab.locator("main dl").first).to_contain_text("Medverkande")
    await follow(desk, "Ge mer tid")
    await desk.tab.get_by_label("Nytt senaste datum").fill("i övermorgon")
    await desk.tab.get_by_label("Varför behövs mer tid?").fill(REASON)
    await desk.press("Ge mer tid")
    await expect(desk.tab.get_by_label("Nytt senaste datum")).to_have_value("i övermorgon")
    such = (await desk.tab.locator("#f-latest-hint").inner_text()).split()[3].rstrip(".")
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text(f"till exempel {such}")
    await desk.tab.get_by_label("Nytt senaste datum").fill("1999-01-01")
    await desk.press("Ge mer tid")
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text("Datumet behöver vara senare")
    await expect(desk.tab.locator("#f-latest-error")).to_be_visible()
    await desk.tab.get_by_label("Nytt senaste datum").fill(such)
    await desk.press("Ge mer tid")
    await expect(desk.tab.locator("main dl").first).to_contain_text(such)


async def test_a_personal_identity_number_is_turned_away_and_nothing_typed_is_lost(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    await desk.go(address(town, "organisation", "/forlang"))
    reason = "Gäller 19121212-1212 🙂 " + "å" * 500
    await desk.tab.get_by_label("Nytt senaste datum").fill(f"{town.year}-12-31")
    await desk.tab.get_by_label("Varför behövs mer tid?").fill(reason)
    await desk.press("Ge mer tid")
    await expect(desk.tab.locator(".govuk-error-summary")).to_contain_text("personnummer")
    await expect(desk.tab.get_by_label("Varför behövs mer tid?")).to_have_value(reason)
    assert "StepExtended" not in await town.kinds()


async def test_a_double_click_is_one_and_going_back_says_how_it_stands(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation")
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    await desk.go(address(town, "organisation", "/ateroppna"))
    await desk.tab.get_by_label("Varför behöver steget öppnas igen?").fill(REASON)
    await desk.tab.get_by_role("button", name="Återöppna", exact=True).dblclick()
    await expect(desk.tab.locator(".govuk-notification-banner")).to_contain_text("Steget är öppet igen.")
    assert (await town.kinds()).count("StepReopened") == 1
    await desk.tab.go_back()
    await expect(desk.tab.locator("main")).to_contain_text("Steget har ändrats sedan sidan visades")


async def test_everybody_sees_what_is_theirs_to_see(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping")
    county = await sit(f"demo-coordinator-{town.code[:2]}")
    await county.go(address(town, "mapping"))
    facts = county.tab.locator("main dl").first
    await expect(facts).to_contain_text("Lämnades in av")
    await expect(facts).not_to_contain_text("Vad händer nu")
    await expect(county.tab.locator("main")).to_contain_text("Anmälda stöldbrott")
    await expect(county.tab.get_by_role("link", name="Återöppna")).to_have_count(0)
    await county.go(address(town, "mapping", "/ateroppna"), 403)
    other = await sit("demo-municipality-2506")
    await other.go(address(town, "mapping"), 404)
    supervisor = await sit("demo-supervisor")
    await supervisor.go(address(town, "situation_analysis"))
    await expect(supervisor.tab.get_by_role("group", name="Det här kan du göra")).to_have_count(0)
    await supervisor.go(address(town, "no_such_step"), 404)


async def test_why_a_step_came_back_stands_where_it_is_mended(sit: Sit, town: Town) -> None:
    reason = "Konsekvenserna saknas för P1."
    await town.settle("organisation")
    await town.settle("mapping")
    assert (await town.complete("situation_analysis")).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/ar/{town.code}-{town.year}/steg/situation_analysis")
    returned = {"outcome": "return", "reason": reason}
    assert (await town.do("review", "situation_analysis", returned, by="decision")).status_code == 200
    await expect(desk.tab.get_by_text(reason)).to_be_visible()
    await expect(desk.tab.get_by_role("heading", name="Senast inlämnat")).to_be_visible()
    await look(desk, "step-returned")
    await desk.tab.get_by_role("button", name="Fyll i och lämna in").click()
    await expect(desk.tab.get_by_text(reason)).to_be_visible()
    await desk.go("/meddelanden")
    await expect(desk.tab.get_by_text("Steget har kommit tillbaka för komplettering")).to_be_visible()
