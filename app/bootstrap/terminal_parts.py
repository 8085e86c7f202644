"""Everything a terminal is made of, opened in order and closed in the other; no Qt, the same under any face."""

import asyncio
import math
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from app.adapters.clock import SystemClock, boot_id
from app.adapters.crypto import RandomIds
from app.adapters.keys import DeviceKeys
from app.adapters.pickup_codes import RosterCodes
from app.adapters.pins import PinVault
from app.bootstrap.first_contact import NoRowFiles, Waiting, known_config
from app.bootstrap.identity import Enrolled, key_provider, load_identity
from app.bootstrap.kept_work import kept_running
from app.bootstrap.next_hop import NextHop, open_next_hop
from app.bootstrap.nightly import InStore, Nightly
from app.bootstrap.papers import Paper, PaperHome, open_paper
from app.bootstrap.revocation import Revocation
from app.bootstrap.shut_door import ShutDoor, ShutLookups
from app.bootstrap.terminal_care import TerminalCare, cared_for
from app.bootstrap.terminal_files import OpenStore, open_catalog, open_store
from app.contract.rows import StoreConfig
from app.domain.errors import Code
from app.domain.values import StoreId
from app.store.terminal_files import TerminalFiles
from app.sync.engine import Engine
from app.sync.gateway.client import Gateway
from app.sync.gateway.signer import SequenceBlock, Signer
from app.sync.office import Office
from app.sync.replica import RowFiles, TerminalReplica
from app.usecases.acting import Acting
from app.usecases.approve import Approve
from app.usecases.cash_drawer import CashDrawer, NoDrawer
from app.usecases.completion import Completion
from app.usecases.day_summary import DaySummaries
from app.usecases.find import Find
from app.usecases.floor_calls import FloorCalls
from app.usecases.gift_receipt import GiftReceipts
from app.usecases.hand_over import HandOver
from app.usecases.not_fetched import NotFetched
from app.usecases.ports import Lookups, StoreDoor, TerminalTx
from app.usecases.prepare import Prepare
from app.usecases.price_check import PriceCheck
from app.usecases.queues import Queues
from app.usecases.receive_return import ReceiveReturns
from app.usecases.reprint import Reprint
from app.usecases.return_papers import ReturnPapers
from app.usecases.route_scan import RouteScan
from app.usecases.scanned_goods import ScannedGoods
from app.usecases.serve_cart import ServeCart
from app.usecases.settle_attention import SettleAttention
from app.usecases.shortages import Shortages
from app.usecases.sign_in import SignIn
from app.usecases.sign_sheet import SignSheets
from app.usecases.slips_here import SlipsHere
from app.usecases.station import Station
from app.usecases.write_profile import WriteProfile

SEQUENCE = "request_seq"
_configs = msgspec.json.Decoder(StoreConfig)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The running engine of a terminal and the jobs a face offers; lives on one event loop."""

    folder: Path
    station: Station
    clock: SystemClock
    door: StoreDoor
    engine: Engine
    acting: Acting
    sign_in: SignIn
    approve: Approve
    find: Find
    queues: Queues
    profiles: WriteProfile
    cart: ServeCart
    prices: PriceCheck
    prepare: Prepare
    not_fetched: NotFetched
    shortages: Shortages
    hand_over: HandOver
    returns: ReceiveReturns
    scans: RouteScan
    attention: SettleAttention
    papers: Reprint
    day: DaySummaries
    drawer: CashDrawer
    paper: Paper
    lookups: Lookups
    revocation: Revocation
    hop: NextHop
    office: Office
    nightly: Nightly

    @property
    def calls(self) -> FloorCalls:
        """The calls of the shop's kiosks."""
        return FloorCalls(self.door, self.acting, self.station, self.queues.open_orders)

    @property
    def gifts(self) -> GiftReceipts:
        """Receipts without prices."""
        return GiftReceipts(self.door, self.paper.receipts, self.clock, self.station, self.paper.wake)

    @property
    def sheets(self) -> SignSheets:
        """What is signed before goods leave."""
        return SignSheets(self.door, self.paper.receipts, self.clock, self.station, self.paper.wake)

    def begin_again(self) -> None:
        """A file was made anew: hand in what it knows of our commands, ask for what it lacks."""
        self.engine.push_soon()
        self.engine.pull_soon()


