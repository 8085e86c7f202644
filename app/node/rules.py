"""What a store's configuration says in the domain's words."""

from app.contract.rows import StoreConfig
from app.domain.handover import HandoverRules


def handover_rules(config: StoreConfig | None) -> HandoverRules:
    """The hand-over rules a configuration holds; the cautious defaults without one."""
    if config is None:
        return HandoverRules()
    return HandoverRules(
        undo_window_s=config.undo_window_s,
        must_scan_containers=config.must_scan_containers,
        can_hand_over_expired=config.can_hand_over_expired,
        proof_above=config.proof_above,
        carry_s=config.carry_s,
    )
