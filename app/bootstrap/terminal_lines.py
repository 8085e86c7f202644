"""The terminal without a window: commands on standard input, answers on standard output."""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack, aclosing, closing
from typing import TextIO

import msgspec
import structlog

from app.adapters.clock import SystemClock
from app.bootstrap.identity import kept_mode
from app.bootstrap.process import until_stopped
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal_faces import Lines, lines_of
from app.bootstrap.terminal_parts import open_terminal
from app.bootstrap.typed_lines import typed_lines
from app.bootstrap.words import names_in, wording_in
from app.domain.errors import Code, Problem
from app.presentation.console_answer import Answer
from app.presentation.console_text import as_text
from app.presentation.wording import Wording
from app.usecases.station import load_config


async def serve(args: argparse.Namespace) -> None:
    """Answer commands until standard input or a `quit` ends them, or a signal comes. Problem."""
    wording = None if args.json else wording_in(args.language)
    with closing(log_to(args.data / "log" / "terminal.log")):
        await _serve(args, wording)


async def _serve(args: argparse.Namespace, wording: Wording | None) -> None:
    def waiting(problem: Problem) -> None:
        _tell(Answer("waiting", {"code": problem.code.value}), wording, sys.stderr)

    opened = open_terminal(args.data, args.printer, args.edge, waiting, language=args.language)
    async with AsyncExitStack() as stack:
        terminal = await stack.enter_async_context(opened)
        if wording is not None:
            config = await terminal.door.read(lambda tx: load_config(tx, terminal.station.store))
            wording = wording_in(args.language, names_in(config))
        ready = Answer("ready", {"device": terminal.station.device, "store": terminal.station.store})
        _tell(ready, wording, sys.stdout)
        faced = lines_of(terminal, kept_mode(args.data), args.language)
        console = await stack.enter_async_context(faced)
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


async def _conversation(console: Lines, wording: Wording | None) -> None:
    async with aclosing(typed_lines()) as lines:
        async for line in lines:
            _tell(await answered(console, line), wording, sys.stdout)
            if console.is_over:
                return


async def answered(console: Lines, line: str) -> Answer:
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


def run_lines(args: argparse.Namespace) -> None:
    """Run the terminal on its lines. Problem when it cannot start."""
    asyncio.run(serve(args))
