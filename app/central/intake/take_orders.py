"""Takes a platform's order in: a new one goes to its store, of a known one the store hears what changed there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msgspec import structs

from app.central.connectors.intents import (
    OPEN_STATES,
    Effect,
    IntentState,
    intents_of,
    load_intent,
    reference_of,
)
from app.central.connectors.port import PlatformOrder, PlatformState
from app.central.intake.marks import LIVE, Mark, load_mark, mark_of, save_mark
from app.central.intake.orders import gone_there, handed_over_there, new_order, payment, settled
from app.central.intake.people import customer_by_ref
from app.central.intake.rules import IntakeRules
from app.central.intake.telling import Details, settle_told, tell, tell_left_there, told_open
from app.domain.errors import Code, Problem
from app.domain.finding import number_term
from app.domain.handover import till_amount
from app.domain.orders import Order
from app.domain.substitutes import handed_over_for
from app.domain.values import CENTRAL, OrderId, StoreId
from app.node.chain_node import tell_taken_amiss
from app.node.custody import (
    allocate,
    publish_attention,
    publish_order,
    publish_returnables,
    request_cancel,
    request_shorten,
    shortened,
)
from app.node.documents import (
    Attention,
    decode_order,
    find_attention,
    find_config,
    find_order,
    put_attention,
    put_order,
)
from app.node.ports import NodeTx
from app.node.rules import promised_at

_OURS = reference_of("")
_RETURNABLE = timedelta(days=90)
"""What was collected longer ago is not told to the stores: no shop takes it back without asking."""


@dataclass(frozen=True, slots=True)
class OrderIntake:
    """Takes orders in, each within a transaction it is given; immutable."""

    rules: IntakeRules

    def take(self, tx: NodeTx, told: PlatformOrder, now_at: datetime) -> bool:
        """Whether anything was written. The same order twice changes nothing."""
        tx.lock(f"platform:{told.ref}")
        known = load_mark(tx, told.ref)
        order = _ours(tx, told, known)
        mark = mark_of(told, known, is_touched=told.is_paid and order is not None and _is_touched(tx, order))
        if order is None and _is_being_made(tx, told):
            return False
        if order is None:
            mark = self._first(tx, told, mark, now_at)
        else:
            mark = structs.replace(mark, order=order.id)
            mark = _Follow(tx, order, told, known or mark, mark, now_at, self.rules).follow()
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
        tell(tx, order, Code.ORDER_GONE_ONLINE, now_at, {})

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
        config = None if store is None else find_config(tx, store)
        if config is not None:
            order = replace(order, promised_at=promised_at(tx, config, told.placed_at))
        if store is not None and told.state in LIVE:
            allocate(tx, order, store)
        else:
            put_order(tx, order)
            if order.closed_at is not None and now_at - order.closed_at < _RETURNABLE:
                publish_returnables(tx, order)
        settle_told(tx, f"place:{told.ref}", now_at)
        return structs.replace(mark, order=order.id)

    def _without_store(self, tx: NodeTx, told: PlatformOrder, now_at: datetime) -> None:
        """Head office is asked where it belongs; it is taken in once the settings say."""
        item_id = f"place:{told.ref}"
        if told.store in self.rules.ignored or find_attention(tx, item_id) is not None:
            return
        details: Details = {"order": told.number, "location": told.store}
        item = Attention(item_id, Code.LOCATION_UNKNOWN, "", f"platform:{told.ref}", now_at, details)
        put_attention(tx, item)


def _ours(tx: NodeTx, told: PlatformOrder, known: Mark | None) -> Order | None:
    """The order we know by that reference, by what is remembered or by its own word."""
    if known is not None and known.order:
        return find_order(tx, known.order)
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


def _is_touched(tx: NodeTx, order: Order) -> bool:
    """Whether we may have told the platform that it was collected, or paid."""
    words = (intent for intent in intents_of(tx, order.id) if intent.effect in (Effect.COLLECTED, Effect.PAID))
    return any(word.tries or word.state not in (IntentState.WAITING, IntentState.DROPPED) for word in words)


@dataclass(slots=True)
class _Follow:
    """One known order against what the platform says of it now; `before` is what it said last, `mark` what is to
    be remembered of it."""

    tx: NodeTx
    order: Order
    told: PlatformOrder
    before: Mark
    mark: Mark
    now_at: datetime
    rules: IntakeRules

    def follow(self) -> Mark:
        """Do what follows; the mark to keep."""
        self._pay()
        self._shorten()
        self._restate()
        if self._is_moved_there:
            settle_told(self.tx, f"{Code.ORDER_MOVED}:{self.order.id}", self.now_at)
        if self.told.state is PlatformState.CANCELLED:
            return self._cancelled()
        if _has_open(self.tx, self.order):
            return self._unheard()
        if self.told.state is PlatformState.COLLECTED:
            self._collected()
        elif self._is_edited():
            self._edited()
        elif self.before.refunded is not None and self.before.refunded != self.mark.refunded:
            self._booked()
        else:
            self._partly_collected()
        self._ready()
        return self.mark

    def _pay(self) -> None:
        """What is owed is the platform's word, also where the store has other pieces in its bag.

        Once it is over nothing is owed anew: what was paid online stays paid.
        """
        is_same = self.told.is_paid == self.before.is_paid and self.before.owed in (None, self.told.owed)
        if is_same and not self._was_undone:
            return
        order = self.order
        if self._is_paid_here:
            self._paid_twice()
        elif not (order.is_collected or order.closed_at or order.cancelled_at or self._is_own_doing):
            self._put_payment()

    def _put_payment(self) -> None:
        order = replace(self.order, payment=payment(self.told, self.order))
        if order != self.order:
            self.order = order
            publish_order(self.tx, order)

    def _paid_twice(self) -> None:
        """The till took the money, and it came in online too, unless that is our own word."""
        is_ours = any(intent.effect is Effect.PAID for intent in intents_of(self.tx, self.order.id))
        is_ours |= self.rules.is_paid_by_collecting and not self.mark.is_paid_online
        if self.told.is_paid and not is_ours:
            handover = next(h for h in self.order.live_handovers if h.is_paid_here)
            amiss = (till_amount(self.order), 0)
            tell_taken_amiss(self.tx, self.order, handover.act.id, amiss, self.now_at)

    def _shorten(self) -> None:
        """What was cancelled there and has not left is cancelled by its store, which holds it; a person there is
        told at once to take it out of the bag."""
        order = self.order
        if order.custody.holder == CENTRAL or order.closed_at is not None or order.cancelled_at is not None:
            return
        if self.told.state not in LIVE or _has_open(self.tx, order, Effect.CREATE):
            return
        lines = gone_there(order, self.told)
        if not lines:
            shortened(self.tx, order)
            return
        if not request_shorten(self.tx, order, lines):
            return
        if not self._is_own_doing and (not order.is_paid or self._is_sum_unknown):
            self._put_payment()
        if details := self._difference():
            tell(self.tx, order, Code.ORDER_EDITED_ONLINE, self.now_at, details)

    def _is_edited(self) -> bool:
        before = self.before
        is_other = self.mark.lines != before.lines or self._is_other_place
        return is_other or self.mark.is_cheaper_or_dearer(before)

    def _booked(self) -> bool:
        """What central still has is as the platform says; False for what its store has, or nobody any more."""
        order = self.order
        if order.custody.holder != CENTRAL or order.closed_at is not None or order.cancelled_at is not None:
            return False
        lines, shipping = settled(self.told)
        order = replace(order, lines=lines, shipping=shipping)
        if not self._is_paid_here and not self._is_own_doing:
            order = replace(order, payment=payment(self.told, order))
        publish_order(self.tx, order)
        return True

    def _unheard(self) -> Mark:
        """Something of ours is on its way there, so what is new may be its doing: it counts as not heard, and as
        waiting still, and is looked at again until it can be told apart."""
        before = self.before
        return structs.replace(
            self.mark,
            state=before.state,
            lines=before.lines,
            location=before.location,
            total=before.total,
            refunded=before.refunded,
        )

    @property
    def _is_moved_there(self) -> bool:
        """It went to another shop here, and is fetched there by the platform's word too."""
        return bool(self.order.transfers) and self.rules.stores.get(self.mark.location) == self.order.store

    @property
    def _is_other_place(self) -> bool:
        return self.mark.location != self.before.location and not self._is_moved_there

    @property
    def _is_paid_here(self) -> bool:
        """A till has the money: what the platform says of it since is not what is to be taken."""
        return any(handover.is_paid_here for handover in self.order.live_handovers)

    @property
    def _was_undone(self) -> bool:
        """The till gave the money back: what was said of it while the till had it was not looked at."""
        return any(handover.is_paid_here and handover.reversed_by for handover in self.order.handovers)

    @property
    def _is_sum_unknown(self) -> bool:
        """A till took what was owed then, and did not say how much: it is reckoned from what is owed."""
        return any(h.is_paid_here and h.amount is None for h in self.order.live_handovers)

    @property
    def _is_own_doing(self) -> bool:
        """It may be called paid only because we said once that it was collected: after an undo the next hand-over
        asks for the money again."""
        is_undone = any(handover.is_paid_here for handover in self.order.handovers)
        is_unclear = self.rules.is_paid_by_collecting and not self.mark.is_paid_online
        return is_undone and self.told.is_paid and is_unclear

    def _ready(self) -> None:
        """Somebody marked it there, and its customer may come: its store packs it now, which settles this. What
        was so when it was first heard of is among all that is to be packed, and is not told one by one."""
        order = self.order
        if order.ready_at is not None or order.closed_at is not None or self.mark.state not in LIVE:
            settle_told(self.tx, f"{Code.READY_ELSEWHERE}:{order.id}", self.now_at)
        elif self.mark.state is PlatformState.READY is not self.before.state and order.custody.holder != CENTRAL:
            tell(self.tx, order, Code.READY_ELSEWHERE, self.now_at, {})

    def _cancelled(self) -> Mark:
        """Asked of the store once; should the goods have left, or leave meanwhile, a person there must know. What
        was given back after it was collected is a return, and may look cancelled to the platform."""
        order = self.order
        if order.cancelled_at is not None or order.cancel_requested_at is not None:
            return self.mark
        if order.is_collected and self.told.refunded:
            return self.mark
        try:
            if self.mark.is_cancel_asked:
                raise Problem(Code.ALREADY_HANDED_OVER)
            request_cancel(self.tx, order.id, self.now_at)
        except Problem:
            tell(self.tx, order, Code.CANCELLED_TOO_LATE, self.now_at, {})
        return structs.replace(self.mark, is_cancel_asked=True)

    def _collected(self) -> None:
        """Delivered by the platform's own means, or by somebody who did not tell us."""
        order = self.order
        settle_told(self.tx, f"{Code.PART_COLLECTED_ELSEWHERE}:{order.id}", self.now_at)
        settle_told(self.tx, f"{Code.PIECES_LEFT_ONLINE}:{order.id}", self.now_at)
        if order.is_collected or order.closed_at is not None:
            return
        if order.custody.holder == CENTRAL and order.cancelled_at is None:
            done = handed_over_there(order, self.told)
            publish_order(self.tx, done)
            publish_returnables(self.tx, done)
        else:
            tell(self.tx, order, Code.COLLECTED_ELSEWHERE, self.now_at, {})

    def _partly_collected(self) -> None:
        """Some of it was given out there. What central itself has is taken as told; otherwise the store has the
        goods still, and must know."""
        order, told = self.order, {line.id: line for line in self.told.lines}
        more = {
            line: extra
            for line in order.lines
            if line.id in told and (extra := told[line.id].fulfilled - handed_over_for(order, line)) > 0
        }
        if not more or order.closed_at is not None or order.cancelled_at is not None:
            settle_told(self.tx, f"{Code.PART_COLLECTED_ELSEWHERE}:{order.id}", self.now_at)
            return
        if self._booked():
            return
        line, extra = next(iter(more.items()))
        details: Details = {"article": line.name, "pieces": extra}
        if len(more) > 1:
            details["others"] = len(more) - 1
        tell(self.tx, order, Code.PART_COLLECTED_ELSEWHERE, self.now_at, details)

    def _edited(self) -> None:
        """Its store packs what it was told: a person there must change it. What central still has is changed."""
        order = self.order
        if self._booked():
            return
        if order.closed_at is not None:
            tell_left_there(self.tx, order, self.mark, self.now_at)
            return
        details = self._difference()
        if details and order.cancelled_at is None:
            tell(self.tx, order, Code.ORDER_EDITED_ONLINE, self.now_at, details)

    def _money(self) -> Details:
        """What the platform says is owed, without what the till took, which it hears of later; none where nothing
        is."""
        owed = self.told.owed - (till_amount(self.order) if self._is_paid_here else 0)
        return {"amount": owed, "currency": self.told.currency} if owed > 0 else {}

    def _restate(self) -> None:
        """A case that is open says what is to be taken now, not what it was when it was told."""
        item = told_open(self.tx, self.order, Code.ORDER_EDITED_ONLINE)
        if item is None or "location" in item.details:
            return
        about = {name: value for name, value in item.details.items() if name not in ("amount", "currency")}
        details = {**about, **self._money()}
        if details.keys() == {"order"}:
            settle_told(self.tx, item.id, self.now_at)
        elif details != item.details:
            publish_attention(self.tx, replace(item, details=details))

    def _difference(self) -> Details:
        """What a person in the store must know; nothing of money that is not for the till."""
        if self._is_other_place:
            return {"location": self.mark.location}
        money = self._money()
        if self.mark.lines == self.before.lines:
            return {} if told_open(self.tx, self.order, Code.ORDER_EDITED_ONLINE) else money
        names = {str(line.id): line.name for line in self.order.lines}
        names |= {line.id: line.name for line in self.told.lines}
        changed = [
            line
            for line in {**self.before.lines, **self.mark.lines}
            if self.before.lines.get(line, 0) != self.mark.lines.get(line, 0)
        ]
        first = changed[0]
        had, now = self.before.lines.get(first, 0), self.mark.lines.get(first, 0)
        others: Details = {"others": len(changed) - 1} if len(changed) > 1 else {}
        return {"article": names.get(first, ""), "had": had, "now": now, **others, **money}
