"""Keyboards that are plugged into a kiosk and are not its own: nothing they type arrives."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from app.bootstrap.scanner_places import scanner_places
from hardware.drivers.keyboards import KeyboardGuard

LOOK_S = 1.0


def own_keyboards(args: argparse.Namespace) -> tuple[str, ...]:
    """Those that are named: as keypad, and as scanners that are taken from the keyboard anyway. Problem."""
    places = scanner_places(args.scanner, "--scanner")
    return (*args.keypad, *(place.address for place in places if place.driver.info.transport == "evdev"))


@asynccontextmanager
async def own_keys_only(guard: KeyboardGuard) -> AsyncIterator[None]:
    """Until the block ends; one that is plugged in is taken within a second."""

    is_over = asyncio.Event()

    async def look() -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(is_over.wait(), LOOK_S)
                return
            await asyncio.to_thread(guard.look)

    await asyncio.to_thread(guard.look)
    looking = asyncio.create_task(look(), name="keyboards")
    try:
        yield
    finally:
        is_over.set()
        await looking
        guard.close()
