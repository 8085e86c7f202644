"""The open orders of a shop as they may be shown, read anew only where something changed."""

from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec

from app.domain.orders import Order
from app.domain.values import OrderId, StoreId
from app.usecases.orders import project
from app.usecases.ports import TerminalTx

MAX_OPEN = 2_000
"""More than a shop has open in its busiest week."""
FEW = 50
"""From here on all rows are read in one go."""
_orders = msgspec.json.Decoder(Order)


@dataclass(slots=True)
class OpenOrders:
    """The orders by key, kept by rev; the reader's thread only. One that this terminal did something to is read
    and folded each time, the others are what the authority said."""

    known: dict[str, tuple[int, Order]] = field(default_factory=dict)
    history: str = ""
    commits: int | None = None
    shown: list[Order] = field(default_factory=list)

    def read(self, tx: TerminalTx, store: StoreId) -> list[Order]:
        """By promise time, at most 2,000; the very list of the last reading where nothing was written since, which
        is not to be changed."""
        if tx.commits is None or tx.commits != self.commits:
            self.shown = self._read(tx, store)
            self.commits = tx.commits
        return self.shown

    def of(self, tx: TerminalTx, keys: Collection[OrderId], store: StoreId) -> dict[OrderId, Order]:
        """Those orders, as far as this terminal has them; also what is open no more.

        A few are read singly, unless all have just been read.
        """
        is_read = tx.commits is not None and tx.commits == self.commits
        open_now = self.read(tx, store) if is_read or len(keys) > FEW else ()
        near = {order.id: order for order in open_now}
        found = {key: near[key] if key in near else project(tx, key, store) for key in keys}
        return {key: order for key, order in found.items() if order is not None}

    def _read(self, tx: TerminalTx, store: StoreId) -> list[Order]:
        """Another history of the feed counts its revs anew."""
        before, history = self.known, tx.cursor(f"store:{store}").id
        if history != self.history:
            before, self.history = {}, history
        begun = tx.outbox_keys("order:")
        revs = tx.base_revs("order", "due:", MAX_OPEN)
        is_kept = {key: key in before and before[key][0] == rev for key, rev in revs}
        if sum(not kept for kept in is_kept.values()) > FEW:
            self.known = {
                row.key: (row.rev, _orders.decode(row.body)) for row in tx.base_find("order", "due:", MAX_OPEN)
            }
        else:
            self.known = {key: before[key] if is_kept[key] else _read(tx, key, rev) for key, rev in revs}
        shown = (
            project(tx, key, store) if f"order:{key}" in begun else self.known[key][1]
            for key, _ in revs
            if key in self.known
        )
        return [order for order in shown if order is not None]


def _read(tx: TerminalTx, key: str, rev: int) -> tuple[int, Order]:
    row = tx.base_get("order", key)
    assert row is not None
    return rev, _orders.decode(row.body)
