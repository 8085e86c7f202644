"""The chain's authority: allocates orders to stores, records what they decided, decides what is central's."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import StoreConfig
from app.domain.commands import (
    AnswerRecall,
    ChangeConsent,
    CloseOrder,
    HandOverOrder,
    HoldCart,
    MarkReady,
    MoveCall,
    MoveVisit,
    NoteCustomer,
    ReceiveReturn,
    ReleaseCart,
    ReserveCart,
    ReverseHandover,
    SellCart,
    SettleItem,
    ShortenOrder,
    StartReturn,
    WithdrawNote,
)
from app.domain.decisions import OrderBody, decide, has_applied, record
from app.domain.errors import Code, Problem
from app.domain.events import Event, OrderMoved, OrderReserved, events_between
from app.domain.fulfilment import cancel
from app.domain.fulfilment import request_cancel as cancel_requested
from app.domain.handover import FACTS, HandoverRules, is_overlapping, taken_amiss, till_amount, unpaid_amount
from app.domain.order_commands import EndHold, GiveUpGoods, RefuseGoods, SubstituteGoods
from app.domain.orders import Order
from app.domain.profile_changes import ProfileBody
from app.domain.returns import ReturnCase
from app.domain.transfers import asked_for, moved_to, withdrawn
from app.domain.values import CENTRAL, Custody, StoreId
from app.node.cart_holds import end_elsewhere, hold_cart, release_cart
from app.node.cart_orders import reserve_cart, sell_cart
from app.node.custody import (
    note_stream,
    publish_attention,
    publish_order,
    publish_returnables,
    recall_over,
    shortened,
    too_late,
)
from app.node.documents import (
    Attention,
    find_attention,
    find_config,
    get_order,
    put_attention,
    put_order,
    put_visit,
)
from app.node.hold_watch import heard_hold
from app.node.intake import Intake, Note, Received, Sender, no_note
from app.node.ports import NodeTx
from app.node.profiles import change_profile
from app.node.refunds import decide_return
from app.node.rules import recorded_rules
from app.node.told_visits import decided_visit, is_told, take_rows
from app.node.transfers import ended, keep_left, order_of, pass_on
from app.node.visits import decided_of, get_orders, joined, moved_visit

RECORDED = FACTS
CLOSED = HandoverRules(undo_window_s=-(10**12))
"""The holder's word counts, whatever its clock said: central does not judge windows again."""


class Recorder(Protocol):
    """Who must hear of a recorded fact, within its transaction: the guard before the shop platform."""

    def happened(self, tx: NodeTx, order: Order, event: Event) -> None:
        """Something happened to an order: made here, ready, handed over, reversed, cancelled, closed."""

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        """Goods came back and central decided what is refunded."""


class NoRecorder:
    """Nobody to tell: a chain without a shop platform."""

    def happened(self, tx: NodeTx, order: Order, event: Event) -> None:
        """Nothing to do."""

    def returned(self, tx: NodeTx, order: Order, case: ReturnCase) -> None:
        """Nothing to do."""


Written = Callable[[NodeTx, Received, ProfileBody], None]
"""Records that something was written about a person, in the transaction that wrote it."""


def not_recorded(tx: NodeTx, received: Received, body: ProfileBody) -> None:
    """Nobody keeps such records here."""


