"""When things happened to an order of the demo, all counted back from the moment the demo begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.chain_dice import Dice
from app.demo.orders_plan import Stage

MINUTE, HOUR, DAY = 60, 3_600, 86_400
HOLD_DAYS = 7
UNDO_WINDOW_S = 600

# Seconds before the demo begins: when it was placed (least, most) and, where it left, when it left.
_PLACED: dict[Stage, tuple[int, int]] = {
    Stage.RESERVED: (5 * MINUTE, 2 * HOUR),
    Stage.PICKING: (HOUR, 4 * HOUR),
    Stage.SHORT: (HOUR, 5 * HOUR),
    Stage.PACKED: (2 * HOUR, 5 * HOUR),
    Stage.STAGED: (2 * HOUR, 6 * HOUR),
    Stage.READY: (5 * HOUR, 4 * DAY),
    Stage.EXPIRED: (9 * DAY, 12 * DAY),
    Stage.PARTIAL: (2 * DAY, 4 * DAY),
    Stage.JUST_COLLECTED: (DAY, 3 * DAY),
    Stage.COLLECTED: (2 * DAY, 13 * DAY),
    Stage.LONG_COLLECTED: (18 * DAY, 60 * DAY),
    Stage.RETURNED: (9 * DAY, 13 * DAY),
    Stage.DELIVERED: (4 * DAY, 15 * DAY),
    Stage.CANCELLED: (DAY, 6 * DAY),
    Stage.CANCEL_REQUESTED: (5 * HOUR, 30 * HOUR),
}


@dataclass(frozen=True, slots=True)
class Moments:
    """The times of one order. `left_at` is the hand-over, `stopped_at` a cancellation or its request."""

    placed_at: datetime
    promised_at: datetime
    picking_at: datetime
    packed_at: datetime
    staged_at: datetime
    ready_at: datetime
    left_at: datetime
    stopped_at: datetime


def quarter_after(at: datetime) -> datetime:
    """The next full quarter of an hour: what a customer is promised."""
    whole = at.replace(minute=0, second=0, microsecond=0)
    quarters = -(-int((at - whole).total_seconds()) // (15 * MINUTE))
    return whole + timedelta(minutes=15 * quarters)


def draw_moments(dice: Dice, stage: Stage, now_at: datetime, *, is_named: bool) -> Moments:
    """Times that fit the stage; what is named in the tour became ready today, or is short in the past."""
    least, most = _PLACED[stage]
    if is_named and stage is Stage.READY:
        least, most = 4 * HOUR, 5 * HOUR
    placed_at = dice.ago(now_at, least, most)
    work_s = dice.between(90 * MINUTE, 4 * HOUR - 5 * MINUTE)
    picking_at = placed_at + timedelta(seconds=dice.between(4 * MINUTE, 50 * MINUTE))
    ready_at = placed_at + timedelta(seconds=work_s)
    left_s = {
        Stage.JUST_COLLECTED: now_at - timedelta(seconds=dice.between(2 * MINUTE, UNDO_WINDOW_S - 3 * MINUTE)),
        Stage.DELIVERED: placed_at + timedelta(seconds=dice.between(DAY, 3 * DAY)),
        Stage.PARTIAL: ready_at + timedelta(seconds=dice.between(HOUR, DAY)),
    }
    collected_at = ready_at + timedelta(seconds=dice.between(2 * HOUR, 40 * HOUR))
    return Moments(
        placed_at=placed_at,
        promised_at=quarter_after(placed_at + timedelta(hours=4)),
        picking_at=picking_at,
        packed_at=picking_at + timedelta(minutes=20),
        staged_at=picking_at + timedelta(minutes=28),
        ready_at=ready_at,
        left_at=left_s.get(stage, collected_at),
        stopped_at=_stopped_at(dice, stage, placed_at, now_at),
    )


def _stopped_at(dice: Dice, stage: Stage, placed_at: datetime, now_at: datetime) -> datetime:
    if stage is Stage.CANCEL_REQUESTED:
        return dice.ago(now_at, 5 * MINUTE, 50 * MINUTE)
    return placed_at + timedelta(seconds=dice.between(20 * MINUTE, 20 * HOUR))
