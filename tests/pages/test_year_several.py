"""Several steps of a year given to one person, or reminded of, in one go: previewed, done one by one, told."""

from playwright.async_api import expect

from storage.database import Sessions
from tests.conftest import Browser
from tests.pages.conftest import Sit
from tests.pages.looking import Desk, look
from tests.pages.somebody import invited, signed_in
from tests.pages.stepping import hand_in
from tests.town import Town


async def pick(desk: Desk, *steps: str) -> None:
    for step in steps:
        await desk.tab.get_by_label(f"Välj {step}", exact=True).check()


async def test_several_steps_are_given_to_one_person(
    sit: Sit, town: Town, browser: Browser, sessions: Sessions
) -> None:
    leader = f"demo-municipality-{town.code}"
    person = await invited(browser, leader, "contributor", town.code)
    await signed_in(sessions, person)
    assert (await town.do("claim", "implementation", by="contributor")).status_code == 200
    desk = await sit(leader)
    await desk.go(f"/ar/{town.code}-{town.year}")
    await look(desk, "year-picks")
    await pick(desk, "Kartläggning", "Sammanställ lägesbild", "Genomför och dokumentera")
    await desk.press("Ge till någon …")
    await desk.press("Förhandsgranska")
    await expect(desk.tab.get_by_role("alert")).to_contain_text("Välj vem som ska ha stegen.")
    await desk.go(f"/ar/{town.code}-{town.year}")
    await pick(desk, "Kartläggning", "Sammanställ lägesbild", "Genomför och dokumentera")
    await desk.press("Ge till någon …")
    await look(desk, "year-assign")
    await desk.tab.get_by_label("Vem ska ha stegen?").select_option("Kim Åberg, Medverkande")
    await desk.press("Förhandsgranska")
    await expect(
        desk.tab.get_by_text("Görs inte: Personen har ingen roll i kommunen som passar steget.")
    ).to_have_count(1)
    await desk.press("Ändra")
    await expect(desk.tab.locator("option:checked")).to_have_text("Kim Åberg, Medverkande")
    await desk.press("Förhandsgranska")
    await desk.tab.screenshot(path=desk.pictures / "year-assign-preview.png", full_page=True)
    await desk.press("Ge 2 steg")
    await expect(desk.tab.locator("caption")).to_have_text("Så gick det")
    await expect(desk.tab.locator(".light--green")).to_have_count(2)
    await look(desk, "year-assign-came")
    await desk.go(f"/ar/{town.code}-{town.year}/flera?do=remind&step=organisation&step=mapping")
    await look(desk, "year-remind")
    assert [(await town.step(step))["person"] for step in ("mapping", "situation_analysis", "implementation")] == [
        person["id"],
        None,
        person["id"],
    ]


async def test_what_can_be_acted_on_is_reminded_of_without_scripts(sit: Sit, town: Town) -> None:
    await hand_in(town, "organisation")
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    await desk.go(f"/ar/{town.code}-{town.year}")
    await expect(desk.tab.get_by_label("Välj Bekräfta organisation")).to_have_count(0)
    await pick(desk, "Kartläggning", "Sammanställ lägesbild")
    await desk.press("Påminn …")
    await expect(desk.tab.get_by_text("Görs inte: Steget väntar på andra steg.")).to_have_count(1)
    await desk.press("Påminn om 1 steg")
    await expect(desk.tab.locator(".light--green")).to_have_count(1)


async def test_twice_is_once_and_who_may_not_is_refused(town: Town) -> None:
    await hand_in(town, "organisation")
    address = f"/ar/{town.code}-{town.year}/flera"
    form = {
        "do": "assign",
        "step": "mapping",
        "person": f"demo-contributor-{town.code}",
        "stage": "do",
        "key": "given-twice",
    }
    async with town.client("municipality") as me:
        answers = [await me.post(address, data=form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert "Gavs till Medverkande (demo)" in (await me.get(answers[1].headers["location"])).text
        assert "Inget steg är valt" in (await me.get(f"{address}?do=remind")).text
        assert (await me.get(f"{address}?do=extend&step=mapping")).status_code == 422
        sly = await me.post(address, data={**form, "person": "<b>", "key": "sly"})
        assert "Gjordes inte" in (await me.get(sly.headers["location"])).text
    assert (await town.kinds()).count("StepAssigned") == 1
    async with town.client("contributor") as me:
        assert (await me.post(address, data=form)).status_code == 403
        assert "Med de valda stegen" not in (await me.get(f"/ar/{town.code}-{town.year}")).text
