"""What a county's municipalities had before: who has told of it, by form and by table; and the 24 months."""

from playwright.async_api import expect

from tests.conftest import EXAMPLE_COUNTY, Browser
from tests.pages.conftest import Sit
from tests.pages.looking import look

ADDRESS = f"/lan/{EXAMPLE_COUNTY}"
TABLE = """kommun;uppgift;datum;organ;påhittad
Krokom;lägesbild;2025-02-01;kommunstyrelsen;
Krokom;lägesbild;igår;;
Laholm;råd;;;x
"""


async def test_what_exists_is_told_by_form_for_a_municipality(sit: Sit) -> None:
    desk = await sit(f"demo-coordinator-{EXAMPLE_COUNTY}")
    await desk.go(f"{ADDRESS}/uppgifter")
    await look(desk, "county-statements")
    await desk.tab.get_by_role("link", name="Berg, Åtgärdsplan").click()
    await look(desk, "county-statement")
    await desk.tab.get_by_label("Beslutsdatum").fill("igår")
    await desk.tab.get_by_label("Organ som beslutade").select_option("Kommunfullmäktige")
    await desk.tab.get_by_role("button", name="Spara").click()
    summary = desk.tab.get_by_role("alert")
    await summary.get_by_role("link", name="Skriv datumet som 2024-06-17.").first.click()
    await expect(desk.tab.get_by_label("Beslutsdatum")).to_be_focused()
    await expect(desk.tab.get_by_label("Beslutsdatum")).to_have_value("igår")
    await desk.tab.get_by_label("Beslutsdatum").fill("2024-06-17")
    await desk.tab.get_by_role("button", name="Spara").click()
    await expect(desk.tab.get_by_text("Uppgiften är sparad.")).to_be_visible()
    await expect(desk.tab.get_by_role("link", name="Berg, Åtgärdsplan")).to_contain_text("Ändra")
    await desk.tab.get_by_role("link", name="24 månader").click()
    await look(desk, "county-clocks")
    await expect(desk.tab.get_by_role("row").filter(has_text="Berg")).to_contain_text("2026-06-17")


async def test_a_table_is_reported_on_line_by_line(sit: Sit) -> None:
    desk = await sit(f"demo-coordinator-{EXAMPLE_COUNTY}", scripts=False)
    await desk.go(f"{ADDRESS}/uppgifter/tabell")
    await desk.tab.get_by_role("button", name="Skicka in tabellen").click()
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Välj en fil med en tabell.")
    file = {"name": "uppgifter.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    await desk.tab.get_by_label("Tabell (CSV)").set_input_files(file)  # type: ignore[arg-type]
    await desk.tab.get_by_role("button", name="Skicka in tabellen").click()
    rows = desk.tab.locator(".outcomes tbody tr")
    await expect(rows).to_have_count(3)
    await expect(rows.nth(0)).to_contain_text("Mottagen")
    await expect(rows.nth(1)).to_contain_text("Kolumnen datum: Skriv datumet som 2024-06-17.")
    await expect(rows.nth(2)).to_contain_text("Kommunen ligger i ett annat län.")
    await desk.tab.screenshot(path=desk.pictures / "county-table.png", full_page=True)


async def test_the_template_has_what_is_missing_and_only_coordinators_fill_it_in(browser: Browser) -> None:
    async with browser(f"demo-coordinator-{EXAMPLE_COUNTY}") as me:
        template = (await me.get(f"{ADDRESS}/uppgifter/mall.csv")).text.removeprefix("\ufeff").splitlines()
        assert template[0].startswith("kommun;uppgift;namn;datum;")
        assert any(line.startswith("Härjedalen;samordningsfunktion;") for line in template)
        assert (await me.get(f"{ADDRESS}/uppgifter/1381/council")).status_code == 404
    async with browser("demo-supervisor") as me:
        for address in ("uppgifter/mall.csv", "uppgifter/tabell", "uppgifter/2326/council"):
            assert (await me.get(f"{ADDRESS}/{address}")).status_code == 403


async def test_a_municipality_sees_none_of_it(browser: Browser) -> None:
    async with browser("demo-municipality-2326") as me:
        for address in ("uppgifter", "klockor", "omgang"):
            assert (await me.get(f"{ADDRESS}/{address}")).status_code == 403
