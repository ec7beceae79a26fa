"""One's own settings: language, sessions, tokens that are shown once."""

from datetime import UTC, datetime

from playwright.async_api import expect

from domain.calendar import stockholm_date
from storage.database import Sessions
from storage.people import PersonRow
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look
from tests.pages.somebody import invited, session_of, signed_in


async def test_settings(sit: Sit) -> None:
    desk = await sit()
    await desk.go("/logga-in?next=/installningar")
    await desk.tab.get_by_role("button", name="Kommunal samordnare").click()
    await look(desk, "settings")
    await desk.tab.get_by_label("English").check()
    await desk.tab.get_by_role("button", name="Spara språk").click()
    await expect(desk.tab.locator("h1")).to_have_text("Settings")
    await desk.tab.locator(".lines__line").filter(has_text="This browser").get_by_role("button").click()
    await expect(desk.tab.locator("h1")).to_have_text("Sign in")


async def test_the_top_stands_still_from_a_narrow_page_to_a_wide_one(sit: Sit) -> None:
    desk = await sit("demo-supervisor")
    stands: list[object] = []
    for page in ("/installningar", "/oversikt"):
        await desk.go(page)
        stands.append([await desk.tab.locator(each).bounding_box() for each in (".top__name", ".top__who")])
    assert stands[0] == stands[1]


async def test_a_token_is_shown_once(sit: Sit, browser: Browser) -> None:
    desk = await sit("demo-municipality-1381", scripts=False)
    await desk.go("/installningar/nycklar")
    await desk.tab.get_by_role("button", name="Skapa nyckel").click()
    await expect(desk.tab.locator(".govuk-error-summary__list a")).to_have_count(2)
    await desk.tab.get_by_label("Vad ska nyckeln användas till?").fill("Diariet <i>")
    await desk.tab.get_by_label("Läsa årens läge").check()
    await desk.tab.get_by_role("button", name="Skapa nyckel").click()
    token = await desk.tab.locator(".command").inner_text()
    async with browser(token) as program:
        assert (await program.get("/v1/tasks")).status_code == 200
    await desk.tab.get_by_role("link", name="Till mina nycklar").click()
    line = desk.tab.locator(".lines__line").filter(has_text="Diariet <i>").first
    await expect(line).to_contain_text("Får: läsa årens läge")
    assert token not in await desk.tab.content()
    seeing = await sit("demo-municipality-1381")
    await seeing.go("/installningar/nycklar")
    await look(seeing, "settings-tokens")
    await line.get_by_role("button", name="Återkalla nyckeln").click()
    async with browser(token) as program:
        assert (await program.get("/v1/tasks")).status_code == 401


async def test_one_s_own_account(sit: Sit, browser: Browser, sessions: Sessions) -> None:
    person = await invited(browser, "demo-municipality-1884", "contributor", "1884")
    await signed_in(sessions, person)
    desk = await sit()
    await desk.go("/logga-in")
    secret = await session_of(sessions, person)
    await desk.tab.context.add_cookies([{"name": "arshjul", "value": secret, "url": desk.tab.url}])
    await desk.go("/installningar")
    await desk.tab.locator("summary").click()
    today = str(stockholm_date(datetime.now(UTC)))
    await desk.tab.get_by_label("Första dagen").fill(today)
    await desk.tab.get_by_label("Sista dagen").fill(today)
    await desk.tab.get_by_role("button", name="Anteckna frånvaro").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Frånvaron är antecknad.")
    await desk.go("/installningar")
    await expect(desk.tab.locator(".lines__line").first).to_contain_text(f"{today}Ingen ersättare. Det du har att göra")
    await look(desk, "settings-own")
    await desk.tab.get_by_label("English").check()
    await desk.tab.get_by_role("button", name="Spara språk").click()
    await desk.tab.get_by_role("link", name="Everything that is stored about me").click()
    await expect(desk.tab.locator("h1")).to_have_text(f"Stored data about {person['name']}")
    async with sessions() as session:
        assert (await session.get_one(PersonRow, person["id"])).language == "en"
