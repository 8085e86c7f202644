"""What is typed into the search is looked up whatever it holds."""

import pytest

from app.presentation.routes import CustomerRoute, Route
from app.presentation.viewmodels.omnibox import OmniboxModel
from tests.unit.presentation.counter_desk import CounterDesk


@pytest.mark.parametrize("typed", ["4821{}", "{}giulia", "giulia@example{}.it"])
async def test_half_a_character_in_it_is_as_good_as_not_typed(at: CounterDesk, typed: str) -> None:
    found = []
    for half in ("", "\ud83d"):
        box = OmniboxModel(at.desk)
        box.type(typed.format(half))
        await at.settled()
        found.append(box.state)
    assert found[0] == found[1]


async def test_enter_right_behind_the_last_digit_opens_what_all_of_them_find(at: CounterDesk) -> None:
    went: list[Route] = []
    at.desk.navigator.listen(went.append)
    box = OmniboxModel(at.desk)
    box.type("4")
    await at.settled()
    assert not box.state.rows[0].id.startswith("customer:"), "nothing else to open by mistake"
    box.type("4567")
    box.enter(lambda: None)
    await at.settled()
    assert [type(route) for route in went] == [CustomerRoute]


async def test_enter_opens_nothing_when_more_was_typed_behind_it(at: CounterDesk) -> None:
    went: list[Route] = []
    at.desk.navigator.listen(went.append)
    box = OmniboxModel(at.desk)
    box.type("4567")
    box.enter(lambda: None)
    box.type("45678")
    await at.settled()
    assert went == []
