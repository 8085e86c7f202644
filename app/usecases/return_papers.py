"""The paper of goods that came back: kept with the command, queued with its answer or when none came in time."""

from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from app.contract.commands import Result
from app.domain.commands import ReceiveReturn
from app.usecases.acting import ABANDONED
from app.usecases.orders import body_of
from app.usecases.ports import Clock, OutboxEntry, OutboxState, Receipts, ReturnPaper, TerminalTx
from app.usecases.station import Station, load_config

DUE = "return_paper:"
MAX_OPEN = 1_000_000
UNDECIDED = (OutboxState.INTENT, OutboxState.ACCEPTED)
_papers = msgspec.json.Decoder(ReturnPaper)


@dataclass(frozen=True, slots=True)
class ReturnPapers:
    """Queues each return's paper once, in the transaction it is given, on the writer's thread.

    What it will say is written with the command: the rows it is made of may be gone when the answer comes.
    """

    station: Station
    clock: Clock
    receipts: Receipts

    def keep(self, tx: TerminalTx, paper: ReturnPaper) -> None:
        """Goods come in under a command of this transaction; their paper is due from now on."""
        tx.set_meta(_name(paper.body), msgspec.json.encode(paper).decode())

    def ended(self, tx: TerminalTx, entry: OutboxEntry, body: ReceiveReturn) -> None:
        """The end-to-end answer: the paper says what was decided. Nothing when it has been queued before.

        A refusal that names no case means that the goods are recorded nowhere: they are no longer ours to confirm.
        """
        paper, result = self._due(tx, body), entry.result
        if paper is None or result is None or entry.state not in (OutboxState.FINAL, OutboxState.REJECTED):
            return
        if entry.state is OutboxState.FINAL or "case" in result.details:
            self._queue(tx, _as_decided(paper, entry, result, self.clock.now_at()))
        self.forget(tx, body)

    def overdue(self, tx: TerminalTx, body: ReceiveReturn) -> None:
        """No answer came in time: the paper says that the refund waits. Nothing when it has been queued before."""
        paper = self._due(tx, body)
        if paper is not None:
            self._queue(tx, paper)
            self.forget(tx, body)

    def left_behind(self, tx: TerminalTx) -> None:
        """At a start: papers of goods that were taken in when the program ended in the middle of it."""
        for entry in tx.outbox_list(UNDECIDED, MAX_OPEN):
            if entry.command.kind == "return.receive" and not tx.meta(f"{ABANDONED}{entry.command.id}"):
                self.overdue(tx, return_of(entry))

    def forget(self, tx: TerminalTx, body: ReceiveReturn) -> None:
        """No paper is due any more."""
        tx.set_meta(_name(body), "")

    def _due(self, tx: TerminalTx, body: ReceiveReturn) -> ReturnPaper | None:
        kept = tx.meta(_name(body))
        return _papers.decode(kept) if kept else None

    def _queue(self, tx: TerminalTx, paper: ReturnPaper) -> None:
        document = self.receipts.returned(paper, load_config(tx, self.station.store))
        tx.print_add(self.station.printer, paper.body.document_no, 0, document, has_value=True)


def return_of(entry: OutboxEntry) -> ReceiveReturn:
    """What a command of that kind asks for."""
    body = body_of(entry)
    assert isinstance(body, ReceiveReturn)
    return body


def _name(body: ReceiveReturn) -> str:
    return f"{DUE}{body.document_no}"


def _as_decided(paper: ReturnPaper, entry: OutboxEntry, result: Result, now_at: datetime) -> ReturnPaper:
    """Money is named only where it was ordered, and then as it was ordered, not as reckoned at the counter."""
    refund = result.details.get("refund")
    is_at_till, cash = bool(result.details.get("at_till")), result.details.get("cash")
    decided = replace(paper, is_pending=False, decided_at=now_at, is_at_till=is_at_till)
    decided = replace(decided, cash=cash if isinstance(cash, int) else 0)
    if entry.state is not OutboxState.FINAL or result.code or not isinstance(refund, int):
        return replace(decided, lines=())
    if refund != sum(line.amount for line in paper.lines):
        return replace(decided, lines=(), decided=refund)
    return decided
