"""The system's Chromium, without a window; in tests alone it runs without its sandbox, which root cannot have."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server")


def find_chromium() -> str | None:
    """Where it is; `make test` installs it."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser for one test."""
    assert find_chromium(), "no Chromium: packaging/system-packages.sh browser"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def phone(
    browser: Browser, *, has_script: bool = True, width: int = 320, is_dark: bool = False, language: str = "it-IT"
) -> AsyncIterator[Page]:
    """A phone held upright."""
    context = await browser.new_context(
        viewport={"width": width, "height": 568},
        java_script_enabled=has_script,
        color_scheme="dark" if is_dark else "light",
        locale=language,
    )
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def findings(page: Page) -> list[str]:
    """What axe-core finds: the rule, and where."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    await page.evaluate(source)
    found = json.loads(await page.evaluate("axe.run().then(found => JSON.stringify(found.violations))"))
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


async def overhang(page: Page) -> float:
    """By how many pixels the page is wider than the phone."""
    return float(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


async def keep(page: Page, folder: Path | None, name: str) -> None:
    """A picture to look at, where one is wanted."""
    if folder is not None:
        await page.screenshot(path=folder / f"{name}.png", full_page=True)
