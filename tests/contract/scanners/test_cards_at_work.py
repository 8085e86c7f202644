"""A reader of cards at a terminal: its service ends and runs again while somebody works."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from app.presentation.facing import Facing
from hardware.api import Absent, DeviceState, Faulted, Ready, ScanRead
from hardware.drivers.scanners.card_twin import CardTwin
from hardware.drivers.scanners.cards import NO_SERVICE
from tests.fakes.card_service import CardServiceProcess
from tests.unit.devices.typed import devices_of

BADGE = bytes.fromhex("04A1B2C3D4E580")


@pytest.fixture
async def service() -> AsyncIterator[CardServiceProcess]:
    """Runs."""
    service = CardServiceProcess()
    service.start()
    yield service
    service.stop()


async def test_a_service_that_is_gone_is_told_once_and_its_reader_is_found_again(
    service: CardServiceProcess, caplog: pytest.LogCaptureFixture
) -> None:
    reads: asyncio.Queue[ScanRead] = asyncio.Queue()
    changed, states = asyncio.Event(), list[DeviceState]()
    devices, twin = devices_of("pcsc:"), CardTwin(service.port)

    def tell() -> None:
        states.extend(health.state for health in devices.health())
        changed.set()

    async def becomes(*wanted: DeviceState) -> None:
        async with asyncio.timeout(30):
            while not any(state in wanted for state in states):
                await changed.wait()
                changed.clear()
        states.clear()

    with caplog.at_level(logging.INFO, "hardware"):
        async with devices.at_work(reads.put_nowait, Facing(), tell):
            await becomes(Ready())
            await twin.lay(BADGE)
            assert (await reads.get()).raw == b"NFC-04A1B2C3D4E580"
            await twin.take()
            service.stop()
            await becomes(Absent())
            await becomes(Faulted(NO_SERVICE))
            service.start()
            await becomes(Ready())
            await twin.lay(BADGE)
            assert (await reads.get()).raw == b"NFC-04A1B2C3D4E580"
            await twin.take()
    assert caplog.text.count("device_lost") == 1
    assert caplog.text.count("device_back") == 1
