"""Protocols that are wrong on purpose: each must be caught, or the simulator sees nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Mutant(StrEnum):
    """What is left out of the protocol."""

    NONE = "none"
    NO_DEDUPLICATION = "no_deduplication"
    ACT_FIRST = "act_first"
    NO_INTENT = "no_intent"
    ACK_BEFORE_FSYNC = "ack_before_fsync"
    CANCEL_WITHOUT_RECALL = "cancel_without_recall"
    NO_EPOCH_CHECK = "no_epoch_check"
    NO_ROLL_CALL = "no_roll_call"
    LATE_REPLY = "late_reply"
    FORGET_AT_HOP_ACK = "forget_at_hop_ack"
    GRANT_USED_TWICE = "grant_used_twice"
    GRANT_NOT_KEPT = "grant_not_kept"
    GRANT_OUTLIVES_EPOCH = "grant_outlives_epoch"
    CLAIM_NOT_KEPT = "claim_not_kept"
    VISITS_STAY_BEHIND = "visits_stay_behind"
    WORD_HEARD_AGAIN = "word_heard_again"
    VISIT_OUTLIVES_GOODS = "visit_outlives_goods"
    CARS_STAY = "cars_stay"
    VISITS_MADE_ANEW = "visits_made_anew"
    OLDER_VISIT_COUNTS = "older_visit_counts"


@dataclass(frozen=True, slots=True)
class Rates:
    """How hostile the world is; probabilities per message or per step."""

    drop: float = 0.12
    duplicate: float = 0.12
    crash: float = 0.03
    partition: float = 0.015
    replace_edge: float = 0.0025
