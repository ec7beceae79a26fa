"""What a municipality had before its first year here, told by itself: its own page and a form for each kind."""

import re

import pytest
from playwright.async_api import expect

from domain.places import Municipality
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.town import Town


@pytest.fixture
async def town(browser: Browser, own_year: tuple[Municipality, int]) -> Town:
    place, year = own_year
    return Town(browser, place.code, year)


async def save(desk: Desk) -> None:
    await desk.tab.get_by_role("button", name="Spara").click()


async def test_a_municipality_tells_what_it_has_and_its_word_goes_before_the_countys(sit: Sit, town: Town) -> None:
    table = f"kommun;uppgift;datum;namn\n{town.code};lägesbild;2025-02-01;Länets namn på den"
    async with town.client("county") as county:
        assert (await county.post(f"/v1/counties/{town.code[:2]}/statements", content=table)).json()["taken"] == 1
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/kommun/{town.code}")
    await desk.tab.get_by_role("link", name="Ange vad ni redan har").click()
    await look(desk, "statements")
    await expect(desk.tab.locator("#situation_analysis")).to_contain_text("Angivet av länsstyrelsen")
    await expect(desk.tab.locator("#action_plan")).to_contain_text("Inte angivet")
    await desk.tab.get_by_role("link", name=re.compile("^Ändra.*Lägesbild")).click()
    await expect(desk.tab.get_by_label("Lägesbildens namn")).to_have_value("Länets namn på den")
    await look(desk, "statement")
    await desk.tab.get_by_label("Beslutsdatum").fill("i våras")
    await desk.tab.get_by_label("Organ som beslutade").select_option("Kommunstyrelsen")
    await save(desk)
    await desk.tab.get_by_role("alert").get_by_role("link", name="Skriv datumet som 2024-06-17.").first.click()
    await expect(desk.tab.get_by_label("Beslutsdatum")).to_be_focused()
    await desk.tab.get_by_label("Beslutsdatum").fill("2025-03-01")
    await desk.tab.get_by_label("Lägesbildens namn").fill("Vår lägesbild")
    await save(desk)
    await expect(desk.tab.get_by_text("Uppgiften är sparad.")).to_be_visible()
    told = desk.tab.locator("#situation_analysis")
    await expect(told).to_contain_text("Vår lägesbild")
    await expect(told).to_contain_text("Organ som beslutade: Kommunstyrelsen")
    await expect(told).to_contain_text("Angivet av kommunen")
    async with town.client("county") as county:
        report = (await county.post(f"/v1/counties/{town.code[:2]}/statements", content=table)).json()
    assert report["lines"][0]["troubles"][0]["code"] == "OwnStands"


async def test_the_map_of_the_act_leads_to_what_would_answer_it(sit: Sit, town: Town) -> None:
    await town.start()
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/ar/{town.code}-{town.year}/lag")
    await look(desk, "year-law-not-stated")
    answers = desk.tab.get_by_role(
        "link", name=re.compile("^Ange vad ni redan har.*hur samordningsfunktionen samordnar")
    )
    await answers.click()
    await expect(desk.tab.get_by_role("heading", name="Samordningsfunktion")).to_be_visible()
    await desk.tab.get_by_label("Vad funktionen kallas").fill("Trygghetssamordnare")
    await desk.tab.get_by_label("Hur funktionen samordnar").fill("Kallar till arbetsgruppen\noch för protokoll.")
    await desk.tab.get_by_label("Kontaktväg").fill("trygghet@kommunen.example")
    await save(desk)
    await expect(desk.tab.locator("#coordination")).to_contain_text("Kallar till arbetsgruppen och för protokoll.")
    await desk.go(f"/ar/{town.code}-{town.year}/lag")
    await expect(desk.tab.get_by_text("Det är angivet hur samordningsfunktionen samordnar")).to_be_visible()


async def test_agreements_one_by_one_and_that_there_is_none(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    form = f"/kommun/{town.code}/uppgifter/agreements"
    for party in ("Polisen", "Storgatan 12"):
        await desk.go(form)
        await desk.tab.get_by_label("Part som").fill(party)
        await save(desk)
    await desk.tab.get_by_label("Varför får det stå?").select_option("Det är ingen personuppgift")
    await save(desk)
    await expect(desk.tab.locator("#agreements")).to_contain_text("Storgatan 12")
    await desk.go(form)
    await desk.tab.get_by_role("link", name=re.compile("^Ändra.*Polisen")).click()
    await desk.tab.get_by_label("Syften").fill("Trygghet\nTidiga insatser\n")
    await save(desk)
    await expect(desk.tab.locator("#agreements")).to_contain_text("Syften: Trygghet, Tidiga insatser")
    await desk.go(form)
    await desk.tab.get_by_role("link", name=re.compile("^Ändra.*Polisen")).click()
    await expect(desk.tab.get_by_label("Syften")).to_have_value("Trygghet\nTidiga insatser")
    for party in ("Polisen", "Storgatan 12"):
        await desk.go(form)
        await desk.tab.get_by_role("link", name=re.compile(f"^Ändra.*{party}")).click()
        await desk.tab.get_by_role("button", name="Ta bort överenskommelsen").click()
    await expect(desk.tab.locator("#agreements")).to_contain_text("Angivet att det inte finns.")
    await desk.go(f"/kommun/{town.code}/uppgifter/council")
    await desk.tab.get_by_role("button", name="Ange att det inte finns").click()
    await expect(desk.tab.locator("#council")).to_contain_text("Angivet att det inte finns.")


async def test_a_form_of_agreements_looks_well(sit: Sit, town: Town) -> None:
    content = {"agreements": [{"id": f"U{n}", "party": party} for n, party in enumerate(("Polisen", "Regionen"))]}
    async with town.client("municipality") as me:
        body = {"content": content}
        assert (await me.put(f"/v1/municipalities/{town.code}/statements/agreements", json=body)).status_code == 200
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(f"/kommun/{town.code}/uppgifter/agreements?av=U1")
    await look(desk, "statement-agreements")


async def test_others_of_the_municipality_read_it_and_others_do_not(browser: Browser, town: Town) -> None:
    there = f"/kommun/{town.code}/uppgifter"
    async with town.client("contributor") as me:
        page = (await me.get(there)).text
        assert "Kommunens samordnare anger och ändrar uppgifterna." in page
        assert f"{there}/council" not in page
        assert (await me.get(f"{there}/council")).status_code == 403
    async with town.client("county") as me:
        assert f"/lan/{town.code[:2]}/uppgifter/{town.code}/council" in (await me.get(there)).text
    async with town.client("municipality") as me:
        for address in ("efforts", "agreements?av=U9"):
            assert (await me.get(f"{there}/{address}")).status_code == 404
        assert (await me.post(f"{there}/responsible", data={"do": "none"})).status_code == 404
    async with town.client("police") as me:
        assert (await me.get(there)).status_code == 403
    async with browser("demo-municipality-1381") as me:
        assert (await me.get(there)).status_code == 404
