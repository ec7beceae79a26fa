"""Filling in a step in a real browser: item by item, saved while one types, checked and handed in."""

import re

from playwright.async_api import Page as Tab
from playwright.async_api import expect

from examples.load import content
from tests.conftest import SECOND_YEAR, Browser
from tests.pages.conftest import Sit
from tests.pages.looking import AXE, RULES, VIOLATIONS, look
from tests.pages.stepping import example, hand_in
from tests.town import FULL_YEAR, Town
from web.forms.parsing import as_items


def at(town: Town, step: str, page: str = "fyll-i") -> str:
    return f"/ar/{town.code}-{town.year}/steg/{step}/{page}"


async def draft(town: Town, step: str) -> dict[str, object]:
    return (await town.see(f"/steps/{step}/draft"))["content"]


async def press(tab: Tab, name: str) -> None:
    await tab.get_by_role("button", name=name, exact=True).click()


async def put(town: Town, step: str, content: object, by: str = "municipality") -> None:
    response = await town.do("draft", step, {"content": content}, by=by)
    assert response.status_code == 200, response.text


async def fill_situation(town: Town) -> None:
    for step in ("organisation", "mapping"):
        assert (await town.do("completion", step, {"content": content("laholm", step, town.year)})).status_code == 200


async def test_a_problem_is_added_changed_and_handed_in(sit: Sit, town: Town) -> None:
    await fill_situation(town)
    desk = await sit(f"demo-municipality-{town.code}")
    tab = desk.tab
    await desk.go(at(town, "situation_analysis"))
    await tab.get_by_label("Sammanfattning").fill("Två problem sticker ut.")
    await press(tab, "Lägg till problemområde")
    await expect(tab.locator("h1")).to_contain_text("Lägg till problemområde")
    await tab.get_by_label("Vad är problemet?").fill("Stölder i småbåtshamnar sommartid")
    await tab.get_by_label("Som tal").fill("många")
    await press(tab, "Spara")
    await expect(tab.get_by_role("alert")).to_contain_text("Omfattning – Som tal: Skriv ett tal med siffror")
    await expect(tab.get_by_label("Som tal")).to_have_value("många")
    await look(desk, "form-item-error")
    await tab.get_by_role("link", name="Som tal").click()
    await expect(tab.get_by_label("Som tal")).to_be_focused()
    await tab.get_by_label("Som tal").fill("46")
    await press(tab, "Spara")
    await expect(tab.locator(".item__title")).to_have_text(["P1 Stölder i småbåtshamnar sommartid"])
    await press(tab, "Kontrollera och lämna in")
    await expect(tab.get_by_text("Konsekvenserna är inte beskrivna.")).to_be_visible()
    await look(desk, "form-check")
    await press(tab, "Lämna in")
    await expect(tab.get_by_text("Steget är inlämnat.")).to_be_visible()
    shown = await town.step("situation_analysis")
    assert shown["status"] == "submitted"
    assert shown["content"] == {
        "summary": "Två problem sticker ut.",
        "problems": [{"id": "P1", "title": "Stölder i småbåtshamnar sommartid", "extent": {"value": 46}}],
    }


