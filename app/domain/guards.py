"""What a shop wants checked before goods leave, as its configuration says it: one reading for whoever decides.

The authority refuses by it, a tablet out of reach refuses by it, and screens ask for what it asks for.
"""

from dataclasses import replace
from typing import Protocol

from app.domain.handover import HandoverRules
from app.domain.hold_times import Windows, hold_rules
from app.domain.orders import Order


class Guarded(Windows, Protocol):
    """A store's configuration as far as hand-overs go by it."""

    @property
    def undo_window_s(self) -> int: ...
    @property
    def must_scan_containers(self) -> bool: ...
    @property
    def can_hand_over_expired(self) -> bool: ...
    @property
    def proof_above(self) -> int: ...
    @property
    def sign_above(self) -> int: ...
    @property
    def sign_delegates(self) -> bool: ...
    @property
    def check_age(self) -> bool: ...
    @property
    def check_names(self) -> bool: ...
    @property
    def carry_s(self) -> int: ...


def guard_rules(config: Guarded) -> HandoverRules:
    """The rules of a hand-over, holds included."""
    return replace(
        hold_rules(config),
        undo_window_s=config.undo_window_s,
        must_scan_containers=config.must_scan_containers,
        can_hand_over_expired=config.can_hand_over_expired,
        proof_above=config.proof_above,
        sign_above=config.sign_above,
        sign_delegates=config.sign_delegates,
        check_age=config.check_age,
        check_names=config.check_names,
        carry_s=config.carry_s,
    )


def age_asked(order: Order, rules: HandoverRules) -> int:
    """How old who takes what is packed must be, where this shop looks at a document; 0 where nothing is asked."""
    packed = (line.min_age for line in order.lines if line.progress.packed)
    return max(packed, default=0) if rules.check_age else 0
