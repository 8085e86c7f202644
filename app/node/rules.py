"""What a store's configuration says in the domain's words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.contract.rows import StoreConfig
from app.domain.handover import HandoverRules
from app.domain.opening_hours import OpeningHours, Promise


def handover_rules(config: StoreConfig | None) -> HandoverRules:
    """The hand-over rules a configuration holds; the cautious defaults without one."""
    if config is None:
        return HandoverRules()
    return HandoverRules(
        undo_window_s=config.undo_window_s,
        must_scan_containers=config.must_scan_containers,
        can_hand_over_expired=config.can_hand_over_expired,
        proof_above=config.proof_above,
        hold_days=config.hold_days,
    )


def recorded_rules(config: StoreConfig | None) -> HandoverRules:
    """For what was decided already, and is only written down: nothing is refused for coming late."""
    hold_days = HandoverRules().hold_days if config is None else config.hold_days
    return HandoverRules(undo_window_s=10**9, hold_days=hold_days)


def opening_hours(config: StoreConfig) -> OpeningHours:
    """When the store is open."""
    return OpeningHours(ZoneInfo(config.timezone), config.hours, config.closed_days)


def promised_at(config: StoreConfig, placed_at: datetime) -> datetime:
    """What the store promises for an order placed then, UTC."""
    promise = Promise(config.promise_minutes, config.promise_last)
    return promise.for_order(placed_at, opening_hours(config))