@asynccontextmanager
async def open_terminal(
    folder: Path,
    printer: str,
    edge_url: str = "",
    waiting: Waiting = lambda problem: None,
    *,
    language: str = "it",
) -> AsyncIterator[Terminal]:
    """Open the files, reach the authority, run sync and spool until the block ends.

    `printer` is the receipt printer as `printer_place` reads it, or empty; papers are in `language`. The very
    first start waits for the authority; `waiting` is told now and then what for. Problem(DEVICE_UNKNOWN): not
    enrolled. Problem(DEVICE_REVOKED | REVOKED_OWING): not authorised any more, see `Revocation`.
    """
    clock = SystemClock()
    enrolled, keys = load_identity(folder, dict(os.environ))
    async with AsyncExitStack() as stack:
        store = stack.enter_context(open_store(folder, keys, clock))
        gateway = partial(open_gateway, enrolled, keys, store, clock, edge_url)
        hop = await stack.enter_async_context(open_next_hop(folder, enrolled.device, edge_url, gateway))
        provider = key_provider(folder, dict(os.environ))
        revocation = Revocation(store.access, hop.last_words, provider.destroy)
        await revocation.resume()
        station = Station(enrolled.device, StoreId(enrolled.store))
        shell = Shell(folder, station, clock, keys, store, enrolled.mode)
        replica = shell.replica(NoRowFiles())
        config = await known_config(replica, hop.authority, clock, waiting)
        key = bytes.fromhex(config.catalogue_key)
        files = stack.enter_context(open_catalog(folder, key, store.access, clock))
        paper = open_paper(printer, folder, store.access, clock, PaperHome(language, config.timezone))
        terminal = shell.compose(shell.replica(files), hop, Kit(files, paper, config, revocation))
        care = TerminalCare(store, files, clock, terminal.begin_again)
        await stack.enter_async_context(cared_for(care))
        await terminal.acting.abandon_open()
        await stack.enter_async_context(running(terminal))
        yield terminal


@asynccontextmanager
async def running(terminal: Terminal) -> AsyncIterator[None]:
    """Sync and spool while the block runs; both end with it. Papers that a crash left unqueued come first."""
    await terminal.returns.bring_papers()
    spool = terminal.paper.start()
    terminal.engine.on_refused = terminal.revocation.heard
    watch = asyncio.create_task(terminal.revocation.run(), name="revocation")
    try:
        async with kept_running(terminal.engine.run, terminal.nightly.run):
            yield
    finally:
        watch.cancel()
        terminal.paper.stop()
        await asyncio.gather(watch, *spool, return_exceptions=True)


def open_gateway(
    enrolled: Enrolled, keys: DeviceKeys, store: OpenStore, clock: SystemClock, edge_url: str
) -> Gateway:
    """The conversation with the next hop; request numbers are reserved in `store.db`."""

    def take(tx: TerminalTx, after: int, count: int) -> int:
        first = max(int(tx.meta(SEQUENCE) or 0), after) + 1
        tx.set_meta(SEQUENCE, str(first + count - 1))
        return first

    async def reserve(after: int, count: int) -> int:
        return await store.access.write(lambda tx: take(tx, after, count))

    signer = Signer(enrolled.device, keys.signing.sign, SequenceBlock(reserve), clock.now_at)
    return Gateway(edge_url or enrolled.authority_url, signer)


