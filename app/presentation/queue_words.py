"""An order of the queue in words: its chip, when it is due, how much of it is ready."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.queue import Queued, QueueState, bags, picked, pieces
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.wording import Wording
from app.usecases.plain_text import plain

MAX_PREFIX = 20
_LOOKS: dict[QueueState, tuple[Glyph, Tone, bool]] = {
    QueueState.RECEIVED: (Glyph.INBOX, Tone.NEUTRAL, False),
    QueueState.PICKING: (Glyph.PACKAGE_OPEN, Tone.INFO, False),
    QueueState.READY: (Glyph.PACKAGE_CHECK, Tone.SUCCESS, False),
    QueueState.ON_THE_WAY: (Glyph.NAVIGATION, Tone.ARRIVAL, False),
    QueueState.ARRIVED: (Glyph.USER_CHECK, Tone.WARNING, True),
    QueueState.LATE: (Glyph.ALARM_CLOCK, Tone.DANGER, True),
    QueueState.EXPIRED: (Glyph.HOURGLASS, Tone.WARNING, False),
    QueueState.HANDED_OVER: (Glyph.CIRCLE_CHECK, Tone.NEUTRAL, False),
    QueueState.CANCELLED: (Glyph.CIRCLE_X, Tone.NEUTRAL, False),
    QueueState.MOVED: (Glyph.STORE, Tone.NEUTRAL, False),
}


def mark_of(item: Queued, words: Wording, now_at: datetime, *, is_long: bool = False) -> Mark:
    """The chip; of who waits and what is late it says since when, on a row or in full, and the number who checked
    in at a kiosk is called with. Somebody a colleague serves is nobody's to call."""
    glyph, tone, is_solid = _LOOKS[item.state]
    text = words.text(f"status.{item.state}")
    if item.state is QueueState.ARRIVED and item.visit is not None and item.visit.arrived_at is not None:
        is_served = bool(item.visit.claimed_by)
        name = "served" if is_served else "since"
        if is_served:
            tone, is_solid = Tone.INFO, False
        text = words.text(f"status.arrived.{name}", time=span(item.visit.arrived_at, now_at, words))
        if (number := item.visit.number) and not is_served:
            waits = text if is_long else span(item.visit.arrived_at, now_at, words)
            text = f"{number} · {waits}"
    if is_long and item.state is QueueState.LATE and item.order.promised_at is not None:
        text = words.text("status.late.by", time=span(item.order.promised_at, now_at, words))
    return Mark(text, glyph, tone, is_solid)


def span(from_at: datetime, to_at: datetime, words: Wording) -> str:
    """`3 min`, `1 h 18 min`, `2 giorni`: whole minutes, at least one; days as a calendar counts them, because the
    dates stand beside them."""
    minutes = max(1, round(abs((to_at - from_at).total_seconds()) / 60))
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        days = abs((words.formats.local_date(to_at) - words.formats.local_date(from_at)).days)
        return words.plural("span.days", days)
    if hours == 0:
        return words.text("span.minutes", n=minutes)
    return words.text("span.hours", h=hours, m=rest) if rest else words.text("span.hours.even", h=hours)


def relative(moment_at: datetime, now_at: datetime, words: Wording) -> str:
    """`12 min fa`, `tra 18 min`."""
    name = "span.ago" if moment_at < now_at else "span.in"
    return words.text(name, time=span(moment_at, now_at, words))


def promise(item: Queued, words: Wording, now_at: datetime) -> str:
    """`promesso alle 10:30`, on another day `promesso per il 24 nov`; without a promise `ordinato alle 10:30`."""
    is_today = words.formats.local_date(item.due_at) == words.formats.local_date(now_at)
    kind, day = "promise" if item.has_promise else "ordered", "today" if is_today else "day"
    return words.text(f"{kind}.{day}", time=due_time(item, words, now_at))


def promise_line(item: Queued, words: Wording, now_at: datetime) -> str:
    """`Promesso alle 10:30 · tra 18 min`: the promise as a line of its own."""
    told = promise(item, words, now_at)
    return f"{told[:1].upper()}{told[1:]} · {relative(item.due_at, now_at, words)}"


def due_cell(item: Queued, words: Wording, now_at: datetime) -> tuple[str, str]:
    """`10:30`, `tra 18 min` under what was promised; without a promise a dash, and when it was ordered."""
    due = due_time(item, words, now_at)
    if item.has_promise:
        return due, relative(item.due_at, now_at, words)
    return "—", words.text("ordered.short", time=due)


def due_time(item: Queued, words: Wording, now_at: datetime) -> str:
    """`10:30` today, `lun 24` on another day."""
    formats = words.formats
    if formats.local_date(item.due_at) == formats.local_date(now_at):
        return formats.time(item.due_at)
    return formats.short_day(item.due_at).partition(" ")[2]


def content(item: Queued, words: Wording) -> str:
    """`2 buste` when it stands ready, `1 di 4 prelevati` while it is picked, `5 articoli` before."""
    if count := bags(item.order):
        return words.plural("queue.bags", count)
    total, found = pieces(item.order), picked(item.order)
    if item.state is QueueState.PICKING or found:
        return words.text("queue.picked", n=found, total=total)
    return words.plural("queue.pieces", total)


def number_parts(number: str) -> tuple[str, str]:
    """What of an order number is the same every day, and the four digits people say."""
    return plain(number[:-4], MAX_PREFIX), plain(number[-4:])


def short_list(names: Sequence[str]) -> str:
    """The first of some names, and how many more there are: `R03 +1`."""
    return "" if not names else names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"