async def test_typing_is_saved_by_itself(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(at(town, "organisation"))
    await desk.tab.get_by_label("Lokalpolisområde").press_sequentially("Halmstad")
    await expect(desk.tab.locator(".saved__when")).to_be_visible()
    assert (await draft(town, "organisation"))["police_area"] == "Halmstad"
    await desk.tab.get_by_label("Lokalpolisområde").press_sequentially("/Laholm")
    await press(desk.tab, "Lägg till överenskommelse")
    await desk.tab.get_by_label("Med vem?").press_sequentially("Bostadsbolaget")
    await expect(desk.tab.locator(".saved__when")).to_be_visible()
    await press(desk.tab, "Spara")
    await expect(desk.tab.locator(".item__title")).to_have_text(["OK1 Bostadsbolaget"])
    assert (await draft(town, "organisation"))["police_area"] == "Halmstad/Laholm"


async def test_what_two_people_write_in_the_same_place_is_shown_to_the_later(sit: Sit, town: Town) -> None:
    await put(town, "organisation", {"police_area": "Halmstad", "agreements": [{"id": "OK1", "party": "Polisen"}]})
    desk = await sit(f"demo-municipality-{town.code}")
    tab = desk.tab
    await desk.go(at(town, "organisation"))
    version = (await town.see("/steps/organisation/draft"))["version"]
    theirs = {"police_area": "Laholm", "agreements": [{"id": "OK1", "party": "Polisen"}, {"id": "OK2", "party": "SKR"}]}
    other = await town.do("draft", "organisation", {"content": theirs}, by="contributor", If_Match=f'"{version}"')
    assert other.status_code == 200
    await tab.get_by_label("Lokalpolisområde").fill("Halmstad och Hylte")
    await expect(tab.locator(".saved__collided")).to_be_visible()
    await press(tab, "Spara utkast")
    await expect(tab.locator(".collided dd")).to_have_text(["Laholm", "Halmstad och Hylte"])
    await expect(tab.get_by_label("Lokalpolisområde")).to_have_value("Halmstad och Hylte")
    await tab.evaluate(AXE.read_text(encoding="utf-8"))
    assert await tab.evaluate(VIOLATIONS, RULES) == []
    assert (await draft(town, "organisation"))["police_area"] == "Laholm"
    await press(tab, "Spara utkast")
    await expect(tab.get_by_text("Utkastet är sparat.")).to_be_visible()
    assert await draft(town, "organisation") == {**theirs, "police_area": "Halmstad och Hylte"}


async def test_two_people_in_the_same_list(town: Town) -> None:
    """Each adds an item, one changes what the other has changed meanwhile, one takes it out; a click counts once."""
    listed = at(town, "organisation", "agreements")
    async with town.client("municipality") as me, town.client("contributor") as other:
        new = {"at": "OK1", "seen": "", "do": "save"}
        for who, party in ((me, "Polisen"), (me, "Polisen"), (other, "Regionen")):
            assert (await who.post(f"{listed}/ny", data={**new, "party": party})).status_code == 303
        items = [{"id": "OK1", "party": "Polisen"}, {"id": "OK2", "party": "Regionen"}]
        assert (await draft(town, "organisation"))["agreements"] == items
        page = (await me.get(f"{listed}/OK1")).text
        seen = re.findall(r'name="seen" value="([^"]*)"', page)[0]
        changed = await other.post(f"{listed}/OK1", data={"at": "OK1", "seen": seen, "party": "Polisområdet"})
        assert changed.status_code == 303
        mine = await me.post(f"{listed}/OK1", data={"at": "OK1", "seen": seen, "party": "Polisregionen"})
        assert mine.status_code == 409
        assert "Polisområdet" in mine.text
        assert 'value="Polisregionen"' in mine.text
        assert (await me.post(f"{listed}/OK1/ta-bort", data={"seen": seen})).status_code == 409
    assert (await draft(town, "organisation"))["agreements"] == [{"id": "OK1", "party": "Polisområdet"}, items[1]]


async def test_without_scripts_an_item_comes_and_goes(sit: Sit, town: Town) -> None:
    await put(town, "organisation", {"agreements": [{"id": "OK1", "party": "Polisen"}]})
    desk = await sit(f"demo-municipality-{town.code}", scripts=False)
    tab = desk.tab
    await desk.go(at(town, "organisation"))
    await press(tab, "Lägg till överenskommelse")
    await press(tab, "Spara")
    await expect(tab.get_by_role("alert")).to_contain_text("Skriv något innan du sparar.")
    await tab.get_by_label("Med vem?").fill("<b>Bostadsbolaget</b>")
    await tab.get_by_label("Syften").fill("Trygga utemiljöer\nSnabb återställning")
    await press(tab, "Spara")
    await expect(tab.locator(".item__title")).to_have_text(["OK1 Polisen", "OK2 <b>Bostadsbolaget</b>"])
    await press(tab, "Ta bort OK1 Polisen")
    await expect(tab.locator("h1")).to_have_text("Ta bort OK1 Polisen?")
    await press(tab, "Ta bort")
    await expect(tab.locator(".item__title")).to_have_text(["OK2 <b>Bostadsbolaget</b>"])
    await tab.go_back()
    await tab.go_back()
    assert (await draft(town, "organisation"))["agreements"] == [
        {
            "id": "OK2",
            "party": "<b>Bostadsbolaget</b>",
            "purposes": ["Trygga utemiljöer", "Snabb återställning"],
        }
    ]


async def test_a_step_kept_in_a_document_by_keyboard_alone(sit: Sit, town: Town) -> None:
    desk = await sit(f"demo-municipality-{town.code}")
    tab = desk.tab
    await desk.go(at(town, "organisation"))
    await tab.get_by_text("Vi har det här i ett dokument").locator("..").focus()
    await tab.keyboard.press("Enter")
    await tab.keyboard.press("Tab")
    await tab.keyboard.type("Se vårt dokument. Ring 070-174 06 05.")
    await tab.keyboard.press("Tab")
    await expect(tab.get_by_role("button", name="Lägg till länk")).to_be_focused()
    await tab.keyboard.press("Enter")
    await tab.get_by_label("Vad länken heter").focus()
    await tab.keyboard.type("Organisationen")
    await tab.keyboard.press("Tab")
    await tab.keyboard.type("www.exempel")
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_role("alert")).to_contain_text("den börjar med https://")
    await tab.get_by_label("Webbadress").focus()
    await tab.keyboard.press("ControlOrMeta+A")
    await tab.keyboard.type("https://exempel.invalid/organisation")
    await tab.keyboard.press("Enter")
    await expect(tab.locator(".item__title")).to_have_text(["Organisationen"])
    await tab.get_by_role("button", name="Kontrollera och lämna in").focus()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_text("Det här ser ut som ett telefonnummer")).to_be_visible()
    await expect(tab.get_by_role("button", name="Lämna in")).to_have_count(0)
    await look(desk, "form-personal")
    await tab.get_by_role("combobox").focus()
    await tab.keyboard.type("Det är en gemensam")
    await tab.get_by_role("button", name="Spara svaren").focus()
    await tab.keyboard.press("Enter")
    await tab.get_by_role("button", name="Lämna in").focus()
    await tab.keyboard.press("Enter")
    await expect(tab.get_by_text("Steget är inlämnat.")).to_be_visible()
    answered = (await town.step("organisation"))["content"]["answered"]
    assert answered == [{"pointer": "/text", "reason": "funktionskontakt"}]


