"""The queue's ages move on with the minutes of the clock above them, and cost nothing in between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.presentation.queue_words import relative
from app.presentation.viewmodels.home import HomeModel, HomeState
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.wording.catalogues import wording


async def promise_all(at: CounterDesk) -> None:
    """Every open order is promised in an hour."""
    for item in await at.desk.jobs.queues.pickups(at.desk.session.who):
        promised = replace(item.order, promised_at=at.desk.now_at + timedelta(hours=1))
        await at.counter.keep("order", promised.id, promised)


async def test_ages_move_on_with_the_minute_and_not_with_the_second(at: CounterDesk) -> None:
    await promise_all(at)
    model = HomeModel(at.desk)
    await model.open()
    before = model.state
    assert before.rows
    told: list[HomeState] = []
    model.subscribe(told.append)
    model.tick()
    assert told == []
    at.counter.clock.leapt_s += 7 * 60
    model.tick()
    assert [row.told.relative for row in told[0].rows] != [row.told.relative for row in before.rows]


async def test_without_a_promise_an_order_is_neither_late_nor_in_time(at: CounterDesk) -> None:
    model = HomeModel(at.desk)
    await model.open()
    row, preview = model.state.rows[0], model.state.preview
    assert preview is not None
    assert (row.told.time, row.told.relative) == ("—", "ordinato 4 mar")
    assert row.spoken.startswith("ordinato il 4 mar, ")
    assert preview.promise == "ordinato il 4 mar"
    assert model.state.cards[0].line == "nessuno in ritardo"
    await promise_all(at)
    await model.open()
    preview = model.state.preview
    assert preview is not None
    assert preview.promise == "promesso alle 11:44"
    assert model.state.rows[0].told.relative == "tra 1 h"
    assert model.state.cards[0].line == "tutti in tempo"


def test_days_are_counted_as_the_dates_beside_them() -> None:
    now_at, words = datetime(2026, 3, 24, 9, 0, tzinfo=UTC), wording("it")
    told = [
        relative(datetime(2026, 3, day, hour, 0, tzinfo=UTC), now_at, words) for day, hour in ((22, 8), (20, 18))
    ]
    assert told == ["2 giorni fa", "4 giorni fa"]
