"""What a slip from the kiosk says at the counter: which purchases come first, how many pieces, and why."""

from collections.abc import Sequence

from app.domain.return_slips import ReturnSlip
from app.domain.returns import ReturnableLine
from app.presentation.return_draft import Draft


def chosen_lines(slip: ReturnSlip | None, lines: Sequence[ReturnableLine]) -> Sequence[ReturnableLine]:
    """Of an order the lines that its slip names and that have not come yet; all of them without a slip."""
    if slip is None:
        return lines
    wanted = {piece.line for piece in slip.left}
    return tuple(line for line in lines if line.line in wanted)


def prefill(draft: Draft, slip: ReturnSlip | None) -> None:
    """What its customer chose at the kiosk; the clerk, who sees the piece, may choose otherwise."""
    if slip is None or draft.line is None or draft.line.order != slip.order:
        return
    piece = next((one for one in slip.left if one.line == draft.line.line), None)
    if piece is not None:
        draft.slip, draft.reason = slip.id, piece.reason
        draft.quantity = max(1, min(piece.quantity, draft.most))
