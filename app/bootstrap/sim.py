"""Composition root of `bancone sim`: simulated devices in a process of their own, with faults by command."""

import argparse
import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

from app.adapters.receipt_files import receipt_font
from app.bootstrap.options import bound, out_folder, port_number
from app.bootstrap.process import until_stopped
from app.bootstrap.sim_devices import Obey, follow, sim_card, sim_display, sim_labels, sim_tags
from app.bootstrap.sim_scanner import KINDS, sim_scanner
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.printers.twin import TwinPrinter
from hardware.printing.profiles import PROFILES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scanner", type=Path)
    parser.add_argument("--scanner-driver", choices=KINDS, default="serial")
    parser.add_argument("--display", type=Path)
    parser.add_argument("--display-driver", choices=sorted(DISPLAYS), default="cd5220")
    parser.add_argument("--labels", action="store_true")
    parser.add_argument("--tags", action="store_true")
    parser.add_argument("--card", type=int)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="generic-80")


async def serve(args: argparse.Namespace) -> None:
    """Run the printer twin until a signal comes; says on standard output where it listens."""
    port, control = port_number(args.port, "--port"), port_number(args.control_port, "--control-port")
    card = port_number(args.card, "--card") if args.card else 0
    out = out_folder(args.out, "--out")
    twin = TwinPrinter(receipt_font(), PROFILES[args.profile], None, out)
    try:
        with bound("127.0.0.1", port or control, "--port" if port else "--control-port"):
            await twin.start("127.0.0.1", port, control)
        ready = {"event": "ready", "printer": f"127.0.0.1:{twin.port}", "control_port": twin.control_port}
        async with AsyncExitStack() as stack:
            ready |= await _others(args, card, out, stack)
            print(json.dumps(ready), flush=True)
            await until_stopped()
    finally:
        await twin.stop()


async def _others(args: argparse.Namespace, card: int, out: Path, stack: AsyncExitStack) -> dict[str, str]:
    """The devices that obey standard input; where those are that were not told. `card`: a port, or 0."""
    devices: dict[str, Obey] = {}
    places: dict[str, str] = {}
    other: Obey = _nobody
    if args.scanner:
        other = (await stack.enter_async_context(sim_scanner(args.scanner, args.scanner_driver))).obey
    if args.display:
        devices["display"] = await stack.enter_async_context(sim_display(args.display, args.display_driver))
    if args.labels:
        places["labels"], devices["labels"] = await stack.enter_async_context(sim_labels(out))
    if args.tags:
        places["tags"], devices["tags"] = await stack.enter_async_context(sim_tags())
    if card:
        devices["card"] = await stack.enter_async_context(sim_card(card))
    if devices or args.scanner:
        following = asyncio.create_task(follow(devices, other), name="device-orders")
        stack.callback(following.cancel)
    return places


async def _nobody(_: str) -> dict[str, object]:
    return {"event": "refused", "orders": "display … | labels … | tags … | card …"}


def run(args: argparse.Namespace) -> int:
    """Run until stopped."""
    asyncio.run(serve(args))
    return 0
