"""A successor takes over what terminals hold of its predecessor's answers, in the order these were given."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import msgspec

from app.contract.commands import CommandLine, Outcome, Result, Welcome
from app.domain.commands import (
    ChangeConsent,
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
    StartReturn,
    WithdrawNote,
)
from app.domain.decisions import OrderBody, record
from app.domain.errors import Code, Problem
from app.node.authority import Phase, heard, heard_at_central, is_in_told, load_authority, put_authority
from app.node.carrying import has_happened
from app.node.documents import Attention, find_config, get_order
from app.node.feeds import feed_state
from app.node.hold_watch import heard_hold
from app.node.intake import Intake, Received, Sender
from app.node.ports import NodeTx
from app.node.rules import recorded_rules
from app.node.store_node import StoreNode, forwarded, store_feed
from app.node.told_visits import decided_visit
from app.node.visits import DECIDED

HELD = "roll_call"

_lines = msgspec.json.Decoder(list[CommandLine])


def roll_call(node: StoreNode, tx: NodeTx, sender: Sender, lines: list[CommandLine], now_at: datetime) -> Welcome:
    """Take in what a suspended terminal holds: everything without an end-to-end answer, in its order. What it
    handed over under a grant has happened: a fact like the predecessor's yeses.

    Yeses of the predecessor become facts once the last terminal was heard, because only then their order is known
    (`decided.feed_rev` counts it). A command without an answer holds its place and is decided when the terminal
    sends it again. Problem(EPOCH_AHEAD) when this node has no office. A repeat is harmless.
    """
    authority = load_authority(tx)
    if authority.phase in (Phase.STOOD_DOWN, Phase.WAITING):
        raise Problem(Code.EPOCH_AHEAD, epoch=authority.epoch)
    tx.put(HELD, sender.device, msgspec.json.encode(lines))
    authority = heard(authority, sender.device)
    put_authority(tx, authority)
    settle_roll_call(node, tx, now_at)
    feed = store_feed(node.store)
    return Welcome(authority.epoch, feed, feed_state(tx, feed).id)


def settle_roll_call(node: StoreNode, tx: NodeTx, now_at: datetime) -> None:
    """When nobody is awaited any more, make facts of what was handed in."""
    if load_authority(tx).phase is not Phase.GRANTING:
        return
    held = {device: _lines.decode(body) for device, body in tx.scan(HELD, "", 10_000)}
    if not held:
        return
    intake = Intake(_Facts(node), is_top=False, is_gapless=False)
    for line in merged(list(held.values())):
        [result] = intake.receive(tx, Sender(node.device, node.store, is_relay=True), [_as_held(line)], now_at)
        if result.code == Code.INTERNAL:
            # Its terminal has an answer and will not send it again: nothing is held to be taken in without it.
            raise Problem(Code.INTERNAL, command=line.cmd.id)
    for device in held:
        tx.drop(HELD, device)


def merged(journals: list[list[CommandLine]]) -> Iterator[CommandLine]:
    """All lines: each terminal's in its order, the predecessor's yeses in the order it gave them."""
    waiting = [list(reversed(journal)) for journal in journals if journal]
    while waiting:
        waiting.sort(key=lambda journal: _place(journal[-1]))
        yield waiting[0].pop()
        waiting = [journal for journal in waiting if journal]


def _place(line: CommandLine) -> int:
    return 0 if line.decided is None else line.decided.feed_rev


def _as_held(line: CommandLine) -> CommandLine:
    is_open = line.decided is None or line.decided.outcome not in (Outcome.OK, Outcome.REJECTED)
    if is_open and not line.parked and has_happened(line.cmd):
        return line
    return msgspec.structs.replace(line, parked=True) if is_open else line


class _Facts:
    """Applies what is decided already."""

    def __init__(self, node: StoreNode) -> None:
        self._node = node

    def __call__(self, tx: NodeTx, received: Received) -> Result:
        decided = received.line.decided
        if decided is not None and decided.outcome is Outcome.REJECTED:
            return msgspec.structs.replace(decided, final=False)
        body = received.body
        match body:
            case ReceiveReturn():
                return self._node.take_in(tx, received, body)
            case StartReturn() | MoveCall() | MoveVisit():
                return self._of_visitor(tx, received, body)
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
                # The item stayed with the predecessor.
                return Result(id=received.command.id, outcome=Outcome.OK)
            case _:
                return self._order(tx, received, body)

    def _of_visitor(self, tx: NodeTx, received: Received, body: MoveVisit | MoveCall | StartReturn) -> Result:
        """A word about a call whose first one never came here changes nothing: who called stands there.

        Nor does one of a visit that central had taken in when it told of the visit: later words are in that too.
        """
        stream, seq = received.id.stream, received.id.seq
        if isinstance(body, MoveVisit) and seq <= heard_at_central(tx, self._node.store, stream):
            return Result(id=received.command.id, outcome=Outcome.OK)
        decided = received.line.decided
        visit = decided_visit(decided)
        if decided and visit and is_in_told(tx, self._node.store, visit, (decided.epoch, decided.feed_rev)):
            return Result(id=received.command.id, outcome=Outcome.OK, details={DECIDED: visit})
        try:
            return self._node.of_visitor(tx, received, body)
        except Problem:
            if not isinstance(body, MoveCall):
                raise
            return Result(id=received.command.id, outcome=Outcome.OK)

    def _order(self, tx: NodeTx, received: Received, body: OrderBody) -> Result:
        """A fact that does not fit what is known here is passed on all the same; a person is told."""
        order = get_order(tx, body.order)
        rev = 0
        try:
            rules = recorded_rules(find_config(tx, order.store))
            recorded = record(order, body, received.act, rules)
            if isinstance(body, MarkReady):
                recorded = replace(recorded, hold_until=heard_hold(recorded, received.line.decided))
            rev = self._node.write_order(tx, recorded)
            self._node.join_visits(tx, order, recorded, received.act.at)
        except Problem as problem:
            details: dict[str, str | int | bool] = {"order": order.number, "why": problem.code}
            command = received.command.id
            item = Attention(
                f"takeover:{command}", Code.HANDOVER_CONFLICT, self._node.store, order.id, received.now_at, details
            )
            self._node.tell(tx, item)
        return Result(id=received.command.id, outcome=Outcome.OK, feed_rev=rev)
