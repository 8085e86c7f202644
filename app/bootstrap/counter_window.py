"""The clerk's window over a running terminal. What it imports is most of a start: another window comes before."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import replace
from pathlib import Path

from app.adapters.exchange_folder import ExchangeFolder
from app.bootstrap.counter_devices import CounterDevices
from app.bootstrap.incidents import faults_told, teller
from app.bootstrap.kept_look import keep_look
from app.bootstrap.kept_people import keep_people
from app.bootstrap.process_log import log_to
from app.bootstrap.terminal_jobs import jobs_of
from app.bootstrap.terminal_parts import Terminal, open_terminal
from app.bootstrap.words import names_in, wording_in
from app.domain.errors import Problem
from app.presentation.counter import Counter
from app.presentation.desk import Desk
from app.presentation.faults import Faults
from app.presentation.flights import Flights
from app.presentation.frame import CounterState
from app.presentation.language import Language
from app.presentation.navigator import Navigator
from app.presentation.operators import locked_face
from app.presentation.preferences import Preferences
from app.presentation.viewmodels.sign_in import SignInModel
from app.presentation.wording import Wording
from app.ui import bridge
from app.ui.customer_screen import CustomerScreen
from app.ui.shell.opening import OpeningWindow
from app.ui.shell.window import CounterWindow
from app.ui.theme.look import Look
from app.ui.theme.tokens import ThemeName
from app.usecases.setting_files import SettingFiles
from app.usecases.station import load_config
from hardware.api import Health

QUIET_S, QUIET_TRIES = 0.02, 50
"""Whoever goes on typing for longer than a second finds the true window under their fingers."""


async def desk_of(
    terminal: Terminal, language: str, devices: Callable[[], tuple[Health, ...]] | None = None
) -> Desk:
    """What the screens are given; faults nobody expected are logged, and told on screen by their code.

    `devices` are those of this window, where it has more than a receipt printer.
    """
    known = names_in(await terminal.door.read(lambda tx: load_config(tx, terminal.station.store)))

    def wording(name: str) -> Wording:
        return wording_in("en" if name == "en" else "it", known)

    preferences = Preferences(terminal.door)
    await preferences.read()
    spoken = Language(wording, preferences.language or language, home=language)
    jobs = jobs_of(terminal)
    if devices is not None:
        jobs = replace(jobs, devices=devices)
    faults = Faults()
    return Desk(jobs, spoken, Navigator(), Flights(teller(faults)), preferences, faults=faults)


@asynccontextmanager
async def counter_window(
    terminal: Terminal, desk: Desk, customers: CustomerScreen | None = None
) -> AsyncIterator[CounterWindow]:
    """The clerk's window over a running terminal, following what changes in its store, until the block ends.

    `customers`: whose screen stands beside it, once that is wanted.
    """
    counter, beside = Counter(desk), customers or CustomerScreen()

    def changed(feed: str) -> None:
        desk.flights.latest("reload", counter.reload)

    terminal.engine.on_change = changed
    terminal.engine.link.waiting.append(counter.refresh)
    window = CounterWindow(counter)
    following = asyncio.create_task(terminal.office.follow(counter.refresh), name="office")
    try:
        with faults_told(desk.faults):
            await counter.open()
            beside.stand_beside(window, counter)
            yield window
    finally:
        beside.close()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        terminal.engine.on_change = lambda feed: None
        terminal.engine.link.waiting.remove(counter.refresh)
        await desk.flights.close()
        bridge.end(window)


def follow_look(preferences: Preferences, look: Look, folder: Path) -> None:
    """The look that was chosen, now and whenever another one is; the next start begins in it."""

    def follow() -> None:
        name = ThemeName(preferences.look)
        look.show(name)
        keep_look(folder, name)

    preferences.listen(follow)
    follow()


async def follow_people(counter: Counter, folder: Path) -> None:
    """Keep who may sign in for the next start: as it is now, and whenever the terminal is locked again."""
    desk = counter.desk

    async def keep() -> None:
        with suppress(Problem):  # the locked screen itself says why nobody can be read
            face = locked_face(await desk.jobs.sign_in.operators(), desk.words)
            await asyncio.to_thread(keep_people, folder, face)

    def follow(state: CounterState) -> None:
        if state.is_locked:
            desk.flights.latest("people", keep)

    await keep()
    counter.subscribe(follow)


async def take_over(opening: OpeningWindow, window: CounterWindow) -> None:
    """The window in the place of the first one, with what somebody began there; between two keys, so that none is
    lost and no code is heard by halves."""
    for _ in range(QUIET_TRIES):
        if not opening.is_typed_into:
            break
        await asyncio.sleep(QUIET_S)
    window.showMaximized()
    begun, model = opening.give_way(), window.counter.model
    if isinstance(model, SignInModel):
        model.go_on(begun)


async def serve(args: argparse.Namespace, look: Look, opening: OpeningWindow) -> None:
    """The counter in the place of the first window, until cancelled or the device is revoked. Problem."""

    def waiting(problem: Problem) -> None:
        explained = wording_in(args.language).explain_problem(problem)
        opening.tell(explained.what, explained.next)

    async with AsyncExitStack() as stack:
        stack.enter_context(closing(log_to(args.data / "log" / "terminal.log")))
        opened = open_terminal(args.data, args.printer, args.edge, waiting, language=args.language)
        terminal = await stack.enter_async_context(opened)
        devices, customers = CounterDevices(args, terminal.clock.now_at), CustomerScreen()

        def facts() -> tuple[Health, ...]:
            return (*terminal.paper.health(), *devices.health(), *customers.health())

        desk = await desk_of(terminal, args.language, facts)
        if args.exchange is not None:
            files = SettingFiles(ExchangeFolder(args.exchange))
            desk = replace(desk, jobs=replace(desk.jobs, setting_files=files))
        if (labels := devices.labels).are_there:
            labelled = replace(
                desk.jobs,
                print_shelf_label=labels.print_shelf,
                print_bag_label=labels.print_bag,
                print_trial_label=labels.print_trial,
            )
            desk = replace(desk, jobs=labelled)
        follow_look(desk.preferences, look, args.data)
        window = await stack.enter_async_context(counter_window(terminal, desk, customers))
        window.wedge.expect(args.wedge_prefix)
        counter = window.counter

        def changed() -> None:
            counter.model.refresh()

        await stack.enter_async_context(devices.at_work(window.heard, desk.facing, changed))
        desk.beeps.at_scanner = devices.scanners.beep
        desk.ears.listen(devices.scanners.hear)
        await follow_people(counter, args.data)
        await take_over(opening, window)
        await terminal.revocation.shut.wait()
        await terminal.revocation.done.wait()
        raise terminal.revocation.verdict
