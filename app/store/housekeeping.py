"""What a terminal lets go of by itself once a day: what is final and old, here and in everybody's copies."""

from datetime import datetime, timedelta

from app.store.terminal_store import SqlTerminalTx

# Longer than central keeps backups: a central put back from one can still be told what it lost.
OUTBOX_DAYS = 35
# Papers name people; they stay as long as an order handed over stays on a device.
PAPER_DAYS = 30


def tidy(tx: SqlTerminalTx, now_at: datetime) -> int:
    """Forget final commands older than 35 days and ended print jobs older than 30; how many jobs went.

    Commands that were refused or put aside stay for a person, papers that wait or are in doubt stay in the queue.
    """
    tx.outbox_forget(now_at - timedelta(days=OUTBOX_DAYS))
    return tx.jobs.forget(now_at - timedelta(days=PAPER_DAYS))
