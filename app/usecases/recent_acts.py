"""What was done at this station lately: goods out, goods back, their papers; and what can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.commands import HandOverOrder, ReceiveReturn, ReverseHandover
from app.domain.orders import Order
from app.usecases.attention_cases import order_behind, staff_name
from app.usecases.orders import body_of
from app.usecases.ports import OutboxEntry, OutboxState, TerminalTx
from app.usecases.spool import PrintJob
from app.usecases.station import Station, load_config

MAX_ACTS = 50
LOOKED_AT = 500
"""Commands looked through for those; picking and notes are many and are not listed."""
HAPPENED = (OutboxState.ACCEPTED, OutboxState.FINAL)


@dataclass(frozen=True, slots=True)
class RecentAct:
    """Goods that went or came. `papers`: its document's copies, the original first; `undo_until`: None when it
    cannot be taken back, or was."""

    entry: OutboxEntry
    by: str
    order: Order | None
    document_no: str = ""
    case: str = ""
    papers: tuple[PrintJob, ...] = ()
    undo_until: datetime | None = None
    is_reversed: bool = False


def recent_acts(tx: TerminalTx, station: Station, papers: Sequence[PrintJob]) -> list[RecentAct]:
    """The newest acts with their papers; `papers` as the queue has them, any order. Read only."""
    config = load_config(tx, station.store)
    window = timedelta(seconds=config.undo_window_s)
    acts = [entry for entry in tx.outbox_recent(LOOKED_AT) if entry.is_act]
    reversals = [body_of(entry) for entry in acts if entry.state in HAPPENED]
    reversed_ids = {body.handover for body in reversals if isinstance(body, ReverseHandover)}
    found: list[RecentAct] = []
    for entry in acts:
        body = body_of(entry)
        if isinstance(body, ReverseHandover) or len(found) == MAX_ACTS:
            continue
        act = RecentAct(entry, staff_name(config, entry.command.actor), order_behind(tx, entry, station))
        if isinstance(body, ReceiveReturn):
            act = replace(act, document_no=body.document_no, case=body.number)
        elif isinstance(body, HandOverOrder):
            is_reversed = entry.command.id in reversed_ids
            can_undo = entry.state in HAPPENED and not is_reversed
            until = body.at + window if can_undo else None
            act = replace(act, document_no=body.document_no, undo_until=until, is_reversed=is_reversed)
        found.append(replace(act, papers=_papers_of(act.document_no, papers)))
    return found


def _papers_of(document_no: str, papers: Sequence[PrintJob]) -> tuple[PrintJob, ...]:
    own = [job for job in papers if job.document_id == document_no]
    return tuple(sorted(own, key=lambda job: job.copy_no))