@dataclass(frozen=True, slots=True)
class ChainNode:
    """The authority of the chain. Sans-I/O: every method works within a transaction it is given.

    `written` hears of every note and consent taken, once each.
    """

    recorder: Recorder
    is_fencing: bool = True
    is_deduplicating: bool = True
    note: Note = no_note
    written: Written = not_recorded

    @property
    def intake(self) -> Intake:
        """The command log's receiving side; results are final here."""
        return Intake(self._apply, is_top=True, is_deduplicating=self.is_deduplicating, note=self.note)

    def receive(self, tx: NodeTx, sender: Sender, lines: list[CommandLine], now_at: datetime) -> list[Result]:
        """Answer a batch relayed by a store's edge; an edge of a lower epoch is told to stand down."""
        tx.lock(f"config:{sender.store}")
        tx.lock(*sorted({f"device:{_device_of(line)}" for line in lines} | {line.cmd.key for line in lines}))
        config = find_config(tx, sender.store)
        epoch = config.epoch if config is not None else 0
        if self.is_fencing and (config is None or sender.device != config.edge_device):
            return [_stale(line, epoch) for line in lines]
        fresh = [line for line in lines if line.epoch >= epoch or not self.is_fencing]
        if len(fresh) < len(lines):
            return [_stale(line, epoch) for line in lines]
        for stream in sorted({line.cmd.id.rpartition(":")[0] for line in lines}):
            note_stream(tx, sender.store, stream)
        return self.intake.receive(tx, sender, [take_rows(tx, sender.store, line) for line in lines], now_at)

    def _apply(self, tx: NodeTx, received: Received) -> Result:
        decided = received.line.decided
        if decided is not None and decided.outcome is Outcome.REJECTED:
            return decided
        body = received.body
        match body:
            case ReceiveReturn():
                result = decide_return(tx, received, body, self.recorder)
            case MoveVisit():
                result = self._record_visit(tx, received, body)
            case MoveCall() | StartReturn():
                # The shop's own business, done there.
                result = Result(id=received.command.id, outcome=Outcome.OK)
            case NoteCustomer() | WithdrawNote() | ChangeConsent():
                change_profile(tx, received, body)
                self.written(tx, received, body)
                result = Result(id=received.command.id, outcome=Outcome.OK)
            case ReserveCart() | SellCart() | HoldCart() | ReleaseCart():
                result = self._cart(tx, received, body)
            case SettleItem():
                result = self._settled_there(tx, received, body)
            case AnswerRecall():
                result = self._recall_answered(tx, received, body)
            case _:
                result = self._record(tx, received, body)
        return result

    def _cart(
        self, tx: NodeTx, received: Received, body: ReserveCart | SellCart | HoldCart | ReleaseCart
    ) -> Result:
        """What stood aside for a cart stands aside no more once the cart went its way."""
        details: dict[str, str | int | bool] = {}
        match body:
            case ReserveCart():
                order = reserve_cart(tx, received, body)
                self.recorder.happened(tx, order, OrderReserved(order.id, received.act.at))
                details = {"order": order.id, "number": order.number}
            case SellCart():
                details = {"due": sell_cart(tx, received, body)}
            case HoldCart():
                hold_cart(tx, received, body)
        if not isinstance(body, HoldCart):
            release_cart(tx, body.store, body.cart)
            end_elsewhere(tx, body.store, body.cart, received.act.at)
        return Result(id=received.command.id, outcome=Outcome.OK, details=details)

    def _record(self, tx: NodeTx, received: Received, body: OrderBody) -> Result:
        """What a custody holder decided is a fact; if it does not fit what is known here, a person is told."""
        order = order_of(tx, body.order, received.act.store)
        if received.line.decided is None and received.id.device != self._edge_of(tx, received.act.store):
            raise Problem(Code.NOT_CUSTODIAN, order=order.number, holder=order.custody.holder)
        if has_applied(order, received.command.id):
            return Result(id=received.command.id, outcome=Outcome.OK)
        if isinstance(body, ShortenOrder):
            shortened(tx, order, body.lines)
        try:
            rules = CLOSED if isinstance(body, CloseOrder) else recorded_rules(find_config(tx, order.store))
            recorded = record(order, body, received.act, rules)
        except Problem as problem:
            _conflict(tx, received, order, problem)
            return Result(id=received.command.id, outcome=Outcome.OK, code=Code.HANDOVER_CONFLICT)
        if moved_to(recorded) is not None:
            self._moved(tx, order, recorded, received.now_at)
            return Result(id=received.command.id, outcome=Outcome.OK)
        _watch_overlap(tx, received, recorded)
        _watch_sum(tx, received, order, body)
        if isinstance(body, MarkReady):
            recorded = replace(recorded, hold_until=heard_hold(recorded, received.line.decided))
        if isinstance(body, ShortenOrder | RefuseGoods | EndHold | SubstituteGoods | GiveUpGoods):
            _watch_shortened(tx, recorded, received.now_at)
        self._publish(tx, order, recorded)
        self._tell(tx, order, recorded, received.act.at)
        for visit in joined(tx, order, recorded, received.act.at):
            # Who waits in the shop that the order left is that shop's to serve.
            if visit.store == received.act.store and not is_told(received.line, visit.id):
                put_visit(tx, visit)
        return Result(id=received.command.id, outcome=Outcome.OK)

    def _moved(self, tx: NodeTx, before: Order, left: Order, now_at: datetime) -> None:
        """A shop let an order go to another one, or says what it does with what lies there of one that went."""
        if moved_to(before) is not None:
            keep_left(tx, left)
            self._tell(tx, before, left, now_at)
            return
        ended(tx, before)
        if before.cancel_requested_at is not None:
            self._cancelled(tx, before, now_at)
            return
        keep_left(tx, left)
        after = pass_on(tx, before, left, now_at)
        self.recorder.happened(tx, after, OrderMoved(after.id, left.store, after.store, now_at))

    def _cancelled(self, tx: NodeTx, order: Order, at: datetime) -> None:
        """Its shop let the order go to another one, and its customer has cancelled it meanwhile: that wins."""
        recall_over(tx, order)
        cancelled = cancel(withdrawn(order), at)
        publish_order(tx, replace(cancelled, custody=Custody(CENTRAL)))
        self._tell(tx, order, cancelled, at)

    def _publish(self, tx: NodeTx, before: Order, recorded: Order) -> None:
        """A store decides its open orders itself and needs no echo; a closed one is central's again.

        Of what is central's already the store still puts pieces back, and a successor there must hear of it.
        """
        is_answered = asked_for(recorded) is None and asked_for(before) is not None
        if is_answered:
            ended(tx, before)
            recorded = withdrawn(recorded)
        if before.cancel_requested_at is not None and _is_over(recorded):
            recall_over(tx, before)
            is_cancelled = recorded.cancelled_at is not None
            recorded = recorded if is_cancelled else replace(recorded, cancel_requested_at=None)
        if recorded.closed_at is None and recorded.custody.holder != CENTRAL:
            (publish_order if is_answered else put_order)(tx, recorded)
        else:
            publish_order(tx, replace(recorded, custody=Custody(CENTRAL)))
        if recorded.handovers != before.handovers:
            publish_returnables(tx, recorded)

    def _tell(self, tx: NodeTx, before: Order, after: Order, at: datetime) -> None:
        for event in events_between(before, after, at):
            self.recorder.happened(tx, after, event)

    def _settled_there(self, tx: NodeTx, received: Received, body: SettleItem) -> Result:
        """The shop's own business, settled there. Of what head office told it, head office keeps that it was."""
        item = find_attention(tx, body.item)
        if item is not None and item.settled_at is None:
            act = received.act
            publish_attention(tx, replace(item, settled_at=act.at, settled_by=act.operator))
        return Result(id=received.command.id, outcome=Outcome.OK)

    def _recall_answered(self, tx: NodeTx, received: Received, body: AnswerRecall) -> Result:
        order = get_order(tx, body.order)
        if body.target:
            self._transfer_answered(tx, received, body, order)
            return Result(id=received.command.id, outcome=Outcome.OK)
        ended(tx, order)
        if order.cancelled_at is not None:
            recall_over(tx, order)
            return Result(id=received.command.id, outcome=Outcome.OK)
        if not body.is_released:
            publish_order(tx, too_late(tx, order, received.now_at))
            return Result(id=received.command.id, outcome=Outcome.OK, code=Code.ALREADY_HANDED_OVER)
        recall_over(tx, order)
        # It was asked once more, and had been answered before: the later answer counts.
        asked = order if order.cancel_requested_at is not None else cancel_requested(order, received.act.at)
        answered = decide(asked, body, received.act, RECORDED)
        publish_order(tx, replace(answered, custody=Custody(CENTRAL)))
        self._tell(tx, order, answered, received.act.at)
        return Result(id=received.command.id, outcome=Outcome.OK)

    def _transfer_answered(self, tx: NodeTx, received: Received, body: AnswerRecall, order: Order) -> None:
        """Whoever does not have it any more has nothing to let go; a cancel that was asked for meanwhile wins."""
        if order.store != received.act.store:
            return
        ended(tx, order)
        if order.cancelled_at is None and not body.is_released:
            publish_order(tx, withdrawn(order))
        elif order.cancel_requested_at is not None:
            self._cancelled(tx, order, received.act.at)
        elif order.cancelled_at is None:
            self._moved(tx, order, record(order, body, received.act, RECORDED), received.now_at)

    def _record_visit(self, tx: NodeTx, received: Received, body: MoveVisit) -> Result:
        """How the visit stands there came along; an authority of an older release says only what was asked."""
        named = decided_visit(received.line.decided)
        if is_told(received.line, named):
            return Result(id=received.command.id, outcome=Outcome.OK)
        try:
            known, body = decided_of(tx, body, received.act, named)
            visit = moved_visit(known, body, received.act, get_orders(tx, body, known))
        except Problem as problem:
            if problem.code is not Code.STEP_NOT_ALLOWED:
                raise
        else:
            put_visit(tx, visit)
        return Result(id=received.command.id, outcome=Outcome.OK)

    def _edge_of(self, tx: NodeTx, store: StoreId) -> str:
        config: StoreConfig | None = find_config(tx, store)
        return "" if config is None else config.edge_device


