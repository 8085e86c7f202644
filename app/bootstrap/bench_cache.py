"""The large cache of one terminal, built once a run: articles in one file, customers and orders in the other."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

from app.adapters.clock import SystemClock
from app.bootstrap.bench_load import feeds_of, rows_of
from app.bootstrap.bench_world import HISTORY, LARGE, SEED, STORE, World
from app.bootstrap.terminal_files import open_store
from app.contract.artefacts import SLICE_ROWS
from app.contract.feeds import FeedRef, FeedRow
from app.demo.bulk import bulk_finder
from app.demo.chain_dice import ean13
from app.domain.keyed import card_hash, email_hash
from app.store.catalog import CatalogStore
from app.store.catalog_load import loading
from app.store.terminal_store import SqlTerminalTx
from app.sync.inbox import take_snapshot

T = TypeVar("T")


def in_slices(rows: Iterator[T]) -> Iterator[list[T]]:
    """The rows, so many at a time as an artefact brings them."""
    while some := list(islice(rows, SLICE_ROWS)):
        yield some


def build_catalogue(world: World) -> None:
    """`catalog.db` of the large terminal; blocks for a minute at full size."""
    key = bytes.fromhex(world.config.catalogue_key)
    home, count = world.home(LARGE), world.sizes.articles
    store = CatalogStore(home / "catalog.db", key)
    try:
        with loading(store, key) as load:
            for kind, feed in feeds_of(world).items():
                for rows in in_slices(rows_of(world, kind, count)):
                    load.put(FeedRef(feed, HISTORY, count), rows)
    finally:
        store.close()


async def build_store(world: World) -> None:
    """`store.db` of the large terminal, as far as its edge's feed; half a minute at full size."""
    with open_store(world.home(LARGE), world.keys[LARGE], SystemClock()) as store:
        await store.access.write(lambda tx: _customers(world, tx))
        await store.access.write(lambda tx: _orders(world, tx))


def _customers(world: World, tx: SqlTerminalTx) -> None:
    secret, count = world.config.code_secret, world.sizes.customers
    rows = (
        FeedRow(t="finder", id=row.id, rev=rev, d=msgspec.Raw(msgspec.json.encode(row)))
        for rev, row in enumerate(bulk_finder(SEED, _key_of(secret), count), 1)
    )
    tx.finder.replace(FeedRef(f"finder:{world.config.chain}", HISTORY, count), in_slices(rows))


def _key_of(secret: str) -> Callable[[str], str]:
    """The keyed hash of an e-mail or a card, whichever it is."""
    return lambda text: email_hash(secret, text) if "@" in text else card_hash(secret, text)


def _orders(world: World, tx: SqlTerminalTx) -> None:
    count = world.sizes.orders
    rows = (
        FeedRow(t="order", id=order.id, rev=rev, d=msgspec.Raw(msgspec.json.encode(order)))
        for rev, order in enumerate(world.orders(count), 1)
    )
    ref, is_start = FeedRef(f"store:{STORE}", HISTORY, count), True
    for some in in_slices(rows):
        take_snapshot(tx, ref, some, world.at, is_start=is_start)
        is_start = False


def card_of(number: int) -> str:
    """The loyalty card of the customer with that number."""
    return ean13(f"2961{number:08d}")