@dataclass(frozen=True, slots=True)
class Shell:
    """What every part of a terminal is given: its folder, station, clocks, keys and store."""

    folder: Path
    station: Station
    clock: SystemClock
    keys: DeviceKeys
    store: OpenStore
    mode: str

    @property
    def vault(self) -> PinVault:
        """Wraps and checks PINs with this device's own key."""
        return PinVault(self.keys.for_purpose("pins"))

    def replica(self, files: RowFiles) -> TerminalReplica:
        """This side of the conversation over those files."""
        device, store = self.station.device, self.station.store
        replica = TerminalReplica(device, store, self.store.access, files, self.clock, self.folder, self.mode)
        replica.arrive = self._wrap_pins
        return replica

    def _wrap_pins(self, body: bytes) -> bytes:
        """A configuration as it is kept: PIN verifiers are worth nothing off this device."""
        config, vault = _configs.decode(body), self.vault
        staff = [
            msgspec.structs.replace(member, verifier=vault.wrap(member.id, member.verifier))
            for member in config.staff
            if member.verifier
        ]
        return msgspec.json.encode(msgspec.structs.replace(config, staff=staff))

    def compose(self, replica: TerminalReplica, hop: NextHop, kit: "Kit") -> Terminal:
        """The jobs over their ports."""
        paper, online, is_shut = kit.paper, hop.reads, kit.revocation.shut.is_set
        door, files = ShutDoor(self.store.access, is_shut), ShutLookups(kit.files, is_shut)
        clock, station, engine = self.clock, self.station, Engine(replica, hop.authority, self.clock)
        acting = Acting(door, self.store.journal, clock, station, engine.push_soon)
        silent, return_papers = partial(silent_s, engine, clock), ReturnPapers(station, clock, paper.receipts)
        completion = Completion(station, clock, paper.receipts, return_papers)
        replica.complete, replica.ended = completion, completion.ended
        hear(replica, acting, paper)
        new_id, sign_in = RandomIds().new_id, SignIn(door, clock, self.vault, station, boot_id())
        approve, office = Approve(door, clock, sign_in, new_id), Office(hop.health, clock)
        find = Find(door, files, online, RosterCodes(), clock, station, approve, partial(can_ask, engine, office))
        cart = ServeCart(files, online, acting, station, new_id)
        return Terminal(
            folder=self.folder,
            station=station,
            clock=clock,
            door=door,
            engine=engine,
            acting=acting,
            sign_in=sign_in,
            approve=approve,
            find=find,
            queues=Queues(door, clock, station),
            profiles=WriteProfile(acting, station),
            cart=cart,
            prices=PriceCheck(files, clock, door, station),
            prepare=Prepare(door, files, acting, station, paper.receipts, new_id, silent, paper.wake),
            not_fetched=NotFetched(door, acting, approve, station, silent),
            shortages=Shortages(files, acting, new_id, silent),
            hand_over=HandOver(door, acting, station),
            returns=ReceiveReturns(door, acting, return_papers, station, new_id, paper.wake, files, approve),
            scans=self._scans(find, files, sign_in, cart),
            attention=SettleAttention(door, clock, acting, approve),
            papers=Reprint(door, paper.spool, clock, station, paper.wake, paper.previews, paper.receipts),
            day=DaySummaries(door, paper.spool, paper.receipts, clock, station, approve, paper.wake),
            drawer=CashDrawer(door, paper.worker or NoDrawer(), clock, station),
            paper=paper,
            lookups=files,
            revocation=kit.revocation,
            hop=hop,
            office=office,
            nightly=Nightly(clock, InStore(door), [partial(engine.compare, is_deep=True)]),
        )

    def _scans(self, find: Find, files: Lookups, sign_in: SignIn, cart: ServeCart) -> RouteScan:
        goods = ScannedGoods(find.door, files, self.clock, self.station)
        return RouteScan(find, goods, sign_in, cart, SlipsHere(find.door, self.clock))


def hear(replica: TerminalReplica, acting: Acting, paper: Paper) -> None:
    """Whoever waits for an answer or a row learns that it came."""
    replica.answered, replica.followed = acting.answered, acting.journal_undone
    replica.changed = lambda rows: wake_all(paper.wake, acting.came)


def silent_s(engine: Engine, clock: SystemClock) -> float:
    """For how many seconds the shop's authority has not answered; 0 while it does, endless when it never did."""
    since = engine.link.last_delta_at_s
    if engine.link.is_up:
        return 0.0
    return math.inf if since is None else max(clock.monotonic_s() - since, 1.0)


def can_ask(engine: Engine, office: Office) -> bool:
    """Whether a question is answered at once, as far as is known; who refuses everything says why."""
    is_silent = not engine.link.is_up and engine.link.code is Code.NO_ANSWER
    return not is_silent and office.is_linked is not False


def wake_all(*wakes: Callable[[], None]) -> None:
    """Tell everybody who waits that rows came."""
    for wake in wakes:
        wake()


@dataclass(frozen=True, slots=True)
class Kit:
    """What is opened only once the store's configuration is known."""

    files: TerminalFiles
    paper: Paper
    config: StoreConfig
    revocation: Revocation
