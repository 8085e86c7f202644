"""Composition root of `bancone demo`: the sample chain, and a clerk's window to work in or the tour through it."""

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.adapters.locale import Language
from app.bootstrap.demo_chain import STORE, Start, demo_shop, names_of, peopled, till
from app.bootstrap.demo_hands import hands_window, show_beside
from app.bootstrap.demo_real_shop import vendure_shop
from app.bootstrap.demo_window import SIZE, WindowTill, clerk_window
from app.bootstrap.options import out_folder
from app.bootstrap.process import guided, on_asked
from app.bootstrap.process_log import log_to
from app.bootstrap.words import wording_in
from app.demo.chain import DemoChain, demo_cases
from app.demo.chain_stores import DemoOperator
from app.demo.crew import TourFailed
from app.demo.floor import Kiosk, Tablet, order_to_prepare
from app.demo.tills import ProcessTill
from app.demo.tour import Stage
from app.demo.tour import run as run_tour
from app.demo.transcript import Transcript
from app.domain.errors import Code, Problem
from app.ui import bridge
from app.ui.application import go_offscreen
from app.ui.hands import Hands
from app.ui.theme.look import start_look
from app.ui.theme.tokens import ThemeName

STOPPED = 130
OWN = {"run", "receipts", "screens", "transcript.txt"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    parser.add_argument("--language", choices=("it", "en"), default="it")
    parser.add_argument("--shop", choices=("demo", "vendure"), default="demo")


def has_display() -> bool:
    """Whether somebody could see a window."""
    is_hidden = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    return not is_hidden and any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _clerk(sample: DemoChain) -> DemoOperator:
    return next(person for person in sample.staff if STORE in person.stores and person.role == "clerk")


async def tour(
    app: QApplication, folder: Path, book: Transcript, language: Language, start: Start = demo_shop
) -> None:
    """Set the chain up, walk through it at a window and a second till, leave pictures beside `folder`."""
    start_look(app).show(ThemeName.LIGHT)
    screens = folder.parent / "screens"
    await asyncio.to_thread(screens.mkdir)
    async with (
        peopled(folder, start) as (here, sample, shop),
        clerk_window(here, folder, "cassa-1", language) as window,
    ):
        book.wording = wording_in(language, names_of(sample))
        window.resize(*SIZE)
        window.show()
        stage = Stage(
            first=WindowTill(Hands(window), screens),
            second=ProcessTill(await till(here, folder, "cassa-2"), book.wording),
            tablet=Tablet(await till(here, folder, "tablet", "curbside")),
            kiosk=Kiosk(await till(here, folder, "chiosco", "kiosk")),
            to_prepare=order_to_prepare(sample, STORE),
            line=here.line,
            central=here.admin,
            shop=shop,
            cases=demo_cases(sample),
            clerk=_clerk(sample),
            book=book,
        )
        await run_tour(stage)


async def open_window(
    app: QApplication, folder: Path, book: Transcript, language: Language, start: Start = demo_shop
) -> None:
    """The clerk's window over the chain, with hands beside it, until it is closed or somebody asks to end."""
    start_look(app).show(ThemeName.LIGHT)
    closed = asyncio.Event()
    app.lastWindowClosed.connect(closed.set)
    async with (
        peopled(folder, start) as (here, sample, _),
        clerk_window(here, folder, "cassa-1", language) as window,
        hands_window(here, folder, sample, _clerk(sample), window) as hands,
    ):
        clerk, cases = _clerk(sample), demo_cases(sample)
        book.say("say.open.sign_in", name=clerk.name, pin=clerk.pin)
        book.say("say.open.hands")
        book.say("say.open.phone", digits=cases.cart_customer.phone[-6:], name=cases.cart_customer.display_name)
        book.say("say.open.close", folder=str(folder.parent))
        show_beside(window, hands)
        on_asked(closed.set)
        await closed.wait()


def clear_own(out: Path) -> None:
    """Take away what an earlier tour left there. Problem(OPTION_INVALID) when the folder holds something else."""
    if out.exists() and not (out.is_dir() and {path.name for path in out.iterdir()} <= OWN):
        raise Problem(Code.OPTION_INVALID, option="--out", value=str(out), form="build/demo")
    shutil.rmtree(out, ignore_errors=True)


def run(args: argparse.Namespace) -> int:
    """Open the window where there is a display, otherwise walk the tour; 1 when a step does not come out."""
    out: Path = args.out.resolve()
    clear_own(out)
    folder = out_folder(out / "run", "--out")
    wording = wording_in(args.language)
    book = Transcript(out / "transcript.txt", wording, print)
    book.heading("tour.title", chain="Corsaviva")
    is_seen = has_display()
    if not is_seen:
        go_offscreen()
    work = open_window if is_seen else tour
    start = partial(vendure_shop, book) if args.shop == "vendure" else demo_shop
    try:
        with contextlib.closing(log_to(folder / "cassa-1.log")):
            bridge.run(lambda app: guided(lambda: work(app, folder, book, args.language, start)))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print(wording.text("tour.stopped"), file=sys.stderr)
        return STOPPED
    except TourFailed as failure:
        print(wording.text("tour.failed", step="", what=str(failure)), file=sys.stderr)
        return 1
    if not is_seen:
        _tell_what_is_left(book, out, args.out)
    return 0


def _tell_what_is_left(book: Transcript, out: Path, shown: Path) -> None:
    for text_id, name in (("say.papers", "receipts"), ("say.screens", "screens")):
        found = len(list((out / name).glob("*.png")))
        book.say(text_id, n=found, folder=str(shown / name))
    book.say("say.done", n=book.checks)
