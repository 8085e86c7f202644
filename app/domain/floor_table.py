"""Every move of an order on its way to the customer: by what right, and whether without a line."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.commands import MarkReady, MoveContainer, MoveLines
from app.domain.order_commands import (
    AcceptOrder,
    DeclineOrder,
    EndHold,
    ExtendHold,
    GiveUpGoods,
    RefuseGoods,
    SubstituteGoods,
)
from app.domain.orders import ContainerState, Order, Step


class Part(StrEnum):
    """Which machine moves: pieces of a line, a container, or the order as a whole."""

    LINE = "line"
    CONTAINER = "container"
    ORDER = "order"


NEW, PREPARING, READY = "new", "preparing", "ready"
OFFLINE_S = 15 * 60.0
"""How old a terminal's data may be for what it records while nobody answers: as old as a lease gets."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move. `action` is the permission it needs.

    `max_age_s`: while the shop's authority does not answer it is recorded and sent later, on data no older than
    that; 0: it is not made without the authority's yes.
    """

    part: Part
    source: str
    target: str
    action: str
    max_age_s: float = 0.0

    @property
    def is_queued(self) -> bool:
        """Whether it is recorded while nobody answers."""
        return self.max_age_s > 0


_LINES, _BAGS, _OUT, _IN = "order.move_lines", "order.move_container", "order.hand_over", "order.reverse_handover"
_RECALL = "order.answer_recall"


def _line(source: Step, target: Step, action: str = _LINES, max_age_s: float = 0.0) -> Move:
    return Move(Part.LINE, source, target, action, max_age_s)


def _bag(source: str, target: str, action: str = _BAGS, max_age_s: float = 0.0) -> Move:
    return Move(Part.CONTAINER, source, target, action, max_age_s)


_S, _C = Step, ContainerState

# Recorded without a line is what tells of goods in somebody's hands: a colleague who hears it late has walked in
# vain, and no more. What sends people off, and what takes goods out of an order somebody may be handing over,
# waits for the yes.
MOVES: tuple[Move, ...] = (
    _line(_S.RESERVED, _S.PICKING),
    _line(_S.PICKING, _S.RESERVED, max_age_s=OFFLINE_S),
    _line(_S.RESERVED, _S.PICKED),
    _line(_S.PICKING, _S.PICKED, max_age_s=OFFLINE_S),
    _line(_S.RESERVED, _S.SHORT),
    _line(_S.PICKING, _S.SHORT, max_age_s=OFFLINE_S),
    _line(_S.SHORT, _S.RESERVED),
    _line(_S.SHORT, _S.CANCELLED),
    _line(_S.PICKED, _S.RESERVED, max_age_s=OFFLINE_S),
    _line(_S.PICKED, _S.PACKED, max_age_s=OFFLINE_S),
    _line(_S.PACKED, _S.PICKED),
    _line(_S.PACKED, _S.HANDED_OVER, _OUT),
    _line(_S.HANDED_OVER, _S.PACKED, _IN),
    *(_line(source, _S.CANCELLED, _RECALL) for source in (_S.RESERVED, _S.PICKING, _S.PICKED, _S.PACKED)),
    _bag(NEW, _C.OPEN, max_age_s=OFFLINE_S),
    _bag(_C.OPEN, _C.STAGED, max_age_s=OFFLINE_S),
    _bag(_C.STAGED, _C.OPEN),
    _bag(_C.STAGED, _C.CLAIMED),
    _bag(_C.CLAIMED, _C.STAGED),
    _bag(_C.STAGED, _C.OUT, _OUT),
    _bag(_C.CLAIMED, _C.OUT, _OUT),
    _bag(_C.OUT, _C.STAGED, _IN),
    _bag(_C.STAGED, _C.RETURNED_TO_STOCK),
    _bag(_C.OPEN, _C.RETURNED_TO_STOCK),
    Move(Part.ORDER, PREPARING, READY, "order.mark_ready"),
    Move(Part.ORDER, READY, PREPARING, _BAGS),
)
_BY_STEP = {(move.part, move.source, move.target): move for move in MOVES}


def move_of(part: Part, source: str, target: str) -> Move:
    """What is said of that move. KeyError for one no machine has."""
    return _BY_STEP[part, source, target]


def needs_yes(order: Order, body: object) -> bool:
    """Whether that is a move of the order which is nothing before the authority's yes."""
    match body:
        case MoveLines():
            move = _BY_STEP.get((Part.LINE, body.source, body.target))
        case MoveContainer():
            known = {container.id: container.state for container in order.containers}
            move = _BY_STEP.get((Part.CONTAINER, known.get(body.container, NEW), body.target))
        case MarkReady():
            move = move_of(Part.ORDER, PREPARING, READY)
        case AcceptOrder() | DeclineOrder() | RefuseGoods() | ExtendHold() | EndHold():
            return True
        case SubstituteGoods() | GiveUpGoods():
            return True
        case _:
            return False
    return move is not None and not move.is_queued


def moves_by(action: str) -> frozenset[tuple[Step, Step]]:
    """The moves of lines that permission is for."""
    lines = (move for move in MOVES if move.part is Part.LINE and move.action == action)
    return frozenset((Step(move.source), Step(move.target)) for move in lines)
