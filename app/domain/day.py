"""What a day came to, counted from orders, visits and returns: by shop and by station, never by person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from statistics import median

from app.domain.orders import Order
from app.domain.queue import QueueState, queue_state
from app.domain.returns import EffectState, Reason, ReturnCase
from app.domain.values import Act, StoreId
from app.domain.visits import Visit

_TO_COLLECT = frozenset({QueueState.READY, QueueState.ON_THE_WAY, QueueState.ARRIVED, QueueState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Tally:
    """So many in the whole shop, and at this station; money in minor units."""

    shop: int = 0
    here: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; of nothing there is no share."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole percents, None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Typical:
    """The median of `count` durations in seconds, None of none."""

    seconds: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Where:
    """The day, whose clock says which day it is, and the station that asks; `now_at` is aware UTC."""

    day: date
    zone: tzinfo
    store: StoreId
    station: str
    now_at: datetime

    def has(self, moment_at: datetime | None) -> bool:
        """Whether that was on this day."""
        return moment_at is not None and moment_at.astimezone(self.zone).date() == self.day

    @property
    def is_today(self) -> bool:
        """Whether the day is still going on."""
        return self.has(self.now_at)

    def tally(self, acts: Iterable[Act]) -> Tally:
        """Acts of this shop, and those of this station."""
        own = [act for act in acts if act.store == self.store]
        return Tally(len(own), sum(act.station == self.station for act in own))


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Movements of the day; how things stand now (0 for a day that is over); and its measures."""

    handed_over: Tally
    reversed: Tally
    returned: Tally
    refunded: Tally
    refunded_amount: Tally
    pending: Tally
    pending_amount: Tally
    to_collect: int
    late: int
    to_ready: Typical
    promise: Share
    wait: Typical
    no_show: Share
    errors: Share
    reasons: tuple[tuple[Reason, int], ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A day that was closed at a station: when, and the number of its paper."""

    day: date
    at: datetime
    document_no: str


@dataclass(frozen=True, slots=True)
class DaySummary:
    """A day in figures. As of now, whatever the day: `unsent` commands of this station, `unsent_money` of them
    about money; `attention` items of the shop; `doubtful` papers of this station."""

    day: date
    is_today: bool
    figures: DayFigures
    unsent: int
    unsent_money: int
    attention: int
    doubtful: int = 0
    closing: Closing | None = None


def figures(
    where: Where, orders: Sequence[Order], visits: Sequence[Visit], cases: Sequence[ReturnCase]
) -> DayFigures:
    """The day of these orders, visits and cases, as far as they are known here."""
    handovers = [h for order in orders for h in order.handovers if where.has(h.act.at)]
    taken_back = [h for h in handovers if h.reversed_by is not None]
    today = [case for case in cases if where.has(case.act.at)]
    refunded = [case for case in cases if case.money is EffectState.CONFIRMED and where.has(case.refunded_at)]
    pending = [case for case in today if case.money in (EffectState.PENDING, EffectState.PARKED)]
    out, back = where.tally(h.act for h in handovers), where.tally(h.act for h in taken_back)
    states = _standing(where, orders, visits)
    return DayFigures(
        handed_over=Tally(out.shop - back.shop, out.here - back.here),
        reversed=back,
        returned=where.tally(case.act for case in today),
        refunded=where.tally(case.act for case in refunded),
        refunded_amount=_amount(where, refunded),
        pending=where.tally(case.act for case in pending),
        pending_amount=_amount(where, pending),
        to_collect=sum(state in _TO_COLLECT for state in states),
        late=states.count(QueueState.LATE),
        to_ready=_typical(o.ready_at - o.placed_at for o in orders if o.ready_at and where.has(o.ready_at)),
        promise=_promise(where, orders),
        wait=_typical(_waits(where, visits)),
        no_show=_no_show(where, orders),
        errors=Share(back.shop, out.shop),
        reasons=_reasons(today),
    )


def _standing(where: Where, orders: Sequence[Order], visits: Sequence[Visit]) -> list[QueueState]:
    if not where.is_today:
        return []
    by_order = {order: visit for visit in visits for order in visit.orders}
    return [queue_state(order, by_order.get(order.id), where.now_at) for order in orders]


def _amount(where: Where, cases: Iterable[ReturnCase]) -> Tally:
    own = [case for case in cases if case.act.store == where.store]
    here = sum(case.refund for case in own if case.act.station == where.station)
    return Tally(sum(case.refund for case in own), here)


def _typical(durations: Iterable[timedelta]) -> Typical:
    found = [duration.total_seconds() for duration in durations]
    return Typical(round(median(found)) if found else None, len(found))


def _waits(where: Where, visits: Sequence[Visit]) -> list[timedelta]:
    """From the arrival of somebody to the end of their visit."""
    ended = [(visit.arrived_at, visit.ended_at) for visit in visits if where.has(visit.ended_at)]
    return [to_at - from_at for from_at, to_at in ended if from_at is not None and to_at is not None]


def _promise(where: Where, orders: Sequence[Order]) -> Share:
    """Orders promised for that day and due by now; kept when they were ready by then."""
    due = [o for o in orders if o.cancelled_at is None and o.promised_at and where.has(o.promised_at)]
    due = [o for o in due if o.promised_at and (o.promised_at <= where.now_at or o.ready_at is not None)]
    kept = sum(o.ready_at is not None and o.promised_at is not None and o.ready_at <= o.promised_at for o in due)
    return Share(kept, len(due))


def _no_show(where: Where, orders: Sequence[Order]) -> Share:
    """Orders whose hold ended on that day; nobody came when nothing of them left before."""
    held = [o for o in orders if o.hold_until and where.has(o.hold_until) and o.hold_until <= where.now_at]
    return Share(sum(not order.live_handovers for order in held), len(held))


def _reasons(cases: Iterable[ReturnCase]) -> tuple[tuple[Reason, int], ...]:
    """Pieces by why they came back, the most frequent first."""
    found = Counter[Reason]()
    for case in cases:
        for piece in case.pieces:
            found[piece.reason] += piece.quantity
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))