async def test_what_stands_open_names_what_it_is_about(town: Town, browser: Browser) -> None:
    await hand_in(town, *FULL_YEAR[: FULL_YEAR.index("measures")], approved=True)
    planned = example(town, "measures")
    one = {key: value for key, value in planned["measures"][0].items() if key != "owner"}
    await put(town, "measures", {**planned, "measures": [{**one, "problems": ["P1"]}], "none_needed": []})
    async with browser(f"demo-municipality-{town.code}") as me:
        page = (await me.get(at(town, "measures", "kontrollera"))).text
    open_ = [re.sub("<[^>]*>", "", line) for line in re.findall('<li class="gap">(.*)</li>', page)]
    unmet = [line for line in open_ if "har ingen åtgärd" in line]
    assert unmet
    assert all(re.search(r"Åtgärder: P\d \w.*: Ett prioriterat problem har ingen", line) for line in unmet)
    assert [line for line in open_ if line.endswith("Ingen är ansvarig.") and line.count("A1") == 1]


async def test_handing_in_twice_is_handing_in_once(sit: Sit, town: Town, browser: Browser) -> None:
    await put(town, "organisation", {"police_area": "Halmstad"})
    address = at(town, "organisation", "kontrollera")
    async with browser(f"demo-municipality-{town.code}") as me:
        page = (await me.get(address)).text
        sent = dict(re.findall(r'name="(key|seen|version)" value="([^"]*)"', page))
        answers = [await me.post(at(town, "organisation", "skicka-in"), data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert (await town.step("organisation"))["version"] == 1
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(address)
    await expect(desk.tab.get_by_role("button", name="Lämna in")).to_have_count(0)


async def test_last_years_answer_stands_beside_and_is_taken_over(sit: Sit, town: Town) -> None:
    earlier = Town(town.browser, town.code, SECOND_YEAR)
    await earlier.start()
    for step in ("organisation", "mapping"):
        await earlier.do("completion", step, {"content": content("laholm", step, earlier.year)})
    await put(town, "organisation", {"police_area": "Nytt område"})
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(at(town, "organisation"))
    await expect(desk.tab.get_by_role("heading", name="Förra svaret")).to_be_visible()
    await press(desk.tab, "Hämta till utkastet")
    await expect(desk.tab.locator(".item__title")).to_contain_text(["OK1 Lokalpolisområde Halmstad/Laholm"])
    await look(desk, "form-organisation")
    assert (await draft(town, "organisation"))["police_area"] == "Nytt område"


async def test_forty_measures(sit: Sit, town: Town) -> None:
    steps = ("mapping", "situation_analysis", "prioritisation", "cause_analysis", "goals")
    for step in ("organisation", *steps):
        made = await town.do("completion", step, {"content": content("laholm", step, town.year)})
        assert made.status_code == 200, made.text
        if (await town.step(step))["status"] == "submitted":
            await town.approve(step)
    measures = content("laholm", "measures", town.year)["measures"]
    one = as_items(measures)[0]
    await put(town, "measures", {"measures": [{**one, "id": f"A{n}"} for n in range(1, 41)]})
    desk = await sit(f"demo-contributor-{town.code}")
    await desk.go(at(town, "measures"))
    await expect(desk.tab.locator(".item")).to_have_count(40)
    await look(desk, "form-forty")
    await desk.go(at(town, "measures", "measures/A40"))
    await expect(desk.tab.get_by_label("P1 Stölder i småbåtshamnar sommartid")).to_be_checked()
    await desk.go(at(town, "measures", "measures/A40/ta-bort"))
    await look(desk, "form-remove")
    await desk.go(at(town, "measures", "measures/A41"), 404)


async def test_who_writes_no_drafts_there_does_not_see_the_form(sit: Sit, town: Town) -> None:
    for token, status in ((f"demo-coordinator-{town.code[:2]}", 403), ("demo-municipality-0114", 404)):
        desk = await sit(token)
        await desk.go(at(town, "organisation"), status)
    desk = await sit(f"demo-municipality-{town.code}")
    await desk.go(at(town, "start"), 404)
    await desk.go(at(town, "organisation", "nothing/P1"), 404)
