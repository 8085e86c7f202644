"""Composition root of `bancone terminal`: a till under its window, or driven from the command line.

Only what both faces need before they show anything is imported here; a window is painted before the rest is read.
"""

import argparse
import importlib.util
import json
import os
import sys
from pathlib import Path

from app.bootstrap.options import own_folder, server_url, wedge_prefix
from app.domain.errors import Code, Problem

PITCH_MM, TABLET_PITCH_MM, PITCHES_MM = 0.254, 0.1346, (0.05, 1.0)
"""Of a 22 inch screen of 1080 × 1920, of a tablet of 8 inches, and what a screen people stand at can have."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--headless", action="store_true")
    parser.add_argument("--edge", default="")
    parser.add_argument("--exchange", type=Path)
    add_devices(parser)
    parser.add_argument(
        "--pitch",
        type=float,
        help=f"{PITCH_MM}, {TABLET_PITCH_MM}",
    )
    parser.add_argument("--wedge-prefix", default="", help="~")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--language",
        choices=("it", "en"),
        default="it",
    )


def add_devices(parser: argparse.ArgumentParser) -> None:
    """Where the devices of a terminal are."""
    parser.add_argument(
        "--printer",
        default="",
        help="127.0.0.1:9100,tm-t88,resume,drawer-high",
    )
    parser.add_argument(
        "--scanner",
        action="append",
        default=[],
        help="/dev/serial/by-id/…, zebra-ssi:/dev/…, pcsc:",
    )
    parser.add_argument(
        "--keypad",
        action="append",
        default=[],
        help="/dev/input/by-id/…-event-kbd",
    )
    parser.add_argument("--display", default="", help="cd5220:/dev/serial/by-id/…")
    parser.add_argument("--label-printer", default="", help="zpl:socket://host:9100?dpi=300")


def refuse_options(args: argparse.Namespace) -> None:
    """Problem(OPTION_INVALID | DEVICE_UNKNOWN | FOLDER_UNUSABLE) for what cannot be, before anything is opened."""
    for option, value in _of_windows(args):
        if args.headless and value:
            raise Problem(Code.OPTION_INVALID, option=option, value=value)
    if not args.headless and not has_screen():
        refuse_devices(args)  # what is typed wrong is told first: it would be told next
        raise Problem(Code.WINDOWS_MISSING)
    if args.pitch is not None and not PITCHES_MM[0] <= args.pitch <= PITCHES_MM[1]:
        raise Problem(Code.OPTION_INVALID, option="--pitch", value=str(args.pitch), form=str(PITCH_MM))
    wedge_prefix(args.wedge_prefix, "--wedge-prefix")
    server_url(args.edge, "--edge")
    if not args.data.exists():
        raise Problem(Code.DEVICE_UNKNOWN, path=str(args.data))
    own_folder(args.data)


def refuse_devices(args: argparse.Namespace) -> None:
    """Problem(OPTION_INVALID) for a place where no device can be. What knows places is read for it: a window is
    painted before that."""
    if args.printer:
        from app.bootstrap.printer_places import printer_place

        printer_place(args.printer)
    if args.scanner:
        from app.bootstrap.scanner_places import scanner_places

        scanner_places(args.scanner, "--scanner")
    if args.display or args.label_printer:
        from app.bootstrap.customer_display import display_place
        from app.bootstrap.label_printer import label_place

        display_place(args.display, "--display")
        label_place(args.label_printer, "--label-printer")


def _of_windows(args: argparse.Namespace) -> tuple[tuple[str, str], ...]:
    """What only a window hears, shows or asks for."""
    heard = args.scanner[0] if args.scanner else ""
    return ("--scanner", heard), ("--display", args.display), ("--label-printer", args.label_printer)


def has_screen() -> bool:
    """Whether windows can be shown: Qt is installed, and there is a screen or a platform that needs none."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    is_there = sys.platform != "linux" or any(os.environ.get(name) for name in names)
    return is_there and importlib.util.find_spec("PySide6") is not None


def run(args: argparse.Namespace) -> int:
    """Run the terminal; 1 when it cannot start, with the reason on standard error. Problem, unless as JSON."""
    try:
        refuse_options(args)
        if args.headless:
            from app.bootstrap.terminal_lines import run_lines

            refuse_devices(args)
            run_lines(args)
        else:
            from app.bootstrap.window import run_window

            run_window(args, refuse_devices)
    except Problem as problem:
        if not args.json:
            raise
        print(json.dumps({"event": "refused", "code": problem.code, "details": problem.details}), file=sys.stderr)
        return 1
    return 0
