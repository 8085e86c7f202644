"""A day in figures: what counts on which day, for the shop and for the station, by the shop's own clock."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.domain.day import DayFigures, Share, Tally, Typical, Where, figures
from app.domain.handover import HandoverAsk, HandoverRules, hand_over, reverse_handover
from app.domain.orders import Order
from app.domain.return_cases import Effect, decided_case, moved_case, received_case
from app.domain.returns import EffectState, Reason, RefundLine, ReturnCase
from app.domain.values import Act, CustomerId, LineId, OrderId, ReturnId, StationId, StoreId, VisitId
from app.domain.visits import Visit, VisitState
from tests.unit.domain.samples import NOW_AT, STORE, act, ready_order
from tests.unit.papers.samples import BODY

ROME, TODAY = ZoneInfo("Europe/Rome"), date(2026, 3, 5)
RULES = HandoverRules()
HOUR = timedelta(hours=1)


def where(day: date = TODAY, station: str = "T1AA") -> Where:
    """The shop in Milan, an hour after NOW_AT."""
    return Where(day, ROME, STORE, station, NOW_AT + HOUR)


def gone(number: int, made: Act) -> Order:
    """An order that was handed over by that act."""
    return hand_over(ready_order(id=OrderId(f"o-{number}"), number=str(number)), HandoverAsk(), made, RULES)


def counted(orders: tuple[Order, ...] = (), cases: tuple[ReturnCase, ...] = ()) -> DayFigures:
    """The figures of today."""
    return figures(where(), orders, (), cases)


def case(number: int, made: Act, **changes: object) -> ReturnCase:
    """A shirt that came back, worth 29,90."""
    body = replace(BODY, return_id=ReturnId(f"r-{number}"), number=f"R-T1AA-{number:04}", **changes)  # type: ignore[arg-type]  # checked by replace
    return decided_case(received_case(body, made), (RefundLine(LineId("a"), 1, 2990, 0, 0),))


def test_hand_overs_are_counted_where_they_were_made_and_without_those_undone() -> None:
    other = replace(act(2), station=StationId("T2BB"))
    undone = reverse_handover(gone(3, act(3)), "T1AA.1:3", act(4, after_s=60), RULES)
    found = counted((gone(1, act(1)), gone(2, other), undone))
    assert found.handed_over == Tally(2, 1)
    assert found.reversed == Tally(1, 1)
    assert found.errors == Share(1, 3)


def test_another_day_and_another_shop_do_not_count() -> None:
    yesterday = replace(act(1), at=NOW_AT - timedelta(days=1))
    elsewhere = replace(act(2), store=StoreId("mi02"))
    orders = (gone(1, yesterday), gone(2, elsewhere))
    assert counted(orders).handed_over == Tally()
    assert figures(where(TODAY - timedelta(days=1)), orders, (), ()).handed_over == Tally(1, 1)


def test_the_day_ends_at_midnight_in_the_shop() -> None:
    late = replace(act(1), at=NOW_AT.replace(hour=23, minute=30))
    assert counted((gone(1, late),)).handed_over == Tally()
    assert figures(where(date(2026, 3, 6)), (gone(1, late),), (), ()).handed_over == Tally(1, 1)


def test_refunds_are_told_apart_by_whether_the_money_went() -> None:
    paid = moved_case(case(1, act(1)), Effect.MONEY, EffectState.CONFIRMED, NOW_AT)
    there = case(2, replace(act(2), station=StationId("T2BB")))
    parked = moved_case(case(3, act(3)), Effect.MONEY, EffectState.PARKED, NOW_AT)
    found = counted(cases=(paid, there, parked))
    assert (found.returned, found.refunded, found.refunded_amount) == (Tally(3, 2), Tally(1, 1), Tally(2990, 2990))
    assert (found.pending, found.pending_amount) == (Tally(2, 1), Tally(5980, 2990))
    assert found.reasons == ((Reason.TOO_SMALL, 3),)


def test_a_refund_counts_on_the_day_the_money_went() -> None:
    old = case(1, replace(act(1), at=NOW_AT - timedelta(days=2)))
    found = counted(cases=(moved_case(old, Effect.MONEY, EffectState.CONFIRMED, NOW_AT),))
    assert (found.returned, found.refunded) == (Tally(), Tally(1, 1))


def test_what_stands_now_is_told_of_today_only() -> None:
    orders = (ready_order(), ready_order(ready_at=None, promised_at=NOW_AT - HOUR))
    assert (counted(orders).to_collect, counted(orders).late) == (1, 1)
    past = figures(where(TODAY - timedelta(days=1)), orders, (), ())
    assert (past.to_collect, past.late) == (0, 0)


def test_measures_are_medians_and_shares_and_nothing_of_nothing() -> None:
    quick, slow, slower = (
        ready_order(placed_at=NOW_AT - hours * HOUR, ready_at=NOW_AT, promised_at=NOW_AT + (2 - hours) * HOUR)
        for hours in (1, 2, 9)
    )
    late = replace(slower, promised_at=NOW_AT - HOUR)
    found = counted((quick, slow, late))
    assert found.to_ready == Typical(7200, 3)
    assert found.promise == Share(2, 3)
    assert found.promise.percent == 67
    assert (counted().to_ready, counted().promise.percent) == (Typical(None, 0), None)


def test_a_promise_that_is_not_due_yet_is_neither_kept_nor_broken() -> None:
    assert counted((ready_order(ready_at=None, promised_at=NOW_AT + 2 * HOUR),)).promise == Share(0, 0)


def test_nobody_came_when_the_hold_ends_and_nothing_left() -> None:
    ended = NOW_AT - HOUR / 2
    came = replace(gone(1, act(1)), hold_until=ended)
    assert counted((came, ready_order(hold_until=ended), ready_order(hold_until=NOW_AT + 5 * HOUR))).no_show == (
        Share(1, 2)
    )


def test_a_wait_is_from_the_arrival_to_the_end() -> None:
    def visit(minutes: int) -> Visit:
        return Visit(
            VisitId(f"v-{minutes}"),
            STORE,
            (OrderId("o-1"),),
            CustomerId("c-1"),
            VisitState.DONE,
            NOW_AT - HOUR,
            arrived_at=NOW_AT - timedelta(minutes=minutes),
            ended_at=NOW_AT,
        )

    assert figures(where(), (), (visit(2), visit(4), visit(12)), ()).wait == Typical(240, 3)
