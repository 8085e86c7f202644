"""The simulated printer: papers as text and pictures, and its control socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.api import DeviceError, ErrorCode
from hardware.drivers.printers.twin import TwinPrinter, serve_twin
from hardware.drivers.printers.twin_client import TwinControl
from hardware.drivers.printers.twin_control import (
    CoverOpen,
    Mute,
    Order,
    PaperLeft,
    PowerCycle,
    PowerOff,
    PowerOn,
    Receipts,
    Save,
    Speed,
    Status,
    Tear,
)
from hardware.printing.escpos_job import render
from hardware.printing.profiles import GENERIC_80, PROFILES
from tests.contract.printers.rig import TwinRig, receipt_font
from tests.contract.printers.suite import LONG_S, TEN
from tests.unit.printing.papers import paper


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[TwinRig]:
    async with TwinPrinter(receipt_font(), out_dir=tmp_path) as twin:
        rig = TwinRig(twin)
        yield rig
        rig.close()


async def orders(rig: TwinRig, *given: Order) -> list[object]:
    """Sends orders through the blocking client, in another thread."""

    def talk() -> list[object]:
        with TwinControl(rig.twin.control_port) as control:
            return [control.send(order) for order in given]

    return await rig.call(talk)


async def test_a_cut_paper_is_saved_as_text_and_picture(rig: TwinRig, tmp_path: Path) -> None:
    job = render(paper("return"), GENERIC_80)
    await rig.call(rig.printer.open, LONG_S)
    for index, section in enumerate(job.sections):
        await rig.call(rig.printer.write, (job.prelude if not index else b"") + section.data, LONG_S)
    assert "RIMBORSO IN" not in (tmp_path / "receipt-0001.txt").read_text("utf-8")
    assert "R - 2 6 0 3 - 0 1 8 8" in (tmp_path / "receipt-0001.txt").read_text("utf-8")
    with Image.open(tmp_path / "receipt-0001.png") as picture:
        assert picture.width == GENERIC_80.dots + 64
        assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == ["R-2603-0188"]


async def test_orders_change_the_printer_and_answer_its_state(rig: TwinRig) -> None:
    replies = await orders(
        rig, Status(), PaperLeft(7), CoverOpen(is_open=True), Mute(), Speed(50), PowerOff(), Status(), PowerOn()
    )
    seen = [(r.lines_left, r.is_cover_open, r.is_mute, r.is_powered) for r in replies]  # type: ignore[attr-defined]
    assert seen[0] == (1_000_000, False, False, True)
    assert seen[4] == (7, True, True, True)
    assert seen[6] == (7, True, True, False)
    assert seen[7] == (7, True, True, True)


async def test_papers_can_be_listed_torn_and_saved(rig: TwinRig, tmp_path: Path) -> None:
    await rig.call(rig.printer.open, LONG_S)
    await rig.call(rig.printer.write, TEN, LONG_S)
    before, _, after, *_ = await orders(rig, Status(), Tear(), Receipts(), Save("tour-1"), Save("../elsewhere"))
    assert before.uncut[0] == "riga 0"  # type: ignore[attr-defined]
    assert after.receipts[0][9] == "riga 9"  # type: ignore[attr-defined]
    assert sorted(file.name for file in (tmp_path / "tour-1").iterdir()) == [
        "receipt-0001.png",
        "receipt-0001.txt",
    ]
    assert not (tmp_path.parent / "elsewhere").exists()


async def test_a_power_cycle_hangs_up_and_forgets(rig: TwinRig) -> None:
    await rig.lines_left(2)
    await rig.call(rig.printer.open, LONG_S)
    await rig.call(rig.printer.write, TEN, 0.1)
    (reply,) = await orders(rig, PowerCycle())
    assert reply.waiting == 0  # type: ignore[attr-defined]
    assert rig.printed() == ["riga 0", "riga 1"]


async def test_after_a_power_cycle_nobody_is_told_until_status_is_asked_for_again(rig: TwinRig) -> None:
    told: list[bytes] = []
    rig.twin.mechanism.answer = told.append
    rig.twin.mechanism.receive(b"\x1da\x0f\n")
    await rig.twin.until_lines(1)
    rig.twin.mechanism.change(is_cover_open=True)
    assert told == [bytes.fromhex("10000000"), bytes.fromhex("38000000")]
    rig.twin.mechanism.power_cycle()
    rig.twin.mechanism.change(is_cover_open=False)
    assert len(told) == 2


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b'{"do":"format"}',
        b'{"do":"paper","lines":"many"}',
        b"\xff\xfe",
        b'{"do":"status","x":1}',
        b'{"do":"garbage","hex":"0x"}',
    ],
)
async def test_an_order_not_understood_is_answered_with_no(rig: TwinRig, line: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.twin.control_port)
    writer.write(line + b"\n" + b'{"do":"status"}\n')
    assert json.loads(await reader.readline())["ok"] is False
    assert json.loads(await reader.readline())["ok"] is True
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("tm-t20", [b"\x12", b"\x10\x00\x00\x00", b"\x37\x22abcd\x00", b"\x00"]),
        ("star-80", [b"\x12", b"\x00"]),
        ("clone-80", []),
    ],
)
async def test_it_answers_as_one_of_its_profile_does(profile: str, said: list[bytes]) -> None:
    told: list[bytes] = []
    async with TwinPrinter(receipt_font(), PROFILES[profile]) as twin:
        twin.mechanism.answer = told.append
        twin.mechanism.receive(b"\x10\x04\x01" + b"\x1da\x0f" + b"\x1d(H\x06\x0000abcd" + b"\x1dr\x01" + b"\n")
        await twin.until_lines(1)
    assert told == said


async def test_a_line_without_end_is_hung_up_on(rig: TwinRig) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.twin.control_port)
    writer.write(b"x" * 200_000)
    with suppress(ConnectionError):  # what was still on its way makes the hang-up a reset
        assert await reader.read() == b""
    writer.close()


async def test_no_twin_no_control() -> None:
    with pytest.raises(DeviceError) as caught:
        TwinControl(1)
    assert caught.value.code is ErrorCode.NO_HARDWARE


@pytest.mark.parametrize("turns", [0, 1, 2, 50])
async def test_serving_ends_with_its_task_however_far_it_came(turns: int) -> None:
    serving = asyncio.create_task(serve_twin("127.0.0.1", 0, 0, out_dir=None, font=receipt_font()))
    for _ in range(turns):
        await asyncio.sleep(0)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