def _is_over(order: Order) -> bool:
    return order.cancelled_at is not None or order.closed_at is not None


def _conflict(tx: NodeTx, received: Received, order: Order, problem: Problem) -> None:
    item = Attention(
        id=f"conflict:{received.command.id}",
        code=Code.HANDOVER_CONFLICT,
        store=received.act.store,
        subject=order.id,
        at=received.now_at,
        details={"order": order.number, "why": problem.code, "command": received.command.id},
    )
    put_attention(tx, item)


def _watch_overlap(tx: NodeTx, received: Received, order: Order) -> None:
    """Two live hand-overs of the same pieces: a person is told, unless the reversal between them arrives."""
    item_id = f"overlap:{order.id}"
    known = find_attention(tx, item_id)
    if is_overlapping(order):
        details: dict[str, str | int | bool] = {"order": order.number, "command": received.command.id}
        store, at = received.act.store, received.now_at
        put_attention(tx, Attention(item_id, Code.HANDOVER_CONFLICT, store, order.id, at, details))
    elif known is not None and known.settled_at is None:
        put_attention(tx, replace(known, settled_at=received.now_at, settled_by=received.command.id))


def _watch_sum(tx: NodeTx, received: Received, order: Order, body: OrderBody) -> None:
    """A till that could not know took another sum than was owed, or what was paid online: that stands. A person in
    its store is told, unless the hand-over is undone and the money with it."""
    if isinstance(body, HandOverOrder) and (amiss := taken_amiss(order, body.ask)) is not None:
        tell_taken_amiss(tx, order, received.command.id, amiss, received.now_at)
    elif isinstance(body, ReverseHandover):
        item = find_attention(tx, f"{Code.TAKEN_AMISS}:{body.handover}")
        if item is not None and item.settled_at is None:
            publish_attention(tx, replace(item, settled_at=received.now_at, settled_by=received.command.id))


