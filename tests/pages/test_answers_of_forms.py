"""What forms are answered with, which no address shows: refusals at their fields, previews, results, sent again."""

from playwright.async_api import expect

from storage.database import Sessions
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look_once
from tests.pages.somebody import invited, signed_in
from tests.pages.stepping import address, hand_in
from tests.town import Json, Town

TABLE = "kommun;uppgift;datum\nKrokom;lägesbild;igår\n"
SENT = """([to, names]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: to});
  for (const name of names) form.append(Object.assign(document.createElement("input"), {name, value: "Det vi skrev."}));
  document.querySelector("main").append(form);
  form.submit();
}"""


async def test_of_a_step(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation", "mapping", "situation_analysis")
    desk = await sit(f"demo-decision-{town.code}")
    await desk.go(address(town, "situation_analysis", "/granska"))
    await desk.press("Lämna besked")
    await look_once(desk, "answer-review")
    desk = await sit(f"demo-municipality-{town.code}")
    for page, button in (("/forlang", "Ge mer tid"), ("/fordela", "Ge steget"), ("/ateroppna", "Återöppna")):
        step = "organisation" if page == "/ateroppna" else "prioritisation"
        await desk.go(address(town, step, page))
        await desk.press(button)
        await expect(desk.tab.locator(".govuk-error-summary")).to_be_visible()
        await look_once(desk, f"answer-{page[1:]}")
    await desk.go(address(town, "mapping", "/kommentarer"))
    await desk.press("Skicka kommentaren")
    await look_once(desk, "answer-comment")


async def test_of_a_form_s_check(sit: Sit, town: Town) -> None:
    content = {"text": "Ring 0430-150 00.", "agreements": [{"id": "OK1", "party": "Polisen"}]}
    assert (await town.do("draft", "organisation", {"content": content})).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation", "/kontrollera"))
    await expect(desk.tab.locator("main")).to_contain_text("När du har svarat kan du lämna in.")
    banner = desk.tab.locator(".govuk-notification-banner")
    await desk.tab.get_by_label("telefonnummer").select_option(index=1)
    await desk.press("Spara svaren")
    await expect(banner).to_contain_text("Svaren är sparade.")
    await desk.tab.get_by_label("telefonnummer").select_option(index=0)
    await desk.press("Spara svaren")
    await expect(banner).to_contain_text("Utkastet är sparat.")
    await expect(banner).not_to_contain_text("Klart")
    await expect(desk.tab.get_by_label("Huvudmeny").get_by_role("link", name="Året")).to_have_attribute(
        "aria-current", "true"
    )
    await look_once(desk, "answer-check")


async def test_what_is_handed_in_is_read_whole_and_a_day_ahead_is_told(sit: Sit, town: Town) -> None:
    council = {"name": "Rådet i Exempelstad", "last_meeting": "2049-05-01", "members": [{"organisation": "Polisen"}]}
    draft = {"content": {"council": council, "agreements": [{"id": "OK1", "party": "Polisen", "areas": ["Hamnen"]}]}}
    assert (await town.do("draft", "organisation", draft)).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address(town, "organisation", "/kontrollera"))
    await expect(desk.tab.locator(".gaps")).to_contain_text("Dagen har inte kommit än, och räknas först då.")
    whole = desk.tab.get_by_role("region", name="Det här lämnas in")
    for text in ("Rådet i Exempelstad", "Hamnen"):
        await expect(whole).to_contain_text(text)


async def test_of_handing_over(sit: Sit, browser: Browser, sessions: Sessions, town: Town) -> None:
    people: list[Json] = []
    for name in ("Kim Åberg", "Robin Exempelsson"):
        people.append(await invited(browser, f"demo-municipality-{town.code}", "contributor", town.code, name))
        await signed_in(sessions, people[-1])
    assert (await town.do("assignment", "mapping", {"person": people[0]["id"]})).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/personer/{people[0]['id']}/overlamning")
    await desk.press("Visa vad som lämnas över")
    await look_once(desk, "answer-handover")
    await desk.tab.get_by_label("Vem tar över?").select_option("Robin Exempelsson")
    await desk.press("Visa vad som lämnas över")
    await look_once(desk, "answer-handover-preview")
    await desk.press("Lämna över 1 steg")
    await look_once(desk, "answer-handed-over")


async def test_of_what_one_does_alone(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go("/installningar/nycklar")
    await desk.tab.get_by_label("Vad ska nyckeln användas till?").fill("Diariet")
    await desk.tab.get_by_label("Läsa årens läge").check()
    await desk.press("Skapa nyckel")
    await expect(desk.tab.locator(".command")).to_be_visible()
    await look_once(desk, "answer-token-made")
    county = await sit(f"demo-coordinator-{town.code[:2]}")
    await county.go(f"/lan/{town.code[:2]}/uppgifter/tabell")
    file = {"name": "uppgifter.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    await county.tab.get_by_label("Tabell (CSV)").set_input_files(file)  # type: ignore[arg-type]
    await county.press("Skicka in tabellen")
    await look_once(county, "answer-table")


async def test_of_what_cannot_be_received(sit: Sit) -> None:
    desk = await sit()
    await desk.go("/om")
    await desk.tab.evaluate(SENT, ["/personer/ny?role=contributor", ["name", "email"]])
    await expect(desk.tab.locator("h1")).to_have_text("Du behöver logga in igen")
    await look_once(desk, "answer-send-again")
    await desk.go("/sign-in/callback?state=a&code=b", 404)
    await look_once(desk, "answer-sign-in-refused")
