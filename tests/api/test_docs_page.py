"""/docs in a real browser: it works under our own policy, and asks nobody else for anything."""

import shutil

from fastapi import FastAPI
from playwright.async_api import ConsoleMessage, Request, async_playwright, expect

from tests.api.asking import client_of
from tests.api.listening import served


async def test_the_api_is_shown_without_anything_from_elsewhere(app: FastAPI) -> None:
    asked: list[str] = []
    complaints: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    def saw(request: Request) -> None:
        asked.append(request.url)

    async with served(app) as port, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page()
        page.on("console", heard)
        page.on("request", saw)
        await page.goto(f"http://127.0.0.1:{port}/docs")
        operation = page.get_by_role("button", name="get /v1/me").first
        await expect(operation).to_be_visible()
        await operation.click()
        await expect(page.get_by_text("Who one is here, and as what.").first).to_be_visible()
        await browser.close()
    assert all(url.startswith((f"http://127.0.0.1:{port}/", "data:")) for url in asked)
    assert complaints == []


async def test_no_page_of_the_framework_is_left_that_loads_from_elsewhere(app: FastAPI) -> None:
    async with client_of(app) as client:
        assert (await client.get("/redoc")).status_code == 404
        page = (await client.get("/docs")).text
        files = [
            await client.get(f"/docs/files/{name}") for name in ("swagger-ui-bundle.js", "swagger-ui.css", "start.js")
        ]
        assert (await client.get("/docs/files/../swagger.py")).status_code == 404
    assert "https://" not in page
    assert [file.status_code for file in files] == [200, 200, 200]
    assert {file.headers["Cache-Control"] for file in files} == {"public, max-age=3600"}
