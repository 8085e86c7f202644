"""What came to the queue of pickups while somebody worked elsewhere: new orders, late ones, people who wait."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.domain.queue import MAY_BE_LATE, Queued, QueueState, queue_state
from app.presentation.frame import NoticeState
from app.presentation.marks import Glyph, Tone
from app.presentation.queue_words import promise
from app.presentation.routes import HomeRoute, OrderRoute, PickupsRoute, PrepareRoute, Route
from app.presentation.wording import Wording

NEWS_S = 30.0
"""How long a notice stays; the count on the rail stays until the queue was looked at."""


class Why(StrEnum):
    """What is new about an order, the most pressing last."""

    CAME = "came"
    LATE = "late"
    ARRIVED = "arrived"


_GLYPHS = {
    Why.CAME: (Glyph.INBOX, Tone.INFO),
    Why.LATE: (Glyph.ALARM_CLOCK, Tone.DANGER),
    Why.ARRIVED: (Glyph.USER_CHECK, Tone.ARRIVAL),
}
_PRESSING = {QueueState.LATE: Why.LATE, QueueState.ARRIVED: Why.ARRIVED}


@dataclass(slots=True)
class QueueNews:
    """Compares the queue with what it was; lives on the loop. What stood there at a start is no news, nor is what
    comes back to it, after an undo say."""

    queue: tuple[Queued, ...] = ()
    _late_at: datetime | None = None
    _stood: dict[str, QueueState] | None = None
    _known: set[str] = field(default_factory=set)
    _unseen: dict[str, Why] = field(default_factory=dict)
    _told_s: float = 0.0
    _is_told: bool = False

    @property
    def count(self) -> int:
        """Orders with news nobody has looked at."""
        return len(self._unseen)

    def come(self, queue: tuple[Queued, ...], now_s: float, *, is_first: bool) -> None:
        """The queue was read. `is_first`: the authority has not been heard since the start, so unknown orders are
        not new, only not known yet."""
        self._stand(queue)
        self._compare(now_s, is_first=is_first or self._stood is None)

    def tick(self, now_at: datetime, now_s: float) -> None:
        """Time alone makes an order late; and a notice goes by itself."""
        # Looked at when one is overdue only: two thousand, each second, are half of what a quiet till does.
        if self._late_at is not None and self._late_at < now_at:
            self._stand(
                tuple(
                    replace(item, state=queue_state(item.order, item.visit, now_at))
                    if _is_overdue(item, now_at)
                    else item
                    for item in self.queue
                )
            )
            self._compare(now_s, is_first=False)
        if self._is_told and now_s - self._told_s >= NEWS_S:
            self._is_told = False

    def _stand(self, queue: tuple[Queued, ...]) -> None:
        self.queue = queue
        due = (item.order.promised_at for item in queue if item.state in MAY_BE_LATE)
        self._late_at = min((promised_at for promised_at in due if promised_at is not None), default=None)

    def _compare(self, now_s: float, *, is_first: bool) -> None:
        before = self._stood
        self._stood = {item.order.id: item.state for item in self.queue}
        self._unseen = {order: why for order, why in self._unseen.items() if order in self._stood}
        found: dict[str, Why] = {}
        for order, state in self._stood.items():
            was = None if before is None else before.get(order)
            if was is None and not is_first and order not in self._known:
                found[order] = _PRESSING.get(state, Why.CAME)
            elif was is not None and was is not state and state in _PRESSING:
                found[order] = _PRESSING[state]
        self._known.update(self._stood)
        if found:
            self._unseen |= found
            self._told_s, self._is_told = now_s, True

    def seen_at(self, place: Route) -> None:
        """Somebody is where the queue, or one of its orders, can be seen."""
        if isinstance(place, HomeRoute | PickupsRoute):
            self._unseen.clear()
        elif isinstance(place, OrderRoute):
            self._unseen.pop(place.order, None)
        elif isinstance(place, PrepareRoute):
            for order in place.orders:
                self._unseen.pop(order, None)

    def put_away(self) -> None:
        """The notice goes; what is new stays counted."""
        self._is_told = False

    @property
    def place(self) -> Route:
        """Where it leads: to the order, or to the queue when there are several."""
        order, *others = self._unseen or ("",)
        return PickupsRoute() if others or not order else OrderRoute(order)

    def notice(self, words: Wording, now_at: datetime) -> NoticeState:
        """All that is new as one notice; nothing when it was told long enough, or seen."""
        if not self._is_told or not self._unseen:
            return NoticeState()
        news = [(item, self._unseen[item.order.id]) for item in self.queue if item.order.id in self._unseen]
        most = max((why for _, why in news), key=list(Why).index)
        glyph, tone = _GLYPHS[most]
        title, line = self._one(*news[0], words, now_at) if len(news) == 1 else self._several(news, words)
        return NoticeState(title, line, words.text("news.open"), words.text("notice.close"), glyph, tone)

    @staticmethod
    def _one(item: Queued, why: Why, words: Wording, now_at: datetime) -> tuple[str, str]:
        title = words.text(f"news.{why}", number=item.order.number)
        due = promise(item, words, now_at)
        return title, " · ".join(part for part in (item.order.customer_name, due) if part)

    @staticmethod
    def _several(news: list[tuple[Queued, Why]], words: Wording) -> tuple[str, str]:
        counts = ((why, sum(one is why for _, one in news)) for why in Why)
        parts = [words.plural(f"news.count.{why}", count) for why, count in counts if count]
        return words.plural("news.several", len(news)), ", ".join(parts)


def _is_overdue(item: Queued, now_at: datetime) -> bool:
    """Whether it was promised for a time that has passed since its state was told."""
    promised_at = item.order.promised_at
    return item.state in MAY_BE_LATE and promised_at is not None and promised_at < now_at
