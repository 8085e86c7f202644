"""The second transaction of every act: what follows a yes, in the commit that writes it down."""

from dataclasses import dataclass

from app.domain.commands import (
    CarryOrder,
    ChangeConsent,
    GiveBackOrder,
    HandOverOrder,
    ReceiveReturn,
    ReverseHandover,
    SellCart,
)
from app.domain.errors import Code
from app.domain.orders import handover_of
from app.usecases.acting import ABANDONED
from app.usecases.intents import Author, write_intent
from app.usecases.orders import body_of, project, served_at
from app.usecases.ports import AttentionItem, AuditEntry, Clock, OutboxEntry, OutboxState, Receipts, TerminalTx
from app.usecases.return_papers import ReturnPapers
from app.usecases.station import Station, load_config
from app.usecases.write_profile import amend_profile, learn_no

TAKEN_BACK = "handover_taken_back"
"""A yes nobody had waited for; `handover_reversed` follows when its reversal is through."""
AUDITED = {
    "order.hand_over": "handover",
    "order.reverse_handover": "handover_reversed",
    "order.carry": "order_carried",
    "order.give_back": "order_given_back",
    "order.take_back": "carried_order_taken_back",
    "return.receive": "return_received",
    "cart.sell": "cart_to_till",
    "customer.note": "customer_noted",
    "customer.unnote": "customer_note_removed",
    "customer.consent": "consent_changed",
    "attention.settle": "attention_settled",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """Runs in the replica's transaction when a command has its first answer, and `ended` when it has its last.

    On the writer's thread.

    It depends on nothing but the command and the store, so an answer that comes after a restart is completed too.
    """

    station: Station
    clock: Clock
    receipts: Receipts
    returns: ReturnPapers

    def ended(self, tx: TerminalTx, entry: OutboxEntry) -> None:
        """What was decided end to end goes onto paper, or into the copy of a profile that is kept here."""
        body = body_of(entry)
        if entry.state is OutboxState.FINAL:
            amend_profile(tx, entry, self.station, self.clock.now_at())
        elif entry.state is OutboxState.REJECTED:
            learn_no(tx, entry, self.clock.now_at())
        if isinstance(body, ReceiveReturn):
            self.returns.ended(tx, entry, body)
        if isinstance(body, SellCart) and entry.state is OutboxState.FINAL:
            config = load_config(tx, self.station.store)
            slip = self.receipts.till(body, entry.command.actor, config)
            tx.print_add(self.station.printer, body.document_no, 0, slip, has_value=True)

    def __call__(self, tx: TerminalTx, entry: OutboxEntry) -> None:
        """Audit, paper, or the way back when nobody waited for the yes."""
        if entry.state not in (OutboxState.ACCEPTED, OutboxState.FINAL):
            return
        body = body_of(entry)
        if tx.meta(f"{ABANDONED}{entry.command.id}"):
            self._take_back(tx, entry, body)
            return
        event = AUDITED.get(entry.command.kind)
        if event is not None:
            details: dict[str, str | int | bool] = {"command": entry.command.id}
            if isinstance(body, ChangeConsent):
                details |= {"purpose": body.purpose.value, "is_given": body.is_given}
            subject = entry.command.key
            tx.audit(AuditEntry(self.clock.now_at(), event, entry.command.actor, subject, details))
        if isinstance(body, HandOverOrder):
            self._print(tx, entry, body)

    def _take_back(self, tx: TerminalTx, entry: OutboxEntry, body: object) -> None:
        """The yes came when the clerk had given up and the goods had stayed: say so, and leave a trace of it."""
        tx.set_meta(f"{ABANDONED}{entry.command.id}", "")
        if isinstance(body, ReceiveReturn):
            self.returns.forget(tx, body)
            item_id, case = f"refused_here:{entry.command.id}", {"case": body.number}
            now_at = self.clock.now_at()
            tx.attention_put(AttentionItem(item_id, Code.RETURN_REFUSED_HERE, entry.command.key, {**case}, now_at))
        if isinstance(body, CarryOrder):
            give_back = GiveBackOrder(body.order, entry.command.id, body.at)
            write_intent(tx, give_back, Author(self.station.device, entry.command.actor), self.clock.now_at())
        if isinstance(body, HandOverOrder):
            command, now_at = entry.command, self.clock.now_at()
            undo = ReverseHandover(body.order, command.id, body.at)
            written = write_intent(tx, undo, Author(self.station.device, command.actor), now_at)
            details: dict[str, str | int | bool] = {"command": command.id, "by": written.id}
            tx.audit(AuditEntry(now_at, TAKEN_BACK, command.actor, command.key, details))

    def _print(self, tx: TerminalTx, entry: OutboxEntry, body: HandOverOrder) -> None:
        order = project(tx, body.order, self.station.store)
        handover = None if order is None else handover_of(order, entry.command.id)
        if order is None or handover is None:
            return
        config, place = load_config(tx, self.station.store), served_at(tx, order.id)
        paper = self.receipts.pickup(order, handover, body.document_no, config, place)
        tx.print_add(self.station.printer, body.document_no, 0, paper, has_value=True)
