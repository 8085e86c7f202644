"""What was begun at a kiosk comes to the counter: which purchases come first, how many pieces, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.floor_calls import ChosenPiece
from app.domain.returns import ReturnableLine
from app.domain.values import OrderId
from app.presentation.jobs import Jobs
from app.presentation.return_draft import Draft
from app.presentation.routes import ReturnRoute


@dataclass(frozen=True, slots=True)
class BegunThere:
    """Pieces of an order that were chosen at a kiosk; `slip` is empty where they come without one."""

    slip: str
    order: OrderId
    pieces: tuple[ChosenPiece, ...]


async def begun_there(jobs: Jobs, route: ReturnRoute) -> BegunThere | None:
    """What the slip or the call of that place says, as it stands now; None when it says nothing more."""
    if route.slip:
        slip = await jobs.slips.by_id(route.slip)
        return None if slip is None else BegunThere(slip.id, slip.order, slip.left)
    call = await jobs.calls.call(route.call) if route.call else None
    if call is None or call.work.order is None or not call.work.pieces:
        return None
    return BegunThere("", call.work.order, call.work.pieces)


def chosen_lines(begun: BegunThere | None, lines: Sequence[ReturnableLine]) -> Sequence[ReturnableLine]:
    """Of an order the lines that were chosen at the kiosk and have not come yet; else all of them."""
    if begun is None:
        return lines
    wanted = {piece.line for piece in begun.pieces}
    return tuple(line for line in lines if line.line in wanted)


def prefill(draft: Draft, begun: BegunThere | None) -> None:
    """What its customer chose at the kiosk; the clerk, who sees the piece, may choose otherwise."""
    if begun is None or draft.line is None or draft.line.order != begun.order:
        return
    piece = next((one for one in begun.pieces if one.line == draft.line.line), None)
    if piece is not None:
        draft.slip, draft.reason = begun.slip, piece.reason if begun.slip else None
        draft.quantity = max(1, min(piece.quantity, draft.most))
