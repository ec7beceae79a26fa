"""The pages as browsers get them: how heavy, how soon they begin, whether anything moves, how soon a change is seen.

Needs every municipality's year (`make bench` has started them); without a browser what only one can see is left out.
python -m bench.pages PORT YEAR times a server that runs.
"""

import asyncio
import re
import shutil
import sys
from collections.abc import Mapping
from time import perf_counter
from urllib.parse import urljoin

import httpx
from playwright.async_api import Browser, Page, Route, async_playwright

from bench import table
from bench.callers import Took
from domain.places import Places
from storage.places import read_places

LOOKS = 60
LATE = 0.5  # seconds that the font takes
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
LARGEST, FRESH = "14", "01"  # the county of 49 municipalities; the one whose years nobody has touched yet
SCREENS = ({"width": 1280, "height": 900}, {"width": 320, "height": 640})
LINKED = re.compile(r'(?:(?:href|src)=|from )"([^"#]+\.(?:css|js|svg))')

MOVED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { if (!each.hadRecentInput) sum += each.value; }))
    .observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => requestAnimationFrame(() => setTimeout(() => done(sum), 300)));
})"""
SHOWN = """([place, done]) => [...document.querySelectorAll(".matrix tbody tr")]
  .some(row => row.textContent.includes(place) && row.textContent.includes(done))"""


def pages_of(year: int) -> Mapping[str, tuple[str, str]]:
    """Address and who looks, by name."""
    own, county = "demo-municipality-0114", f"demo-coordinator-{LARGEST}"
    return {
        "my tasks": ("/", own),
        "a municipality's year": (f"/ar/0114-{year}", own),
        "a step": (f"/ar/0114-{year}/steg/organisation", own),
        "a step's form": (f"/ar/0114-{year}/steg/mapping/fyll-i", own),
        "board of 49 municipalities": (f"/lan/{LARGEST}/{year}", county),
        "overview of the country": ("/oversikt", "demo-supervisor"),
        "people of a county": ("/personer", county),
    }


async def lines(http: httpx.AsyncClient, year: int) -> None:
    """Every page that there is."""
    shown: dict[str, tuple[str, str]] = {}
    for name, (address, token) in pages_of(year).items():
        if (await http.get(address, headers=_as(token))).status_code != 200:
            table.line(f"page: {name}", "none")
            continue
        shown[name] = (address, token)
        size, took = await weight(http, address, token), await first_byte(http, address, token)
        table.timing(f"page: {name}, {size / 1024:.0f} KB", took, aim="100 KB, p95 60 ms")
    if CHROMIUM is None:
        table.line("layout shift, and changes seen", "no browser")
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shifts = [await moved(browser, str(http.base_url), *each) for each in shown.values()]
        table.line("layout shift, the page that moves most", f"{max(shifts):.4f}", aim="0")
        table.timing("a change seen at another desk", await seen(browser, http, year), aim="p95 2,000 ms")
        await browser.close()


async def weight(http: httpx.AsyncClient, address: str, token: str) -> int:
    """Bytes over the wire, compressed as sent, of a page and all that it links to, without fonts and headers."""
    waiting, known, size = [address], {address}, 0
    while waiting:
        at = waiting.pop()
        answer = await http.get(at, headers=_as(token))
        size += answer.num_bytes_downloaded
        if at == address or at.endswith(".js"):
            linked = {urljoin(at, each) for each in LINKED.findall(answer.text)} - known
            found = {each for each in linked if each.startswith("/static/")}
            known |= found
            waiting.extend(found)
    return size


async def first_byte(http: httpx.AsyncClient, address: str, token: str) -> Took:
    """Until the head of the answer is here; the rest is read outside the time."""
    each: list[float] = []
    for _ in range(LOOKS):
        begun = perf_counter()
        async with http.stream("GET", address, headers=_as(token)) as answer:
            each.append((perf_counter() - begun) * 1000)
            await answer.aread()
    return Took(sum(each) / 1000, sorted(each))


async def moved(browser: Browser, base: str, address: str, token: str) -> float:
    """The layout shift while a page comes and its font is late, on a desk's screen or a phone's, whichever is more."""
    found: list[float] = []
    for size in SCREENS:
        tab = await _tab(browser, base, token)
        await tab.route("**/*.woff2", _late)
        await tab.set_viewport_size({"width": size["width"], "height": size["height"]})
        await tab.goto(address)
        found.append(float(await tab.evaluate(MOVED)))
        await tab.context.close()
    return max(found)


async def _late(route: Route) -> None:
    await asyncio.sleep(LATE)
    await route.continue_()


async def seen(browser: Browser, http: httpx.AsyncClient, year: int) -> Took:
    """From a municipality's step being recorded to its being seen on its county's board, one after the other."""
    places = read_places()
    county = places.county(FRESH)
    tab = await _tab(browser, str(http.base_url), f"demo-coordinator-{FRESH}")
    async with tab.expect_response("**/v1/events/stream*"):
        await tab.goto(f"/lan/{FRESH}/{year}")
    each = [await _seen(tab, http, places, code, year) for code in county.municipalities[:20]]
    await tab.context.close()
    return Took(sum(each) / 1000, sorted(each))


async def _seen(tab: Page, http: httpx.AsyncClient, places: Places, code: str, year: int) -> float:
    address = f"/v1/cycles/{code}-{year}/steps/organisation/completion"
    body = {"content": {"text": "Samordnare 50 %, råd under KS ordförande."}}
    answer = await http.post(address, json=body, headers=_as(f"demo-municipality-{code}"))
    assert answer.status_code == 200, answer.text  # noqa: S101
    begun = perf_counter()
    await tab.wait_for_function(SHOWN, arg=[places.municipality(code).name, "1 av 14"])
    return (perf_counter() - begun) * 1000


async def _tab(browser: Browser, base: str, token: str) -> Page:
    context = await browser.new_context(base_url=base, locale="sv-SE", extra_http_headers=_as(token))
    return await context.new_page()


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept": "text/html"}


async def main(port: int, year: int) -> None:
    table.heading()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http:
        await lines(http, year)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