def _watch_shortened(tx: NodeTx, order: Order, at: datetime) -> None:
    """What was cancelled in the shop after its till took the money for it: the customer is owed that."""
    handover = next((h for h in order.live_handovers if h.is_paid_here), None)
    if handover is not None and till_amount(order) > unpaid_amount(order):
        tell_taken_amiss(tx, order, handover.act.id, (till_amount(order), unpaid_amount(order)), at)


def tell_taken_amiss(tx: NodeTx, order: Order, handover: str, amiss: tuple[int, int], at: datetime) -> None:
    """Tell the order's store that its till took another sum than was owed, both in `amiss`; the same once."""
    item_id, (taken, owed) = f"{Code.TAKEN_AMISS}:{handover}", amiss
    details: dict[str, str | int | bool] = {"order": order.number, "taken": taken, "amount": owed}
    details["currency"] = order.currency
    known = find_attention(tx, item_id)
    if known is None or any(known.details.get(name) != value for name, value in details.items()):
        item = Attention(item_id, Code.TAKEN_AMISS, order.store, f"order:{order.id}", at, details)
        publish_attention(tx, item)


def _stale(line: CommandLine, epoch: int) -> Result:
    return Result(id=line.cmd.id, outcome=Outcome.RETRY, code=Code.EPOCH_STALE, epoch=epoch)


def _device_of(line: CommandLine) -> str:
    return line.cmd.id.partition(".")[0]
