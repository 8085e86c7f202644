"""What the demo shop remembers, in a SQLite file of its own; as careless as the real shops that were measured.

It keeps nobody from fulfilling or refunding twice, does not move `updated_at` for either, and restocks where the
stock was allocated unless told otherwise.
"""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from msgspec import json
from msgspec.structs import replace

from app.demo.shop_goods import After, Missing, ShopGoods
from app.demo.shop_wire import (
    EffectView,
    LinePieces,
    NewOrderBody,
    OrderEdit,
    OrderView,
    Seed,
    SeedOrder,
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS orders(
  id TEXT PRIMARY KEY, location TEXT, state TEXT, updated_at TEXT, note TEXT, body BLOB);
CREATE INDEX IF NOT EXISTS orders_moved ON orders(updated_at, id);
CREATE TABLE IF NOT EXISTS effects(
  n INTEGER PRIMARY KEY, order_id TEXT, kind TEXT, body BLOB, is_cancelled INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS effects_of ON effects(order_id, kind);
"""
_OPEN = ("unpaid", "paid", "ready", "partially_collected")
_encode = json.encode
_order = json.Decoder(SeedOrder).decode
_effect = json.Decoder(EffectView).decode


class Invalid(Exception):
    """That makes no sense to the shop."""


class OverRefund(Exception):
    """More than was paid; the shop calls that its own fault (a 500 that no repeat will cure)."""


class ShopData:
    """Owns the file; all methods on the thread that made it. Each writing method is one transaction."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        self._now = now
        self.goods = ShopGoods(self._db, now)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def seed(self, seed: Seed) -> None:
        """Forget everything and start with this."""
        at = self._now().isoformat()
        with self._db as db:
            db.execute("DELETE FROM orders")
            db.execute("DELETE FROM effects")
            orders = [
                (o.id, o.location, o.state, o.updated_at.isoformat() if o.updated_at else at, o.note, _encode(o))
                for o in seed.orders
            ]
            db.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", orders)
            self.goods.seed(seed, at)

    def order(self, order_id: str) -> OrderView:
        """One order; Missing."""
        row = self._db.execute("SELECT state, updated_at, body FROM orders WHERE id = ?", (order_id,)).fetchone()
        if row is None:
            raise Missing(order_id)
        state, updated_at, body = row
        sold = _order(body)
        return OrderView(
            id=sold.id,
            number=sold.number,
            state=state,
            location=sold.location,
            customer=sold.customer,
            currency=sold.currency,
            total=sold.total,
            placed_at=sold.placed_at,
            updated_at=datetime.fromisoformat(updated_at),
            lines=sold.lines,
            fulfilments=self._effects(order_id, "fulfilment"),
            returns=self._effects(order_id, "return"),
            refunds=self._effects(order_id, "refund"),
            restocks=self._effects(order_id, "restock"),
            messages=self._effects(order_id, "message"),
            note=sold.note,
            shipping=sold.shipping,
            payment=sold.payment,
            is_paid=sold.is_paid,
            contact=sold.contact,
        )

    def make_order(self, body: NewOrderBody) -> OrderView:
        """Make an order. Nobody looks whether there is such a one already."""
        at = self._now()
        with self._db as db:
            n = int(db.execute("SELECT count(*) FROM orders").fetchone()[0]) + 1
            order = SeedOrder(
                id=f"made-{n}",
                number=body.number,
                location=body.location,
                customer=body.customer,
                currency=body.currency,
                total=body.total,
                placed_at=at,
                lines=body.lines,
                state=body.state,
                note=body.note,
                is_paid=body.state == "paid",
            )
            values = (order.id, order.location, order.state, at.isoformat(), order.note, _encode(order))
            db.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)", values)
        return self.order(order.id)

    def _effects(self, order_id: str, kind: str) -> list[EffectView]:
        rows = self._db.execute(
            "SELECT n, is_cancelled, body FROM effects WHERE order_id = ? AND kind = ? ORDER BY n",
            (order_id, kind),
        )
        views = [(n, is_cancelled, _effect(body)) for n, is_cancelled, body in rows]
        return [
            EffectView(str(n), e.note, bool(is_cancelled), e.lines, e.amount, e.location, e.kind, e.link)
            for n, is_cancelled, e in views
        ]

    def orders(
        self, location: str, note: str, after: After, *, is_open: bool, page: int, size: int
    ) -> list[OrderView]:
        """A page of orders by (updated_at, id); empty filters let everything through."""
        states = _OPEN if is_open else (*_OPEN, "collected", "cancelled")
        marks = ",".join("?" * len(states))
        rows = self._db.execute(
            f"SELECT id FROM orders WHERE state IN ({marks}) AND (location = ? OR ? = '') "  # noqa: S608
            "AND (note = ? OR ? = '') AND (updated_at, id) > (?, ?) ORDER BY updated_at, id LIMIT ? OFFSET ?",
            (*states, location, location, note, note, *after, size, (page - 1) * size),
        ).fetchall()
        return [self.order(order_id) for (order_id,) in rows]

    def count(self) -> int:
        """How many orders there are."""
        return int(self._db.execute("SELECT count(*) FROM orders").fetchone()[0])

    def cancel(self, order_id: str) -> OrderView:
        """Somebody cancels the order in the shop's own administration, whatever has become of it; Missing."""
        return self._set_state(order_id, "cancelled", is_touched=True)

    def edit(self, order_id: str, edit: OrderEdit) -> OrderView:
        """Somebody changes what the order consists of; Missing."""
        order = self.order(order_id)
        with self._db as db:
            row = db.execute("SELECT body FROM orders WHERE id = ?", (order_id,)).fetchone()
            body = _encode(replace(_order(row[0]), lines=edit.lines, total=edit.total))
            db.execute("UPDATE orders SET body = ? WHERE id = ?", (body, order_id))
        return self._set_state(order_id, order.state, is_touched=True)

    def pay(self, order_id: str, amount: Decimal) -> OrderView:
        """The order is paid; Invalid for any other sum than its total. Says yes as often as it is told."""
        if amount != self.order(order_id).total:
            raise Invalid(order_id)
        with self._db as db:
            row = db.execute("SELECT body FROM orders WHERE id = ?", (order_id,)).fetchone()
            body = _encode(replace(_order(row[0]), is_paid=True))
            db.execute("UPDATE orders SET body = ? WHERE id = ?", (body, order_id))
        order = self.order(order_id)
        return self._set_state(order_id, "paid", is_touched=True) if order.state == "unpaid" else order

    def mark_ready(self, order_id: str) -> OrderView:
        """The order waits for the customer; says yes as often as it is told."""
        return self._set_state(order_id, "ready", is_touched=True)

    def fulfil(self, order_id: str, lines: Sequence[LinePieces], note: str) -> EffectView:
        """Give pieces out. Nobody looks whether they left before."""
        order = self.order(order_id)
        effect = self._add(order, "fulfilment", EffectView("", note, lines=_or_all(order, lines)))
        self._set_state(order_id, _state_after(self.order(order_id)), is_touched=False)
        return effect

    def cancel_fulfilment(self, order_id: str, fulfilment_id: str) -> EffectView:
        """Take a fulfilment back; Missing when there is none, or none any more."""
        live = {f.id for f in self.order(order_id).fulfilments if not f.is_cancelled}
        if fulfilment_id not in live:
            raise Missing(fulfilment_id)
        with self._db as db:
            db.execute("UPDATE effects SET is_cancelled = 1 WHERE n = ?", (int(fulfilment_id),))
        order = self._set_state(order_id, "ready", is_touched=True)
        return next(f for f in order.fulfilments if f.id == fulfilment_id)

    def record_return(self, order_id: str, lines: Sequence[LinePieces], note: str) -> EffectView:
        """Write a return down, as often as it is told."""
        order = self.order(order_id)
        return self._add(order, "return", EffectView("", note, lines=_or_all(order, lines)))

    def refund(self, order_id: str, amount: Decimal, lines: Sequence[LinePieces], note: str) -> EffectView:
        """Give money back; OverRefund above what was paid, Invalid for no money; nothing else is looked at."""
        if not amount.is_finite() or amount <= 0:
            raise Invalid(order_id)
        order = self.order(order_id)
        if amount + sum((r.amount or Decimal(0) for r in order.refunds), Decimal(0)) > order.total:
            raise OverRefund(order_id)
        return self._add(order, "refund", EffectView("", note, lines=list(lines), amount=amount))

    def restock(self, order_id: str, lines: Sequence[LinePieces], location: str, note: str) -> EffectView:
        """Put pieces on hand, where the order was allocated unless a location is named."""
        order = self.order(order_id)
        place = location or order.location
        pieces = _or_all(order, lines)
        skus = {line.id: line.sku for line in order.lines}
        effect = self._add(order, "restock", EffectView("", note, lines=pieces, location=place))
        self.goods.put_on_hand(((skus.get(p.line, p.line), p.quantity) for p in pieces), place)
        return effect

    def message(self, order_id: str, kind: str, note: str, link: str = "") -> EffectView:
        """Pretend to send a message."""
        return self._add(self.order(order_id), "message", EffectView("", note, kind=kind, link=link))

    def _add(self, order: OrderView, kind: str, effect: EffectView) -> EffectView:
        with self._db as db:
            row = db.execute(
                "INSERT INTO effects(order_id, kind, body) VALUES (?, ?, ?)", (order.id, kind, _encode(effect))
            )
        return next(e for e in self._effects(order.id, kind) if e.id == str(row.lastrowid))

    def _set_state(self, order_id: str, state: str, *, is_touched: bool) -> OrderView:
        before = self.order(order_id)
        at = self._now() if is_touched else before.updated_at
        with self._db as db:
            values = (state, at.isoformat(), order_id)
            db.execute("UPDATE orders SET state = ?, updated_at = ? WHERE id = ?", values)
        return self.order(order_id)


def _or_all(order: OrderView, lines: Sequence[LinePieces]) -> list[LinePieces]:
    return list(lines) or [LinePieces(line.id, line.quantity) for line in order.lines]


def _state_after(order: OrderView) -> str:
    given: dict[str, int] = {}
    for fulfilment in order.fulfilments:
        for piece in () if fulfilment.is_cancelled else fulfilment.lines:
            given[piece.line] = given.get(piece.line, 0) + piece.quantity
    is_whole = all(given.get(line.id, 0) >= line.quantity for line in order.lines)
    return "collected" if is_whole else "partially_collected"
