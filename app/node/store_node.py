"""A store's authority: decides what is in its custody, takes in what central decides, writes the store feed."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from app.contract.commands import NO_REV, Command, CommandLine, Outcome, Result, RowCopy, command_hash
from app.contract.ids import CommandId
from app.domain.commands import (
    KIND_OF,
    AnswerRecall,
    Body,
    ChangeConsent,
    CloseOrder,
    HoldCart,
    MarkReady,
    MoveCall,
    MoveVisit,
    NoteCustomer,
    ReceiveReturn,
    ReleaseCart,
    ReserveCart,
    SellCart,
    SettleItem,
    ShortenOrder,
    StartReturn,
    WithdrawNote,
    key_of,
)
from app.domain.decisions import OrderBody, decide
from app.domain.errors import Code, Problem
from app.domain.floor_calls import FloorCall
from app.domain.fulfilment import can_release, request_cancel
from app.domain.handover import HandoverRules, is_closable
from app.domain.order_commands import JudgeHold
from app.domain.orders import Order
from app.domain.queue import ahead_of
from app.domain.return_cases import received_case
from app.domain.returns import take_back
from app.domain.transfers import asked_for
from app.domain.values import NO_STORE, Act, Custody, LineQuantity, OperatorId, StationId, StoreId
from app.domain.visits import Visit, VisitState
from app.node import kiosk_calls
from app.node.authority import (
    Authority,
    Phase,
    heard_at_central,
    load_authority,
    put_authority,
    refuse_epoch,
    stand_down,
)
from app.node.carrying import refuse_carry, refuse_visit, refused, was_entrusted
from app.node.documents import (
    Attention,
    find_config,
    find_order,
    get_order,
    order_row,
    put_attention,
    put_order,
    put_return,
    put_visit,
)
from app.node.feeds import append_opened
from app.node.forgetting import forgotten
from app.node.hold_watch import told_hold, words_due
from app.node.intake import Intake, Note, Received, Sender, no_note
from app.node.parking import settled
from app.node.permits import refuse_command
from app.node.ports import NewRow, NodeTx
from app.node.rules import handover_rules
from app.node.visits import DECIDED, asked_of, get_orders, joined, moved_visit, refuse_no_show, visits_here

_COPIED = ("order", "attention")
"""Kinds of which an answer brings the row along."""


def store_feed(store: str) -> str:
    """The feed this store's authority alone writes."""
    return f"store:{store}"


def device_feed(device: str) -> str:
    """The feed that tells one device the end-to-end answers to its commands."""
    return f"device:{device}"


