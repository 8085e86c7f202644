"""Composition root of `bancone terminal`: the engine of a till, driven from the command line without windows."""

import argparse
import asyncio
import json
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from app.adapters.clock import SystemClock
from app.bootstrap.process import until_stopped
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.typed_lines import typed_lines
from app.bootstrap.words import wording_in
from app.domain.errors import Code, Problem
from app.presentation.console import Answer, Console
from app.presentation.console_text import as_text
from app.presentation.jobs import Jobs, LinkFacts
from app.presentation.wording import Wording


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True, help="folder made by `bancone enrol`")
    parser.add_argument("--mode", choices=("clerk", "kiosk", "curbside"), default="clerk")
    parser.add_argument("--headless", action="store_true", help="no window: commands on standard input")
    parser.add_argument("--edge", default="", help="address of the store's edge, instead of the enrolled one")
    parser.add_argument("--printer", default="", help="host:port of the receipt printer")
    parser.add_argument("--json", action="store_true", help="answers as JSON lines")
    parser.add_argument("--language", choices=("it", "en"), default="it")


def jobs_of(terminal: Terminal) -> Jobs:
    """What a face needs of the terminal."""

    def link() -> LinkFacts:
        facts = terminal.engine.link
        since = facts.last_delta_at_s
        age_s = None if since is None else terminal.clock.monotonic_s() - since
        return LinkFacts(facts.is_up, facts.code.value, age_s)

    return Jobs(
        station=terminal.station,
        clock=terminal.clock,
        door=terminal.door,
        acting=terminal.acting,
        sign_in=terminal.sign_in,
        find=terminal.find,
        cart=terminal.cart,
        hand_over=terminal.hand_over,
        returns=terminal.returns,
        scans=terminal.scans,
        attention=terminal.attention,
        papers=terminal.papers,
        gifts=terminal.gifts,
        link=link,
        printer_code=lambda: terminal.paper.watcher.printer_code,
    )


async def serve(args: argparse.Namespace) -> None:
    """Answer commands until standard input ends or a signal comes."""
    wording = None if args.json else wording_in(args.language)
    with closing(log_to(args.data / "log" / "terminal.log")):
        await _serve(args, wording)


async def _serve(args: argparse.Namespace, wording: Wording | None) -> None:
    async with open_terminal(args.data, args.printer, args.edge) as terminal:
        _say(Answer("ready", {"device": terminal.station.device, "store": terminal.station.store}), args, wording)
        console = Console(jobs_of(terminal))
        asked = asyncio.create_task(_conversation(console, args, wording))
        stopped = asyncio.create_task(until_stopped())
        revoked = asyncio.create_task(terminal.revocation.shut.wait())
        tasks = (asked, stopped, revoked)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if terminal.revocation.shut.is_set():
            _say(Answer("refused", {"code": Code.DEVICE_REVOKED.value, "details": {}}), args, wording)
            await terminal.revocation.done.wait()
            raise terminal.revocation.verdict


async def _conversation(console: Console, args: argparse.Namespace, wording: Wording | None) -> None:
    async for line in typed_lines():
        _say(await console.line(line), args, wording)


def _say(answer: Answer, args: argparse.Namespace, wording: Wording | None) -> None:
    if wording is None:
        print(msgspec.json.encode({"event": answer.event, **answer.data}).decode(), flush=True)
    else:
        print(as_text(answer, wording, SystemClock().now_at()), flush=True)


def run(args: argparse.Namespace) -> int:
    """Run the terminal; 1 when it cannot start, with the reason on standard error."""
    try:
        asyncio.run(serve(args))
    except Problem as problem:
        print(json.dumps({"event": "refused", "code": problem.code, "details": problem.details}), file=sys.stderr)
        return 1
    return 0
