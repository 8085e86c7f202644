"""Connects a central to a shop platform: what goes out, what comes in, and what is told of it."""

import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from app.adapters.clock import SystemClock
from app.adapters.crypto import RandomIds
from app.adapters.phones import to_e164
from app.adapters.pins import make_verifier
from app.bootstrap.platform_settings import Connection
from app.bootstrap.platforms import CONNECTORS, IsPoke
from app.central.cart_writer import CartWriter
from app.central.connectors.guard_calls import no_link
from app.central.connectors.guard_right import CART_WRITES, WriteRight, write_rights
from app.central.connectors.guard_worker import GuardWorker
from app.central.connectors.port import PlatformState, PlatformTraits
from app.central.intake.cart_look import CartLook
from app.central.intake.desk import IntakeDesk
from app.central.intake.goods import catalogues_of
from app.central.intake.health import Health
from app.central.intake.pictures import PictureWorker
from app.central.intake.rules import IntakeRules
from app.central.intake.stages import Progress, Stage
from app.central.intake.worker import IntakeWorker, Periods
from app.central.opening import Wanted, keep_stores, verifiers_for
from app.central.pages.links import Links
from app.central.recorder import report
from app.contract.rows import StoreConfig
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess
from app.node.custody import publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx
from app.presentation.wording import Wording

SAY_EVERY_S, DRAW_EVERY_S = 2.0, 0.1
BAR = 30
_ANEW = "\r\x1b[K"
"""Begins the line of a terminal anew (ECMA-48, EL)."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """The line to one platform: its work, and who is to hear of what."""

    works: tuple[Callable[[], Awaitable[None]], ...]
    wakes: tuple[Callable[[], None], ...]
    look: CartLook
    health: Health
    poke: Callable[[], None]
    is_poke: IsPoke | None


async def open_stores(access: NodeAccess, connection: Connection) -> None:
    """The stores of the settings, open and as they say. Problem(SETTINGS_INVALID)."""
    told = connection.settings
    wanted = Wanted(told.chain, told.stores, told.staff)
    pins = connection.secrets.pins
    made = await access.read(lambda tx: verifiers_for(tx, wanted, pins, make_verifier))
    wanted = Wanted(told.chain, told.stores, told.staff, made)
    await access.write(lambda tx: keep_stores(tx, wanted, RandomIds()))


@asynccontextmanager
async def platform_line(
    connection: Connection,
    access: NodeAccess,
    pictures_to: tuple[DbThread, Path],
    told: Callable[[Stage, Progress], None],
    periods: Periods,
    *,
    links: Links | None = None,
) -> AsyncIterator[PlatformLine]:
    """The connector and everybody who uses it, until the block ends; its stores are open already.

    `pictures_to`: the thread that writes files, and the folder of pictures. `links`: who makes the links to
    customers' pages that messages carry.
    """
    connected = CONNECTORS[connection.name](connection)
    platform, clock = connected.platform, SystemClock()
    pace, guarded = connected.pace, _GuardStore(access)
    health = Health(platform.traits.name, told)
    rights, carts_right = write_rights(guarded, clock, health), WriteRight(CART_WRITES, guarded, clock, health)
    desk = await _desk(access, connection, platform.traits)
    owner = secrets.token_hex(8)
    link = links.url if links is not None else no_link
    guard = GuardWorker(
        platform, guarded, clock=clock, report=report, owner=owner, pace=pace, rights=rights, link=link
    )
    carts = CartWriter(platform, access, desk, clock, pace, carts_right, connected.handed)
    intake = IntakeWorker(platform, access, desk, clock, pace, health, periods)
    look = CartLook(platform, access, desk, clock, pace, connected.handed)
    pictures = PictureWorker(platform, access, *pictures_to, catalogues_of(desk.configs), clock, pace)
    try:
        yield PlatformLine(
            (guard.run, carts.run, intake.run, pictures.run),
            (guard.wake, carts.wake),
            look,
            health,
            intake.poke,
            connected.is_poke,
        )
    finally:
        await look.close()
        await connected.close()


async def _desk(access: NodeAccess, connection: Connection, traits: PlatformTraits) -> IntakeDesk:
    settings = connection.settings
    stores = settings.by_location

    def phone(typed: str) -> str | None:
        return to_e164(typed, settings.region)

    rules = IntakeRules(
        stores,
        RandomIds(),
        phone,
        frozenset(settings.ignored),
        settings.promise,
        is_paid_by_collecting=not traits.settles,
    )

    def work(tx: NodeTx) -> tuple[StoreConfig, ...]:
        wanted = sorted({store.id for store in settings.stores})
        return tuple(_with_traits(tx, get_config(tx, store), traits) for store in wanted)

    return IntakeDesk(rules, await access.write(work))


def _with_traits(tx: NodeTx, config: StoreConfig, traits: PlatformTraits) -> StoreConfig:
    """What a store must know of the web shop behind it, told where it is not known yet."""
    told = msgspec.structs.replace(config, writes_ready=PlatformState.READY in traits.messages)
    if told != config:
        publish_config(tx, told)
    return told


@dataclass(frozen=True, slots=True)
class _GuardStore:
    """The node's store as the guard knows it."""

    access: NodeAccess

    async def run_write(self, work: Callable[[NodeTx], T], /) -> T:
        return await self.access.write(work)

    async def run_read(self, work: Callable[[NodeTx], T], /) -> T:
        return await self.access.read(work)


@dataclass(slots=True)
class LoadingLines:
    """Says where central was started how far the first load is, each part with a bar.

    `is_drawn`: on a terminal the bar moves in its place; elsewhere there is a line now and then. Each part ends
    with a line of its own.
    """

    words: Wording
    is_drawn: bool
    _ended: set[Stage] = field(default_factory=set)
    _begun: set[Stage] = field(default_factory=set)
    _said_s: float = 0.0

    def __call__(self, stage: Stage, progress: Progress) -> None:
        """A page came in."""
        if stage in self._ended or stage is Stage.LOCATIONS:
            return
        if progress.is_loaded:
            self._ended.add(stage)
        now_s = time.monotonic()
        every_s = DRAW_EVERY_S if self.is_drawn else SAY_EVERY_S
        if stage in self._begun and (progress.is_loaded or now_s - self._said_s >= every_s):
            self._said_s = now_s
            self._say(self._line(stage, progress), is_over=progress.is_loaded)
        self._begun.add(stage)

    def clear(self) -> None:
        """Something else is to be written there."""
        if self.is_drawn:
            sys.stderr.write(_ANEW)
            sys.stderr.flush()

    def _say(self, line: str, *, is_over: bool) -> None:
        self.clear()
        sys.stderr.write(line if self.is_drawn and not is_over else f"{line}\n")
        sys.stderr.flush()

    def _line(self, stage: Stage, progress: Progress) -> str:
        what = self.words.text(f"status.stage.{stage}")
        text = "status.loading" if progress.total else "status.loading.more"
        said = self.words.text(text, what=what, done=progress.done, total=progress.total)
        if not progress.total:
            return said
        full = min(BAR, BAR * progress.done // progress.total)
        return f"[{'#' * full}{'-' * (BAR - full)}] {said}"
