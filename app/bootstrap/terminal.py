"""Composition root of `bancone terminal`: a till under its window, or driven from the command line."""

import argparse
import asyncio
import importlib.util
import json
import os
import sys
from contextlib import aclosing, closing
from pathlib import Path
from typing import TextIO

import msgspec
import structlog

from app.adapters.clock import SystemClock
from app.bootstrap.options import host_and_port, own_folder, server_url
from app.bootstrap.process import until_stopped
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.typed_lines import typed_lines
from app.bootstrap.words import names_in, wording_in
from app.domain.errors import Code, Problem
from app.presentation.console import Answer, Console
from app.presentation.console_text import as_text
from app.presentation.jobs import Jobs, LinkFacts
from app.presentation.wording import Wording
from app.usecases.station import load_config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True, help="folder made by `bancone enrol`")
    parser.add_argument("--headless", action="store_true", help="no window: commands on standard input")
    parser.add_argument("--edge", default="", help="address of the store's edge, instead of the enrolled one")
    parser.add_argument("--printer", default="", help="host:port of the receipt printer")
    parser.add_argument("--json", action="store_true", help="answers as JSON lines")
    parser.add_argument("--language", choices=("it", "en"), default="it")


def jobs_of(terminal: Terminal) -> Jobs:
    """What a face needs of the terminal."""

    def link() -> LinkFacts:
        facts, office = terminal.engine.link, terminal.office
        since = facts.last_delta_at_s
        age_s = None if since is None else max(terminal.clock.monotonic_s() - since, office.age_s or 0.0)
        return LinkFacts(facts.is_up, facts.code.value, age_s, terminal.hop.warning() or "", office.is_linked)

    async def look_at_line() -> None:
        if terminal.engine.link.is_up:
            await terminal.office.look()

    return Jobs(
        station=terminal.station,
        clock=terminal.clock,
        door=terminal.door,
        acting=terminal.acting,
        sign_in=terminal.sign_in,
        approve=terminal.approve,
        find=terminal.find,
        queues=terminal.queues,
        cart=terminal.cart,
        prices=terminal.prices,
        hand_over=terminal.hand_over,
        returns=terminal.returns,
        scans=terminal.scans,
        attention=terminal.attention,
        papers=terminal.papers,
        gifts=terminal.gifts,
        day=terminal.day,
        link=link,
        picture=terminal.hop.picture,
        printer_code=lambda: terminal.paper.watcher.printer_code,
        look_at_printer=terminal.paper.look,
        look_at_line=look_at_line,
    )


async def serve(args: argparse.Namespace) -> None:
    """Answer commands until standard input or a `quit` ends them, or a signal comes. Problem."""
    refuse_options(args)
    wording = None if args.json else wording_in(args.language)
    with closing(log_to(args.data / "log" / "terminal.log")):
        await _serve(args, wording)


def refuse_options(args: argparse.Namespace) -> None:
    """Problem(OPTION_INVALID | DEVICE_UNKNOWN | FOLDER_UNUSABLE) for what cannot be, before anything is opened."""
    if not args.headless and not has_screen():
        raise Problem(Code.WINDOWS_MISSING)
    if args.printer:
        host_and_port(args.printer, "--printer")
    server_url(args.edge, "--edge")
    if not args.data.exists():
        raise Problem(Code.DEVICE_UNKNOWN, path=str(args.data))
    own_folder(args.data)


def has_screen() -> bool:
    """Whether windows can be shown: Qt is installed, and there is a screen or a platform that needs none."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    is_there = sys.platform != "linux" or any(os.environ.get(name) for name in names)
    return is_there and importlib.util.find_spec("PySide6") is not None


async def _serve(args: argparse.Namespace, wording: Wording | None) -> None:
    def waiting(problem: Problem) -> None:
        _tell(Answer("waiting", {"code": problem.code.value}), wording, sys.stderr)

    async with open_terminal(args.data, args.printer, args.edge, waiting) as terminal:
        if wording is not None:
            config = await terminal.door.read(lambda tx: load_config(tx, terminal.station.store))
            wording = wording_in(args.language, names_in(config))
        ready = Answer("ready", {"device": terminal.station.device, "store": terminal.station.store})
        _tell(ready, wording, sys.stdout)
        console = Console(jobs_of(terminal))
        asked = asyncio.create_task(_conversation(console, wording))
        stopped = asyncio.create_task(until_stopped())
        revoked = asyncio.create_task(terminal.revocation.shut.wait())
        tasks = (asked, stopped, revoked)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        ended, *_ = await asyncio.gather(*tasks, return_exceptions=True)
        if terminal.revocation.shut.is_set():
            _tell(Answer("refused", {"code": Code.DEVICE_REVOKED.value, "details": {}}), wording, sys.stdout)
            await terminal.revocation.done.wait()
            raise terminal.revocation.verdict
        if isinstance(ended, Exception):
            raise ended


async def _conversation(console: Console, wording: Wording | None) -> None:
    async with aclosing(typed_lines()) as lines:
        async for line in lines:
            _tell(await answered(console, line), wording, sys.stdout)
            if console.is_over:
                return


async def answered(console: Console, line: str) -> Answer:
    """The answer to a line; INTERNAL for a fault of ours, which is in the log and ends nothing but this line."""
    try:
        return await console.line(line)
    except Exception as exc:
        structlog.get_logger("console").error("line_failed", exc_info=exc)
        return Answer("refused", {"code": Code.INTERNAL.value, "details": {}})


def _tell(answer: Answer, wording: Wording | None, to: TextIO) -> None:
    if wording is None:
        print(msgspec.json.encode({"event": answer.event, **answer.data}).decode(), file=to, flush=True)
    else:
        print(as_text(answer, wording, SystemClock().now_at()), file=to, flush=True)


def _in_window(args: argparse.Namespace) -> None:
    refuse_options(args)
    from app.bootstrap.window import run_window

    with closing(log_to(args.data / "log" / "terminal.log")):
        run_window(args)


def run(args: argparse.Namespace) -> int:
    """Run the terminal; 1 when it cannot start, with the reason on standard error. Problem, unless as JSON."""
    try:
        if args.headless:
            asyncio.run(serve(args))
        else:
            _in_window(args)
    except Problem as problem:
        if not args.json:
            raise
        print(json.dumps({"event": "refused", "code": problem.code, "details": problem.details}), file=sys.stderr)
        return 1
    return 0