@dataclass(frozen=True, slots=True)
class StoreNode:
    """The authority of one shop. Sans-I/O: every method works within a transaction it is given.

    `is_fencing`, `intake.is_deduplicating` and `is_entrusting` are switched off by the simulator's mutants only.
    """

    device: str
    store: StoreId
    is_fencing: bool = True
    is_deduplicating: bool = True
    is_entrusting: bool = True
    note: Note = no_note

    @property
    def intake(self) -> Intake:
        """The command log's receiving side."""
        return Intake(
            self._apply,
            is_top=False,
            is_deduplicating=self.is_deduplicating,
            base_of=self._answered_at_central,
            note=self.note,
            tell=self.tell,
        )

    def _answered_at_central(self, tx: NodeTx, stream: str) -> int:
        return max(heard_at_central(tx, self.store, stream), forgotten(tx, stream))

    def begin(self, tx: NodeTx, feed_id: str) -> None:
        """First start on an empty store: the authority waits to be named, the store feed begins."""
        if tx.get("authority", "self") is None:
            put_authority(tx, Authority(self.store, self.device))
            tx.open_feed(store_feed(self.store), feed_id)

    def receive(self, tx: NodeTx, sender: Sender, lines: list[CommandLine], now_at: datetime) -> list[Result]:
        """Answer a batch of a terminal's commands."""
        tx.lock(f"device:{sender.device}", *sorted({line.cmd.key for line in lines}))
        authority = load_authority(tx)
        results = self.intake.receive(tx, sender, lines, now_at)
        return [self._told(tx, line, result, authority) for line, result in zip(lines, results, strict=True)]

    def _told(self, tx: NodeTx, line: CommandLine, result: Result, authority: Authority) -> Result:
        """The answer as it goes out: under this epoch, with what it changed as that stands now."""
        kind, _, key = line.cmd.key.partition(":")
        body = tx.get(kind, key) if kind in _COPIED and 0 < result.feed_rev < NO_REV else None
        row = None
        if body is not None:
            row = RowCopy(store_feed(self.store), kind, key, result.feed_rev, msgspec.Raw(body))
        if result.code == Code.SEQ_GAP and authority.phase is not Phase.GRANTING:
            # What the terminals handed in is not in the log yet: nothing is missing.
            result = msgspec.structs.replace(result, code=Code.BUSY, details={})
        return msgspec.structs.replace(result, epoch=authority.epoch, row=row)

    def rules(self, tx: NodeTx) -> HandoverRules:
        """What this store asks for at a hand-over."""
        return handover_rules(find_config(tx, self.store))

    # what a terminal asks for

    def _apply(self, tx: NodeTx, received: Received) -> Result:
        authority = load_authority(tx)
        if self.is_fencing:
            refuse_epoch(authority, received.command.epoch)
        body = received.body
        try:
            self._refuse_actor(tx, received)
        except Problem as problem:
            if not was_entrusted(tx, find_config(tx, self.store), received, problem, self.tell):
                return refused(tx, received, body, problem, self.tell)
        match body:
            case ReceiveReturn():
                return self.take_in(tx, received, body)
            case MoveVisit() | MoveCall() | StartReturn():
                return self.of_visitor(tx, received, body)
            case (
                NoteCustomer()
                | WithdrawNote()
                | ChangeConsent()
                | ReserveCart()
                | SellCart()
                | HoldCart()
                | ReleaseCart()
            ):
                return forwarded(received)
            case SettleItem():
                rev = self.tell(tx, settled(tx, body, received.act))
                return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=rev)
            case _:
                return self._order(tx, authority, received, body)

    def _refuse_actor(self, tx: NodeTx, received: Received) -> None:
        config = find_config(tx, self.store)
        if config is None:
            raise Problem(Code.BUSY)
        refuse_command(config, received.id.device, received.command, received.body)

    def _order(self, tx: NodeTx, authority: Authority, received: Received, body: OrderBody) -> Result:
        order = get_order(tx, body.order)
        asked = order if self.is_entrusting else replace(order, carry=None)
        try:
            self._refuse_foreign(order, authority)
            refuse_carry(tx, find_config(tx, self.store), order, received)
            refuse_no_show(tx, order, body)
            decided = decide(asked, body, received.act, self.rules(tx))
        except Problem as problem:
            return refused(tx, received, body, problem, self.tell)
        rev = self.write_order(tx, decided)
        self.join_visits(tx, order, decided, received.act.at)
        details = told_hold(decided) if isinstance(body, MarkReady) else {}
        return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=rev, details=details)

    def _refuse_foreign(self, order: Order, authority: Authority) -> None:
        if order.custody == Custody(self.store, authority.epoch):
            return
        if order.store != self.store:
            raise Problem(Code.ORDER_OTHER_STORE, order=order.number, store=order.store)
        if order.custody.holder == self.store and not self.is_fencing:
            return
        if order.custody.holder == self.store and order.custody.epoch < authority.epoch:
            raise Problem(Code.BUSY, epoch=authority.epoch)
        if order.cancelled_at is None and not order.is_collected:
            raise Problem(Code.NOT_CUSTODIAN, order=order.number, holder=order.custody.holder)

    def join_visits(self, tx: NodeTx, before: Order, after: Order, at: datetime) -> None:
        """What happened to an order moves the visits it is part of."""
        for visit in joined(tx, before, after, at):
            self.write_visit(tx, visit)

    def take_in(self, tx: NodeTx, received: Received, body: ReceiveReturn) -> Result:
        """Goods came back: a fact, told to the terminals; central decides the money."""
        if body.store != self.store:
            raise Problem(Code.BAD_COMMAND, store=body.store)
        case = received_case(body, received.act)
        self._count_returned(tx, received, body)
        encoded = put_return(tx, case)
        used = kiosk_calls.use_slip(tx, body)
        rev = tx.append(store_feed(self.store), [*used, NewRow("return", case.id, encoded)])
        return msgspec.structs.replace(forwarded(received), feed_rev=rev)

    def _count_returned(self, tx: NodeTx, received: Received, body: ReceiveReturn) -> None:
        """While we hold the order it must not be reversed any more; whether it may come back, central decides."""
        order = find_order(tx, body.order) if body.order is not None else None
        if order is None or order.custody.holder != self.store or order.closed_at is not None:
            return
        try:
            self.write_order(tx, take_back(order, body.pieces, received.act))
        except Problem:
            return

    def move_visit(self, tx: NodeTx, received: Received, body: MoveVisit) -> Result:
        """A visit goes on, or begins."""
        known, body = asked_of(tx, body, received.act)
        refuse_visit(tx, known, received, body)
        visit = moved_visit(known, body, received.act, get_orders(tx, body, known))
        rev = self.write_visit(tx, visit)
        details: dict[str, str | int | bool] = {}
        if visit.number and body.target is VisitState.ARRIVED:
            details = {"number": visit.number, "ahead": ahead_of(visits_here(tx), visit)}
        details[DECIDED] = visit.id
        return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=rev, details=details)

    def of_visitor(self, tx: NodeTx, received: Received, body: MoveVisit | MoveCall | StartReturn) -> Result:
        """What somebody who comes to the shop is about: their visit, a call, a return they begin."""
        match body:
            case MoveVisit():
                return self.move_visit(tx, received, body)
            case MoveCall():
                return kiosk_calls.move_call(tx, received, body, self._tell_call)
            case StartReturn():
                return self._start_return(tx, received, body)

    def _tell_call(self, tx: NodeTx, call: FloorCall) -> int:
        append_opened(tx, device_feed(call.device), store_feed(self.store), [kiosk_calls.news_row(tx, call)])
        return tx.append(store_feed(self.store), kiosk_calls.put_call(tx, call))

    def _start_return(self, tx: NodeTx, received: Received, body: StartReturn) -> Result:
        slip = kiosk_calls.make_slip(tx, body, received)
        rev = tx.append(store_feed(self.store), kiosk_calls.put_slip(tx, slip))
        return kiosk_calls.slip_answer(received, slip, rev)

    def write_visit(self, tx: NodeTx, visit: Visit) -> int:
        """Write the visit and its row in the store feed; returns the rev."""
        return tx.append(store_feed(self.store), [NewRow("visit", visit.id, put_visit(tx, visit))])

    def write_order(self, tx: NodeTx, order: Order) -> int:
        """Write the order and its row in the store feed; returns the rev."""
        return tx.append(store_feed(self.store), [order_row(order, put_order(tx, order))])

    # what the store itself says

    def say(
        self, tx: NodeTx, body: AnswerRecall | CloseOrder | JudgeHold | ShortenOrder, act_at: datetime
    ) -> Result:
        """Log a command of this node's own, applied at once and owed upwards like any other."""
        act, order = self.log_own(tx, body, act_at), get_order(tx, body.order)
        # Too late for a cancel: what central's word left on the order must not keep the rest of it here.
        is_asked = order.closed_at is None and (
            order.cancel_requested_at is not None or asked_for(order) is not None
        )
        if not isinstance(body, AnswerRecall) or body.is_released or is_asked:
            self.write_order(tx, decide(order, body, act, self.rules(tx)))
        return Result(id=act.id, outcome=Outcome.OK)

    def log_own(self, tx: NodeTx, body: Body, act_at: datetime) -> Act:
        """Put a command of this node's own into the log, owed upwards; the act it is."""
        stream = f"{self.device}.1"
        seq = tx.last_seq(stream) + 1
        cid = CommandId(self.device, 1, seq)
        raw = msgspec.json.encode(body)
        kind, key = KIND_OF[type(body)], key_of(body)
        cmd = Command(
            id=str(cid),
            kind=kind,
            key=key,
            epoch=load_authority(tx).epoch,
            actor="",
            hlc=f"{int(act_at.timestamp() * 1000)}-0-{self.device}",
            body=msgspec.Raw(raw),
            hash=command_hash(kind, 1, key, "", raw),
        )
        line = CommandLine(cmd=cmd)
        details: dict[str, str | int | bool] = {DECIDED: body.visit} if isinstance(body, MoveVisit) else {}
        result = msgspec.json.encode(Result(id=str(cid), outcome=Outcome.OK, details=details))
        tx.log(stream, seq, cmd.hash, msgspec.json.encode(line), result, is_settled=False)
        return Act(str(cid), act_at, OperatorId(""), StationId(self.device), self.store)

    def answer_recall(self, tx: NodeTx, order_id: str, now_at: datetime, target: StoreId = NO_STORE) -> None:
        """Central asks for an order back, for the shop `target` or to cancel it: released when the goods are still
        here, else too late."""
        authority = load_authority(tx)
        order = find_order(tx, order_id)
        if order is None or order.custody != Custody(self.store, authority.epoch):
            return
        if authority.phase is not Phase.GRANTING or order.cancelled_at is not None:
            return
        is_released = can_release(order)
        if is_released and not target:
            put_order(tx, request_cancel(order, now_at))
        self.say(tx, AnswerRecall(order.id, is_released, now_at, target), now_at)

    def shorten(self, tx: NodeTx, order_id: str, lines: tuple[LineQuantity, ...], now_at: datetime) -> None:
        """The platform has only so many pieces of these lines: the others that have not left are cancelled."""
        order = find_order(tx, order_id)
        if order is None or order.custody != Custody(self.store, load_authority(tx).epoch):
            return
        if order.cancelled_at is None and order.closed_at is None:
            self.say(tx, ShortenOrder(order.id, lines, now_at), now_at)

    def tell(self, tx: NodeTx, item: Attention) -> int:
        """Something for a person: kept here and shown at the shop's terminals; the rev of its row."""
        return tx.append(store_feed(self.store), [NewRow("attention", item.id, put_attention(tx, item))])

    def tick(self, tx: NodeTx, now_at: datetime) -> int:
        """End what is of other days, judge holds, close what cannot be undone; how many orders were closed."""
        if load_authority(tx).phase is not Phase.GRANTING:
            return 0
        self._end_visits(tx, now_at)
        if gone := kiosk_calls.drop_slips(tx, now_at):
            tx.append(store_feed(self.store), gone)
        rules = self.rules(tx)
        for word in words_due(tx, self.store, now_at, rules):
            self.say(tx, word, now_at)
        mine = [o for o in closable_orders(tx) if o.custody.holder == self.store and is_closable(o, now_at, rules)]
        for order in mine:
            self.say(tx, CloseOrder(order.id, now_at), now_at)
        return len(mine)

    def _end_visits(self, tx: NodeTx, now_at: datetime) -> None:
        """Whoever came and took nothing with them has left, whether or not somebody saw it; their page says so."""
        config = find_config(tx, self.store)
        zone = ZoneInfo("UTC" if config is None else config.timezone)
        for visit in visits_here(tx):
            if visit.is_left_over(now_at, zone):
                self.log_own(tx, MoveVisit(visit.id, self.store, visit.orders, VisitState.LEFT, now_at), now_at)
                self.write_visit(tx, visit.moved(VisitState.LEFT, now_at))
        for call in kiosk_calls.left_over_calls(tx, now_at, zone):
            self._tell_call(tx, call)

    # succession

    def fenced(self, tx: NodeTx, epoch: int) -> None:
        """A higher epoch exists: this node never answers again."""
        put_authority(tx, stand_down(load_authority(tx), epoch))


def closable_orders(tx: NodeTx) -> list[Order]:
    """Orders that are collected but not closed yet: found by their term, not by reading all."""
    return [get_order(tx, found.key) for found in tx.find("order", "closable:", 500)]


def forwarded(received: Received) -> Result:
    """Taken, durably; central decides."""
    return Result(id=received.command.id, outcome=Outcome.OK, code=Code.WAITING_FOR_CENTRAL)
