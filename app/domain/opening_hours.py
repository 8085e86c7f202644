"""When a shop is open, and what it can promise: pure, in the shop's own time zone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.domain.setting_kinds import DAY_MINUTES, minutes_of, span_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Spans `09:00-13:00` by weekday, and dates on which the shop stays closed; without spans it never closes.

    A span that cannot be read counts as none: the authority never keeps one.
    """

    zone: tzinfo
    hours: Mapping[str, Sequence[str]] = field(default_factory=dict)
    closed: Sequence[str] = ()

    @property
    def is_told(self) -> bool:
        """Whether the shop said anything of its hours."""
        return any(self.hours.values())

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """When it is open on a day, aware, in its own zone."""
        if day.isoformat() in self.closed:
            return []
        if not self.is_told:
            return [(self._at(day, 0), self._at(day, DAY_MINUTES))]
        told = [span_of(text) for text in self.hours.get(WEEK[day.weekday()], ())]
        return [(self._at(day, span[0]), self._at(day, span[1])) for span in told if span is not None]

    def is_open(self, at: datetime) -> bool:
        """Whether the shop is open then."""
        local = at.astimezone(self.zone)
        return any(opens <= local < closes for opens, closes in self.spans_on(local.date()))

    def _at(self, day: date, minutes: int) -> datetime:
        """A time of the wall clock, also on the days it is turned."""
        next_day, minute = divmod(minutes, DAY_MINUTES)
        wall = time(minute // 60, minute % 60)
        return datetime.combine(day + timedelta(days=next_day), wall, self.zone)

    def from_on(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of opening time from then on, span by span, in UTC: only there do spans measure true."""
        first = at.astimezone(self.zone).date()
        for ahead in range(LOOK_AHEAD_DAYS):
            for opens, closes in self.spans_on(first + timedelta(days=ahead)):
                if closes.astimezone(UTC) > at:
                    yield max(opens.astimezone(UTC), at), closes.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Promise:
    """`minutes` of opening time after the order; an order that came after `last` (`18:00`, empty: no such time)
    counts from the next day on. `per_hour`: so many orders are promised for one hour of the clock, 0: any number.
    """

    minutes: int = 120
    last: str = ""
    per_hour: int = 0

    def for_order(
        self, placed_at: datetime, hours: OpeningHours, taken: Callable[[datetime, datetime], int] = lambda *_: 0
    ) -> datetime:
        """When an order placed then is promised for, UTC.

        `taken`: how many are promised from, and before, two times. Where the shop does not open for weeks the
        minutes alone count, and where every hour is full, the promise is what it would be without that limit.
        """
        due_at = self._due(self._begin(placed_at, hours), hours)
        if due_at is None:
            return placed_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return self._with_room(due_at, hours, taken) if self.per_hour else due_at

    def _begin(self, placed_at: datetime, hours: OpeningHours) -> datetime:
        """From when on the minutes count."""
        last = minutes_of(self.last) if self.last else None
        local = placed_at.astimezone(hours.zone)
        if last is None or local.hour * 60 + local.minute < last:
            return placed_at.astimezone(UTC)
        midnight = datetime.combine(local.date() + timedelta(days=1), time(), hours.zone)
        return midnight.astimezone(UTC)

    def _due(self, begin_at: datetime, hours: OpeningHours) -> datetime | None:
        left = timedelta(minutes=self.minutes)
        for opens, closes in hours.from_on(begin_at):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        return None

    def _with_room(
        self, due_at: datetime, hours: OpeningHours, taken: Callable[[datetime, datetime], int]
    ) -> datetime:
        """The first hour from then on, with the shop open, that is not full."""
        begins = due_at.replace(minute=0, second=0, microsecond=0)
        if taken(begins, begins + timedelta(hours=1)) < self.per_hour:
            return due_at
        for opens, closes in hours.from_on(due_at):
            at = opens
            while at < closes:
                begins = at.replace(minute=0, second=0, microsecond=0)
                ends = begins + timedelta(hours=1)
                if taken(begins, ends) < self.per_hour:
                    return at
                at = ends
            if opens - due_at > timedelta(days=14):
                break
        return due_at
