"""What waits for a person, with what a person must know to decide: who did what when, and the ways out."""

from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import StoreConfig
from app.domain.attention import COMMAND, PARKED
from app.domain.commands import ReceiveReturn
from app.domain.orders import Order
from app.usecases.orders import body_of, project
from app.usecases.ports import AttentionItem, OutboxEntry, TerminalTx
from app.usecases.settle_attention import can_try_again, is_harmless, open_items
from app.usecases.station import Station, load_config

MAX_SETTLED = 50
_ORDER, _CUSTOMER = "order:", "customer:"


@dataclass(frozen=True, slots=True)
class AttentionCase:
    """An item and what it is about. `kind` of the command behind it, empty when there is none or it is not ours.

    `tries`: how often it was sent; `customer`: whose matter it is, where it is not
    an order's; `case`: a return's case number. `is_harmless`: refused when nobody waited any
    more, so that nothing is to be done.
    """

    item: AttentionItem
    kind: str = ""
    made_at: datetime | None = None
    made_by: str = ""
    settled_by: str = ""
    tries: int = 0
    order: Order | None = None
    customer: str = ""
    case: str = ""
    can_try_again: bool = False
    is_harmless: bool = False

    @property
    def is_parked(self) -> bool:
        """Put aside without an answer; otherwise somebody said no, or something is wrong here."""
        return self.item.id.startswith(PARKED)


def open_cases(tx: TerminalTx, station: Station) -> list[AttentionCase]:
    """What nobody has settled, of this terminal and of the shop's authority, oldest first."""
    config = load_config(tx, station.store)
    return [_case(tx, item, config, station) for item in open_items(tx)]


def settled_cases(tx: TerminalTx, station: Station) -> list[AttentionCase]:
    """What was settled at this terminal, the last one first."""
    config = load_config(tx, station.store)
    return [_case(tx, item, config, station) for item in tx.attention_settled(MAX_SETTLED)]


def staff_name(config: StoreConfig, operator: str) -> str:
    """Who that is, empty for somebody the shop does not know."""
    return next((who.name for who in config.staff if who.id == operator), "")


def order_behind(tx: TerminalTx, entry: OutboxEntry, station: Station) -> Order | None:
    """The order a command is about, as far as this terminal has it."""
    body = body_of(entry)
    order = getattr(body, "order", None)
    return None if order is None else project(tx, order, station.store)


def _case(tx: TerminalTx, item: AttentionItem, config: StoreConfig, station: Station) -> AttentionCase:
    entry = tx.outbox_get(item.id.removeprefix(PARKED).removeprefix(COMMAND))
    settled_by = staff_name(config, item.settled_by)
    if entry is None:
        order = None
        if item.subject.startswith(_ORDER):
            order = project(tx, item.subject.removeprefix(_ORDER), station.store)
        is_of_customer = item.subject.startswith(_CUSTOMER)
        return AttentionCase(
            item,
            settled_by=settled_by,
            order=order,
            customer=item.subject.removeprefix(_CUSTOMER) if is_of_customer else "",
            case=str(item.details.get("case", "")),
            can_try_again=can_try_again(tx, item),
        )
    body = body_of(entry)
    return AttentionCase(
        item=item,
        kind=entry.command.kind,
        made_at=entry.created_at,
        made_by=staff_name(config, entry.command.actor),
        settled_by=settled_by,
        tries=entry.tries,
        order=order_behind(tx, entry, station),
        case=body.number if isinstance(body, ReceiveReturn) else "",
        can_try_again=can_try_again(tx, item),
        is_harmless=is_harmless(tx, item),
    )
