"""Takes a platform's order in: a new one goes to its store, of a known one the store hears what changed there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec import structs

from app.central.connectors.intents import OPEN_STATES, Effect, intents_of, load_intent, reference_of
from app.central.connectors.port import PlatformOrder, PlatformState
from app.central.intake.marks import LIVE, Mark, load_mark, mark_of, save_mark
from app.central.intake.orders import handed_over_there, new_order, payment, settled
from app.central.intake.people import customer_by_ref
from app.central.intake.rules import IntakeRules
from app.domain.errors import Code, Problem
from app.domain.finding import number_term
from app.domain.orders import Order
from app.domain.values import CENTRAL, OrderId, StoreId
from app.node.custody import allocate, publish_attention, publish_order, publish_returnables, request_cancel
from app.node.documents import Attention, decode_order, find_attention, find_order, put_attention, put_order
from app.node.ports import NodeTx

_OURS = reference_of("")
_RETURNABLE = timedelta(days=90)
"""What was collected longer ago is not told to the stores: no shop takes it back without asking."""
_Details = dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class OrderIntake:
    """Takes orders in, each within a transaction it is given; immutable."""

    rules: IntakeRules

    def take(self, tx: NodeTx, told: PlatformOrder, now_at: datetime) -> bool:
        """Whether anything was written. The same order twice changes nothing."""
        tx.lock(f"platform:{told.ref}")
        known = load_mark(tx, told.ref)
        mark = mark_of(told, known)
        order = _ours(tx, told, mark)
        if order is None and _is_being_made(tx, told):
            return False
        if order is None:
            mark = self._first(tx, told, mark, now_at)
        else:
            mark = structs.replace(mark, order=order.id)
            mark = _Follow(tx, order, told, known or mark, now_at).follow(mark)
        if mark != known:
            save_mark(tx, mark)
        return mark != known

    def gone(self, tx: NodeTx, ref: str, now_at: datetime) -> None:
        """The platform does not know an order any more that it had told of: its store must know."""
        tx.lock(f"platform:{ref}")
        mark = load_mark(tx, ref)
        order = None if mark is None else find_order(tx, mark.order)
        if mark is None or order is None:
            return
        save_mark(tx, structs.replace(mark, state=PlatformState.CANCELLED))
        _tell(tx, order, Code.ORDER_GONE_ONLINE, now_at, {})

    def _first(self, tx: NodeTx, told: PlatformOrder, mark: Mark, now_at: datetime) -> Mark:
        store = self.rules.stores.get(told.store)
        if store is None and told.store and told.state in LIVE:
            self._without_store(tx, told, now_at)
            return mark
        who = customer_by_ref(tx, told.customer_ref)
        order_id = OrderId(self.rules.ids.new_id())
        order = new_order(told, store or StoreId(told.store), who, order_id, self.rules)
        if not order.lines:
            return mark
        if store is not None and told.state in LIVE:
            allocate(tx, order, store)
        else:
            put_order(tx, order)
            if order.closed_at is not None and now_at - order.closed_at < _RETURNABLE:
                publish_returnables(tx, order)
        _settled(tx, f"place:{told.ref}", now_at)
        return structs.replace(mark, order=order.id)

    def _without_store(self, tx: NodeTx, told: PlatformOrder, now_at: datetime) -> None:
        """Head office is asked where it belongs; it is taken in once the settings say."""
        item_id = f"place:{told.ref}"
        if told.store in self.rules.ignored or find_attention(tx, item_id) is not None:
            return
        details: _Details = {"order": told.number, "location": told.store}
        item = Attention(item_id, Code.LOCATION_UNKNOWN, "", f"platform:{told.ref}", now_at, details)
        put_attention(tx, item)


def _settled(tx: NodeTx, item_id: str, now_at: datetime) -> None:
    """What waited for a person does no more."""
    item = find_attention(tx, item_id)
    if item is not None and item.settled_at is None:
        publish_attention(tx, replace(item, settled_at=now_at, settled_by=CENTRAL))


def _ours(tx: NodeTx, told: PlatformOrder, mark: Mark) -> Order | None:
    """The order we know by that reference, by what is remembered or by its own word."""
    if mark.order:
        return find_order(tx, mark.order)
    term = f"platform:{told.ref}"
    found = [hit for hit in tx.find("order", term, 10) if hit.term == term]
    return decode_order(found[0].body) if found else None


def _is_being_made(tx: NodeTx, told: PlatformOrder) -> bool:
    """Whether we asked for this order ourselves, and only its name is not written down yet."""
    if told.reference.startswith(_OURS):
        return load_intent(tx, told.reference.removeprefix(_OURS)) is not None
    term = number_term(told.number)
    made_here = (decode_order(hit.body) for hit in tx.find("order", term, 20) if hit.term == term)
    return any(_has_open(tx, order, Effect.CREATE) for order in made_here)


def _has_open(tx: NodeTx, order: Order, *effects: Effect) -> bool:
    intents = intents_of(tx, order.id)
    return any(i.state in OPEN_STATES and (not effects or i.effect in effects) for i in intents)


@dataclass(slots=True)
class _Follow:
    """One known order against what the platform says of it now; `before` is what it said last."""

    tx: NodeTx
    order: Order
    told: PlatformOrder
    before: Mark
    now_at: datetime

    def follow(self, mark: Mark) -> Mark:
        """Do what follows; the mark to keep."""
        if self.told.is_paid != self.before.is_paid and not self._was_paid_here:
            self.order = replace(self.order, payment=payment(self.told))
            publish_order(self.tx, self.order)
        if self.told.state is PlatformState.CANCELLED:
            return self._cancelled(mark)
        if _has_open(self.tx, self.order):
            return structs.replace(mark, lines=self.before.lines, location=self.before.location)
        if self.told.state is PlatformState.COLLECTED:
            self._collected()
        elif mark.lines != self.before.lines or mark.location != self.before.location:
            self._edited(mark)
        self._ready(mark)
        return mark

    @property
    def _was_paid_here(self) -> bool:
        """A till took the money once. What the platform says of it since is our own doing, or of who closed it
        there: a return gives cash back, and after an undo the next hand-over asks for the money again."""
        return any(handover.is_paid_here for handover in self.order.handovers)

    def _ready(self, mark: Mark) -> None:
        """Somebody marked it there, and its customer may come: its store packs it now, which settles this. What
        was so when it was first heard of is among all that is to be packed, and is not told one by one."""
        order = self.order
        if order.ready_at is not None or order.closed_at is not None or mark.state not in LIVE:
            _settled(self.tx, f"{Code.READY_ELSEWHERE}:{order.id}", self.now_at)
        elif mark.state is PlatformState.READY is not self.before.state and order.custody.holder != CENTRAL:
            _tell(self.tx, order, Code.READY_ELSEWHERE, self.now_at, {})

    def _cancelled(self, mark: Mark) -> Mark:
        """Asked of the store once; should the goods have left, or leave meanwhile, a person there must know. What
        was given back after it was collected is a return, and may look cancelled to the platform."""
        order = self.order
        if order.cancelled_at is not None or order.cancel_requested_at is not None:
            return mark
        if order.is_collected and self.told.refunded:
            return mark
        try:
            if mark.is_cancel_asked:
                raise Problem(Code.ALREADY_HANDED_OVER)
            request_cancel(self.tx, order.id, self.now_at)
        except Problem:
            _tell(self.tx, order, Code.CANCELLED_TOO_LATE, self.now_at, {})
        return structs.replace(mark, is_cancel_asked=True)

    def _collected(self) -> None:
        """Delivered by the platform's own means, or by somebody who did not tell us."""
        order = self.order
        if order.is_collected or order.closed_at is not None:
            return
        if order.custody.holder == CENTRAL and order.cancelled_at is None:
            done = handed_over_there(order, self.told)
            publish_order(self.tx, done)
            publish_returnables(self.tx, done)
        else:
            _tell(self.tx, order, Code.COLLECTED_ELSEWHERE, self.now_at, {})

    def _edited(self, mark: Mark) -> None:
        """Its store packs what it was told: a person there must change it. What central still has is changed."""
        order = self.order
        if order.custody.holder == CENTRAL and order.closed_at is None and order.cancelled_at is None:
            lines, shipping = settled(self.told)
            publish_order(self.tx, replace(order, lines=lines, shipping=shipping))
            return
        if order.closed_at is None and order.cancelled_at is None:
            _tell(self.tx, order, Code.ORDER_EDITED_ONLINE, self.now_at, self._difference(mark))

    def _difference(self, mark: Mark) -> _Details:
        if mark.location != self.before.location:
            return {"location": mark.location}
        names = {str(line.id): line.name for line in self.order.lines}
        names |= {line.id: line.name for line in self.told.lines}
        changed = [
            line
            for line in {**self.before.lines, **mark.lines}
            if self.before.lines.get(line, 0) != mark.lines.get(line, 0)
        ]
        first = changed[0]
        had, now = self.before.lines.get(first, 0), mark.lines.get(first, 0)
        others: _Details = {"others": len(changed) - 1} if len(changed) > 1 else {}
        return {"article": names.get(first, ""), "had": had, "now": now, **others}


def _tell(tx: NodeTx, order: Order, code: Code, at: datetime, details: _Details) -> None:
    """Put it before a person in the order's store; the same thing once."""
    item_id = f"{code}:{order.id}"
    known = find_attention(tx, item_id)
    details = {"order": order.number, **details}
    if known is not None and known.details.items() >= details.items():
        return
    publish_attention(tx, Attention(item_id, code, order.store, f"order:{order.id}", at, details))
