"""What a store's configuration says in the domain's words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from app.contract.rows import StoreConfig
from app.domain.guards import guard_rules
from app.domain.handover import FACTS, HandoverRules
from app.domain.opening_hours import OpeningHours, Promise
from app.node.documents import decode_order
from app.node.ports import NodeTx

MAX_HELD = 2_000
"""Orders of one store that are looked through for their promises."""


def handover_rules(config: StoreConfig | None) -> HandoverRules:
    """The hand-over rules a configuration holds; the cautious defaults without one."""
    return HandoverRules() if config is None else guard_rules(config)


def recorded_rules(config: StoreConfig | None) -> HandoverRules:
    """For what was decided already, and is only written down: nothing is refused for coming late."""
    return FACTS if config is None else replace(FACTS, hold_days=config.hold_days, zone=ZoneInfo(config.timezone))


def opening_hours(config: StoreConfig) -> OpeningHours:
    """When the store is open."""
    return OpeningHours(ZoneInfo(config.timezone), config.hours, config.closed_days)


def promised_at(tx: NodeTx, config: StoreConfig, placed_at: datetime) -> datetime:
    """What the store promises for an order placed then, UTC: by its hours, and by what it has promised already."""
    promise = Promise(config.promise_minutes, config.promise_last, config.orders_per_hour)
    due: list[datetime] = []
    if promise.per_hour:
        held = (decode_order(found.body) for found in tx.find("order", f"custody:{config.store}", MAX_HELD))
        live = (order for order in held if order.store == config.store and order.cancelled_at is None)
        due = [order.promised_at for order in live if order.promised_at is not None]
    return promise.for_order(
        placed_at, opening_hours(config), lambda begins, ends: sum(begins <= at < ends for at in due)
    )
