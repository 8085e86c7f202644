"""The page in a real browser: at 320 pixels, with script and without, light and dark, judged by axe-core."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from app.demo.phone import Visitor
from app.domain.visits import VisitState
from tests.e2e.pages.browser import findings, keep, open_browser, overhang, phone
from tests.e2e.pages.test_pages import move, says, stands
from tests.e2e.servers.floor import Floor
from tests.e2e.servers.till import Till, hand_over

PICTURES = Path(os.environ["BANCONE_PAGE_PICTURES"]) if "BANCONE_PAGE_PICTURES" in os.environ else None


async def judged(page: Page, name: str) -> None:
    """Nothing is wrong with what is shown now."""
    await keep(page, PICTURES, name)
    assert await findings(page) == []
    assert await overhang(page) == 0


async def test_announce_arrive_and_be_served_without_script(floor: Floor, till: Till, visitor: Visitor) -> None:
    """By the forms alone, at 320 pixels."""
    async with open_browser() as browser, phone(browser, has_script=False) as page:
        await page.goto(visitor.url)
        await expect(page.locator("h1")).to_have_text("Il tuo ordine è pronto")
        await page.get_by_label("Fra quanto arrivi?").select_option("10")
        await page.get_by_label("Rossa").check()
        await page.get_by_label("Ultime 3 della targa").fill("2kt")
        await page.get_by_role("button", name="Sto arrivando").click()
        await expect(page.locator("h1")).to_have_text("Ti aspettiamo")
        await stands(till, VisitState.APPROACHING)
        await page.get_by_label("4", exact=True).check()
        await page.get_by_role("button", name="Sono qui").click()
        await expect(page.locator("h1")).to_have_text("Ti abbiamo visto")
        visit = await stands(till, VisitState.ARRIVED, "P4")
        await move(till, visit, VisitState.CLAIMED)
        await says(visitor, "Arriviamo al posto 4")
        await page.get_by_role("link", name="Aggiorna adesso").click()
        await expect(page.locator("h1")).to_have_text("Arriviamo al posto 4")
        await page.get_by_text("Ho cambiato posto").click()
        await page.get_by_label("2", exact=True).check()
        await page.get_by_role("button", name="Sono in questo posto").click()
        await expect(page.locator("h1")).to_have_text("Arriviamo al posto 2")
        await stands(till, VisitState.CLAIMED, "P2")
        await till.ask(hand_over(floor.template.cases.hand_over.order))
        await says(visitor, "Consegnato. Grazie!")
        await page.get_by_role("link", name="Aggiorna adesso").click()
        await expect(page.locator("h1")).to_have_text("Consegnato. Grazie!")


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("width", [320, 390])
async def test_axe_finds_nothing_on_any_page(
    floor: Floor, till: Till, visitor: Visitor, *, width: int, is_dark: bool
) -> None:
    look = f"{width}-{'dark' if is_dark else 'light'}"
    async with open_browser() as browser, phone(browser, width=width, is_dark=is_dark) as page:
        await page.goto(visitor.url)
        await judged(page, f"{look}-1-coming")
        await page.get_by_text("Sono già qui").click()
        await judged(page, f"{look}-1-there")
        await page.get_by_role("button", name="Sono qui").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        await judged(page, f"{look}-1-wrong")
        await visitor.press("on_the_way", minutes="10")
        await page.goto(visitor.url)
        await judged(page, f"{look}-2-way")
        await visitor.press("here", bay="P4")
        visit = await stands(till, VisitState.ARRIVED, "P4")
        await page.goto(f"{visitor.url}?lang=en")
        await judged(page, f"{look}-3-here")
        await move(till, visit, VisitState.CLAIMED)
        await says(visitor, "Arriviamo al posto 4")
        await page.goto(visitor.url)
        for name in ("Ho cambiato posto", "Non vengo più adesso"):
            await page.get_by_text(name).click()
        await judged(page, f"{look}-4-served")
        await till.ask(hand_over(floor.template.cases.hand_over.order))
        await says(visitor, "Consegnato. Grazie!")
        await page.goto(visitor.url)
        await judged(page, f"{look}-5-done")
        await page.goto(visitor.url[:-4] + "AAAA")
        await judged(page, f"{look}-6-over")


async def test_every_control_is_large_enough_for_a_thumb_and_has_a_name(visitor: Visitor) -> None:
    """24 pixels are the least the rules ask (WCAG 2.2, 2.5.8); a thumb in a car gets 44."""
    async with open_browser() as browser, phone(browser) as page:
        await page.goto(visitor.url)
        await page.get_by_text("Sono già qui").click()
        sizes = await page.evaluate(
            "[...document.querySelectorAll('button,select,summary,a,input:not([type=hidden])')].map(e => {"
            "const r = e.getBoundingClientRect(); return [e.tagName + e.name, r.width, r.height]})"
        )
        assert len(sizes) > 15
        assert [size for size in sizes if size[2] < 44 or size[1] < 40] == []


async def test_a_phone_at_twice_the_type_still_shows_all(visitor: Visitor) -> None:
    async with open_browser() as browser, phone(browser) as page:
        await page.goto(visitor.url)
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await overhang(page) == 0
