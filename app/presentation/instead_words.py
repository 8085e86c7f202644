"""An order that is not simply fetched, in words: what can be done instead, why, and what that moves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.called_off import is_declinable
from app.domain.dropped import Decline, Refusal
from app.domain.order_table import Way
from app.domain.orders import Order
from app.domain.transfers import asked_for, moved_from
from app.domain.values import StoreId
from app.presentation.events import Choice
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_state import Note, step_of
from app.presentation.prepare_state import PieceRow
from app.presentation.queue_words import number_parts
from app.presentation.wording import Wording
from app.usecases.plain_text import plain

ASKS = (Way.DECLINED, Way.REFUSED, Way.EXTENDED, Way.TRANSFERRED)
"""Ways that want to know more: why, until when, or where."""
MOST_DIGITS = 9
MONEY = (Way.DECLINED, Way.REFUSED, Way.NO_SHOW)


def ways_of(order: Order, ends: Sequence[datetime], stores: Mapping[StoreId, str]) -> tuple[Way, ...]:
    """What can be done with it as it stands; `ends`: until when it could be held instead, `stores`: the chain's
    other shops."""
    if order.cancelled_at is not None or order.is_collected or order.closed_at is not None:
        return ()
    can_go = bool(stores) and not order.live_handovers and order.cancel_requested_at is None
    away = (Way.TRANSFERRED,) if can_go and asked_for(order) is None else ()
    if is_declinable(order):
        return (*((Way.ACCEPTED,) if order.accepted is None else ()), Way.DECLINED, *away)
    if order.ready_at is None:
        return away
    over = (Way.NO_SHOW,) if order.expired_at is not None else ()
    return (*over, Way.REFUSED, *((Way.EXTENDED,) if ends else ()), *away)


def store_choices(stores: Mapping[StoreId, str]) -> tuple[Choice, ...]:
    """The other shops; the first nine by a digit."""
    named = enumerate(stores.items(), 1)
    return tuple(Choice(store, str(n) if n <= MOST_DIGITS else "", plain(name), "") for n, (store, name) in named)


def moved_note(order: Order, words: Wording) -> Note | None:
    """Where it is going, or from where it came; that a shop sent it back, until somebody begins with it."""
    going, came = asked_for(order), moved_from(order)
    store = going or came
    is_back, can_decline = bool(order.transfers) and bool(order.transfers[-1].reason), is_declinable(order)
    if store is None or order.cancelled_at is not None or (going is None and is_back and not can_decline):
        return None
    kind = "moved.going" if going is not None else "moved.back" if is_back else "moved.came"
    name, line = words.store(store), f"{kind}.next"
    if kind == "moved.came" and not can_decline:
        line = "moved.came.here"
    return Note(Tone.INFO, words.text(kind, store=name), words.text(line, store=name))


def way_choices(ways: Sequence[Way], words: Wording) -> tuple[Choice, ...]:
    """Each with what follows from it."""
    return tuple(
        Choice(way.value, str(n), words.text(f"instead.way.{way}"), words.text(f"instead.way.{way}.line"))
        for n, way in enumerate(ways, 1)
    )


def reason_choices(way: Way, ends: Sequence[datetime], words: Wording) -> tuple[Choice, ...]:
    """Why, or until when."""
    if way is Way.EXTENDED:
        return tuple(
            Choice(end.isoformat(), str(n), words.formats.spoken_day(end), "") for n, end in enumerate(ends, 1)
        )
    reasons: Sequence[Decline | Refusal] = list(Decline) if way is Way.DECLINED else list(Refusal)
    return tuple(
        Choice(reason.value, str(n), words.text(f"instead.{way}.{reason}"), "")
        for n, reason in enumerate(reasons, 1)
    )


def line_rows(order: Order, refused: Mapping[str, int], words: Wording, *, is_asked: bool) -> tuple[PieceRow, ...]:
    """The lines; `is_asked`: which of them the customer does not want is being said."""
    rows = []
    for line in order.lines:
        name, glyph, tone = step_of(line)
        mark = Mark(words.text(f"piece.{name}"), glyph, tone)
        quantity, is_off = line.quantity - line.progress.cancelled, refused.get(line.id, 0)
        if is_asked and is_off:
            said = words.text("instead.not_wanted", n=is_off)
            mark = Mark(said, Glyph.CIRCLE_X, Tone.WARNING)
        if quantity:
            spoken = ", ".join(part for part in (f"{quantity} × {line.name}", line.variant, mark.words) if part)
            tail = number_parts(order.number)[1]
            row = (line.sku, "", line.name, line.variant, quantity, tail, mark)
            rows.append(PieceRow(line.id, *row, is_now=bool(is_off), is_going=True, spoken=spoken))
    return tuple(rows)
