"""Simulated display and label printer of `bancone sim`: they obey standard input, and say how they are then."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from app.bootstrap.sim_scanner import refuse_what_is_there
from app.bootstrap.typed_lines import typed_lines
from hardware.drivers.displays.twin import DisplayTwin
from hardware.drivers.labels.twin import LabelTwin
from hardware.drivers.labels.twin_paper import picture_of
from hardware.drivers.line_ends import PtyEnd, SocketEnd

Obey = Callable[[str], Awaitable[dict[str, object]]]
DISPLAY_ORDERS = "display [show | mute yes|no | jam | power_cycle | unplug | plug_in]"
LABEL_ORDERS = "labels [show | mute yes|no | jam | paper_out | cover_open | paused | mended | unplug | plug_in]"


@asynccontextmanager
async def sim_display(path: Path, language: str) -> AsyncIterator[Obey]:
    """Plugged in until the block ends. Problem(OPTION_INVALID) for a path where something else is."""
    refuse_what_is_there(path, "--display")
    twin = DisplayTwin(PtyEnd(path), language)
    twin.plug_in()

    async def obey(order: str) -> dict[str, object]:
        if order == "power_cycle":
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
        if order in ("paper_out", "cover_open", "paused"):
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


def _common(twin: DisplayTwin | LabelTwin, order: str) -> bool:
    """What every device on a line can suffer; whether it was that."""
    match order:
        case "show" | "":
            pass
        case "mute yes" | "mute no":
            twin.is_mute = order.endswith("yes")
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
