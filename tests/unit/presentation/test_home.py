"""The queue's ages move on with the minutes of the clock above them, and cost nothing in between."""

from app.presentation.viewmodels.home import HomeModel, HomeState
from tests.unit.presentation.counter_desk import CounterDesk


async def test_ages_move_on_with_the_minute_and_not_with_the_second(at: CounterDesk) -> None:
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
    assert [row.relative for row in told[0].rows] != [row.relative for row in before.rows]
