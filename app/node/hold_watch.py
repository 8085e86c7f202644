"""The store's authority looks after holds: whose end is near, and whose is over, each said once."""

from datetime import datetime, timedelta

from app.contract.commands import Result
from app.domain.handover import HandoverRules
from app.domain.hold_times import word_due
from app.domain.order_commands import JudgeHold
from app.domain.orders import Order
from app.node.documents import NOT_REMINDED, REMINDED, get_order
from app.node.ports import NodeTx

MOST = 200
"""Words said in one transaction: acts wait for no more than that."""
UNTIL = "hold_until"


def words_due(tx: NodeTx, holder: str, now_at: datetime, rules: HandoverRules) -> list[JudgeHold]:
    """What is to be said now of the holds this authority keeps, the first to end at the front.

    Only those are read whose end, or the reminder before it, has come.
    """
    found: list[JudgeHold] = []
    soon_at = now_at + timedelta(days=rules.remind_days)
    for prefix, until_at in ((NOT_REMINDED, soon_at), (REMINDED, now_at)):
        for order in _ending(tx, prefix, until_at):
            # What a tablet is out with is judged when it is back, or has been handed over.
            is_ours = order.custody.holder == holder and order.carried is None
            word = word_due(order, now_at, rules) if is_ours else None
            if word is not None and order.hold_until is not None:
                found.append(JudgeHold(order.id, word, order.hold_until, now_at))
    return found


def _ending(tx: NodeTx, prefix: str, until_at: datetime) -> list[Order]:
    """Nearly always none: then no more than one is read."""
    last = f"{prefix}{until_at.isoformat()}"
    first = tx.find("order", prefix, 1)
    rows = tx.find("order", prefix, MOST) if first and first[0].term <= last else []
    return [get_order(tx, row.key) for row in rows if row.term <= last]


def told_hold(order: Order) -> dict[str, str | int | bool]:
    """The end of a hold as the authority computed it, for whoever hears its answer."""
    return {} if order.hold_until is None else {UNTIL: order.hold_until.isoformat()}


def heard_hold(order: Order, decided: Result | None) -> datetime | None:
    """The end of the hold that came with the holder's answer, or what this order says itself."""
    told = "" if decided is None else decided.details.get(UNTIL, "")
    return datetime.fromisoformat(told) if isinstance(told, str) and told else order.hold_until
