"""Simulated devices of `bancone sim` but scanners on a line: they obey standard input, and say how they are."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from app.bootstrap.sim_scanner import NOISE, refuse_place, seconds_in
from app.bootstrap.typed_lines import typed_lines
from hardware.drivers.displays.twin import DisplayTwin
from hardware.drivers.labels.twin import LabelTwin
from hardware.drivers.labels.twin_paper import picture_of
from hardware.drivers.line_ends import PtyEnd, SocketEnd
from hardware.drivers.scanners.card_twin import CardTwin
from hardware.drivers.scanners.rfid_twin import RfidTwin, tag_of

Obey = Callable[[str], Awaitable[dict[str, object]]]
_COMMON = "show | garbage | mute yes|no | slow SECONDS | jam | unplug | plug_in"
DISPLAY_ORDERS = f"display [{_COMMON} | power_cycle]"
LABEL_ORDERS = f"labels [{_COMMON} | paper_out | cover_open | paused | mended]"

TAG_ORDERS = "tags [show GTIN SERIAL | garbage | mute yes|no | slow SECONDS | busy yes|no | unplug | plug_in]"
_TAG = re.compile(r"show (?P<gtin>[0-9]{13,14}) (?P<serial>[0-9]{1,11})")

CARD_ORDERS = "card [lay NUMBER | half NUMBER | take | mute yes|no]"
_CARD = re.compile(r"(?P<how>lay|half) (?P<number>(?:[0-9A-Fa-f]{2}){1,20})")


@asynccontextmanager
async def sim_display(path: Path, language: str) -> AsyncIterator[Obey]:
    """Plugged in until the block ends. Problem(OPTION_INVALID) for a path where something else is."""
    refuse_place(path, "--display")
    twin = DisplayTwin(PtyEnd(path), language)
    twin.plug_in()

    async def obey(order: str) -> dict[str, object]:
        slow_s = seconds_in(order)
        if slow_s is not None:
            twin.byte_s = slow_s
        elif order == "power_cycle":
            twin.power_cycle()
        elif not _common(twin, order):
            return {"event": "refused", "orders": DISPLAY_ORDERS}
        return {"event": "display", "lines": twin.screen.lines, "unknown": twin.screen.unknown}

    try:
        yield obey
    finally:
        twin.unplug()


@asynccontextmanager
async def sim_labels(out: Path) -> AsyncIterator[tuple[str, Obey]]:
    """On until the block ends: its address, and what it obeys; any order saves the last label as PNG in `out`."""
    twin = LabelTwin(SocketEnd())
    twin.plug_in()

    async def obey(order: str) -> dict[str, object]:
        slow_s = seconds_in(order)
        if slow_s is not None:
            twin.label_s = slow_s
        elif order in ("paper_out", "cover_open", "paused"):
            twin.change(**{f"is_{order}": True})
        elif order == "mended":
            twin.change()
        elif not _common(twin, order):
            return {"event": "refused", "orders": LABEL_ORDERS}
        if twin.printed:
            picture_of(twin.printed[-1]).save(out / f"label-{len(twin.printed)}.png")
        return {"event": "labels", "printed": len(twin.printed), "refused": twin.refused}

    try:
        yield twin.end.address, obey
    finally:
        twin.unplug()


@asynccontextmanager
async def sim_tags() -> AsyncIterator[tuple[str, Obey]]:
    """On until the block ends: its address, and what it obeys."""
    twin = RfidTwin()
    await twin.plug_in()

    async def obey(order: str) -> dict[str, object]:
        shown, slow_s = _TAG.fullmatch(order), seconds_in(order)
        match order:
            case _ if shown is not None:
                await twin.show(tag_of(shown["gtin"].zfill(14), int(shown["serial"])))
            case _ if slow_s is not None:
                twin.byte_s = slow_s
            case "garbage":
                await twin.send(NOISE)
            case "mute yes" | "mute no":
                twin.is_mute = order.endswith("yes")
            case "busy yes" | "busy no":
                twin.is_busy = order.endswith("yes")
            case "unplug":
                await twin.unplug()
            case "plug_in":
                await twin.unplug()
                await twin.plug_in()
            case _:
                return {"event": "refused", "orders": TAG_ORDERS}
        return {"event": "tags", "is_reading": twin.is_reading}

    try:
        yield twin.address, obey
    finally:
        await twin.unplug()


@asynccontextmanager
async def sim_card(port: int) -> AsyncIterator[Obey]:
    """In somebody's pocket until it is told otherwise, and after the block: what it obeys."""
    twin = CardTwin(port)

    async def obey(order: str) -> dict[str, object]:
        laid = _CARD.fullmatch(order)
        match order:
            case _ if laid is not None:
                try:
                    await twin.lay(bytes.fromhex(laid["number"]), is_half=laid["how"] == "half")
                except OSError:
                    return {"event": "card", "is_laid": False}
            case "take":
                await twin.take()
            case "mute yes" | "mute no":
                twin.is_mute = order.endswith("yes")
            case _:
                return {"event": "refused", "orders": CARD_ORDERS}
        return {"event": "card", "is_laid": twin.is_laid}

    try:
        yield obey
    finally:
        await twin.take()


def _common(twin: DisplayTwin | LabelTwin, order: str) -> bool:
    """What every device on a line can suffer; whether it was that."""
    match order:
        case "show" | "":
            pass
        case "mute yes" | "mute no":
            twin.is_mute = order.endswith("yes")
        case "garbage":
            twin.garbage(NOISE)
        case "jam":
            twin.jam()
        case "unplug":
            twin.unplug()
        case "plug_in":
            twin.unplug()
            twin.plug_in()
        case _:
            return False
    return True


async def follow(devices: Mapping[str, Obey], other: Obey) -> None:
    """Obeys standard input until it ends, a line of JSON each: `NAME ORDER`, or an order of the scanner's."""
    async for line in typed_lines():
        name, _, order = line.partition(" ")
        answer = await (devices[name](order) if name in devices else other(line))
        print(json.dumps(answer), flush=True)
