"""The pages of returns and calls on both shapes of screen: large enough, apart, whole, in every mode."""

from pathlib import Path

import pytest

from app.domain.floor_calls import CallId, CallKind
from app.presentation.kiosk.session import Page
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from app.usecases.kiosk_calls import Called
from tests.ui.kiosk_bench import KioskBench, kiosk_at
from tests.ui.test_kiosk_look import LOOKS, audit
from tests.ui.test_kiosk_returns import worn
from tests.unit.usecases.counter import TYPED

LONGEST = "ITOLU9QK3WZ7X5VI"


async def seen(kiosk: KioskBench) -> None:
    """The page as it stands, looked at."""
    await kiosk.settled()
    is_upright = kiosk.window.height() > kiosk.window.width()
    audit(kiosk, is_low=kiosk.model.session.is_low and is_upright)


@pytest.mark.parametrize("shape", LOOKS)
async def test_sizes_gaps_and_words(
    tmp_path: Path, lookups: TerminalFiles, look: Look, shape: tuple[tuple[int, int], str, str]
) -> None:
    size, language, mode = shape
    async with kiosk_at(tmp_path, lookups, size, language) as kiosk:
        kiosk.counter.online.orders_at_central = [worn()]
        await kiosk.begin()
        if mode:
            kiosk.model.pressed(mode)
        for step in ("task:return", "number", "key:4", "next"):
            kiosk.model.pressed(step)
            await seen(kiosk)
        kiosk.show_code(TYPED)
        await kiosk.until(lambda: kiosk.at(Page.PIECES))
        await seen(kiosk)
        kiosk.model.pressed("line:a")
        await seen(kiosk)
        kiosk.model.pressed("next")
        await seen(kiosk)
        kiosk.model.pressed("reason:too_small")
        await kiosk.until(lambda: kiosk.at(Page.SLIP))
        await seen(kiosk)
        kiosk.model.session.called = Called(CallId("c-1"), CallKind.COUNTER, "A 12")
        kiosk.model.go(Page.MOVED)
        await seen(kiosk)
        kiosk.model.go(Page.HELP)
        kiosk.model.session.is_coming, kiosk.model.session.helper = True, "Sara"
        kiosk.model.refresh()
        await seen(kiosk)


@pytest.mark.parametrize("shape", LOOKS)
async def test_any_order_number_of_a_web_shop_can_be_typed(
    tmp_path: Path, lookups: TerminalFiles, look: Look, shape: tuple[tuple[int, int], str, str]
) -> None:
    size, language, mode = shape
    async with kiosk_at(tmp_path, lookups, size, language) as kiosk:
        await kiosk.begin()
        if mode:
            kiosk.model.pressed(mode)
        for step in ("task:return", "number"):
            kiosk.model.pressed(step)
        await kiosk.settled()
        for sign in LONGEST:
            kiosk.touch(kiosk.button(sign))
            await kiosk.settled()
        audit(kiosk, is_low=False)
        kiosk.model.pressed("next")
        assert kiosk.model.session.order_number == LONGEST
