"""The edge of the measured shop as a process of its own: the real host over HTTP, its line to central cut.

It is told by a plan file, says on standard output where it listens, and answers every line it is sent with what it
has used so far. The end of its input ends it.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.adapters.clock import SystemClock
from app.adapters.crypto import verify
from app.bootstrap.bench_syncs import SyncCounter
from app.bootstrap.bench_world import EDGE, HISTORY, STORE, Plan
from app.contract.commands import CommandLine
from app.contract.feeds import SCHEMA, FeedRow, Page, PageHead
from app.contract.rows import CartChange, HandedCart, TakenCart
from app.contract.shop_rows import KeptSettings, SettingsChange, TransferAsk
from app.domain.carts import Cart
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.edge.host import EdgeHost, EdgeParts
from app.edge.picture_cache import PictureCache
from app.hosting.app import HostParts, build_app
from app.hosting.artefacts import Artefacts
from app.hosting.dbthread import DbThread
from app.hosting.marks import StoredMarks
from app.hosting.node_access import NodeAccess, PokeHub
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner
from app.hosting.streams import PokeStreams
from app.node.authority import Named
from app.node.custody import alloc_feed, config_feed
from app.node.downlink import Downlink
from app.node.feeds import feed_state
from app.node.store_node import StoreNode, store_feed
from app.store.database import NODE, Database
from app.store.migrate import prepare
from app.store.node_store import SqlNodeStore

KEY_BYTES = 32


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the process says of itself: where it listens, the rev of its feed, waits for the disk, CPU seconds."""

    url: str
    rev: int
    syncs: int
    is_complete: bool
    cpu_s: float


class CutLine:
    """The way to central, which is down: the `Upstream` of a shop that stands alone."""

    is_linked = False
    age_s = None

    async def relay(self, path: str, params: dict[str, str]) -> bytes:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def change_cart(self, cart_id: str, change: CartChange) -> Cart:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def take_cart(self, handed: HandedCart) -> TakenCart:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def change_settings(self, change: SettingsChange) -> KeptSettings:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def transfer_order(self, order_id: str, ask: TransferAsk) -> Order:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def fetch_asset(self, sha256: str, to_path: Path) -> int:
        """See the port."""
        raise Problem(Code.NO_ANSWER)

    async def quarantine(self, lines: Sequence[CommandLine]) -> int:
        """See the port."""
        raise Problem(Code.NO_ANSWER)


def seed(store: SqlNodeStore, node: StoreNode, plan: Plan) -> int:
    """Give the node what central would have: configuration, orders, its office. The rev of the store feed."""
    downlink = Downlink(node)
    config_row = FeedRow(t="config", id=STORE, rev=1, d=_raw(plan.config))
    orders = enumerate(plan.every_order(), 1)
    rows = [FeedRow(t="order", id=order.id, rev=rev, d=_raw(order)) for rev, order in orders]
    named = Named(plan.config.epoch, EDGE)
    rows.append(FeedRow(t="authority", id=STORE, rev=len(rows) + 1, d=_raw(named)))
    with store.write() as tx:
        node.begin(tx, HISTORY)
        downlink.take_page(tx, _page(config_feed(STORE), [config_row]), plan.at)
        downlink.take_page(tx, _page(alloc_feed(STORE), rows), plan.at)
        return feed_state(tx, store_feed(STORE)).rev


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def _page(feed: str, rows: list[FeedRow]) -> Page:
    head = PageHead(feed=feed, id=HISTORY, schema=SCHEMA, from_rev=0)
    return Page(head=head, rows=rows, to=len(rows), more=False)


async def serve(plan: Plan, counter: SyncCounter) -> None:
    """Listen until the input ends."""
    folder, clock = Path(plan.folder), SystemClock()
    path, key = folder / "edge.db", os.urandom(KEY_BYTES)
    prepare(path, key, NODE)
    database = Database(path, key, NODE)
    store, node, db = SqlNodeStore(database), StoreNode(EDGE, STORE), DbThread()
    rev = await db.run(lambda: seed(store, node, plan))
    line = CutLine()
    parts = EdgeParts(
        access=NodeAccess(store, db, PokeHub()),
        node=node,
        artefacts=Artefacts(folder / "artefacts", store),
        files=DbThread("files"),
        upstream=line,
        pictures=PictureCache(folder / "pictures", line),
        now_at=clock.now_at,
        verify=verify,
    )
    incidents = Incidents()
    streams = PokeStreams(incidents)
    marks = StoredMarks(db, store)
    host_parts = HostParts(verify, clock.now_at, marks, incidents=incidents, streams=streams)
    async with ServerRunner(build_app(EdgeHost(parts), host_parts), streams) as running:
        await _answer(running.url, rev, counter)
    parts.files.close()
    db.close()
    database.close()


async def _answer(url: str, rev: int, counter: SyncCounter) -> None:
    """Say what there is to say, now and for every line of input."""
    while True:
        used = os.times()
        told = Told(
            url=url,
            rev=rev,
            syncs=counter.count,
            is_complete=counter.is_complete,
            cpu_s=used.user + used.system,
        )
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
        sys.stdout.buffer.flush()
        if not await asyncio.to_thread(sys.stdin.buffer.readline):
            return


def main(plan_path: str) -> int:
    """Run by `bench_processes` with the plan's path."""
    counter = SyncCounter()
    plan = msgspec.json.decode(Path(plan_path).read_bytes(), type=Plan)
    asyncio.run(serve(plan, counter))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
