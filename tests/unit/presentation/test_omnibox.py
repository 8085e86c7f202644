"""What is typed into the search is looked up whatever it holds."""

import asyncio

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


@pytest.mark.parametrize("is_looked_up", [False, True], ids=["under way", "looked up"])
async def test_enter_opens_what_the_arrows_chose_while_the_last_letter_was_looked_up(
    at: CounterDesk, is_looked_up: bool
) -> None:
    went: list[Route] = []
    at.desk.navigator.listen(went.append)
    box = OmniboxModel(at.desk)
    box.type("giuli")
    await at.settled()
    box.type("giulia")
    box.move(1)
    assert box.state.selected == "customer:c-2", "the first row would be opened anyway"
    if is_looked_up:
        await at.settled()
        assert box.state.selected == "customer:c-2"
    box.enter(lambda: None)
    await at.settled()
    assert [route.customer for route in went if isinstance(route, CustomerRoute)] == ["c-2"]


async def test_what_was_still_looked_up_when_the_field_was_emptied_is_not_shown(at: CounterDesk) -> None:
    box = OmniboxModel(at.desk)
    box.type("giulia")
    await asyncio.sleep(0)  # the search has begun
    box.type("")
    await at.settled()
    assert box.state.rows == ()


async def test_a_row_chosen_that_does_not_fit_any_more_gives_way_to_the_first(at: CounterDesk) -> None:
    box = OmniboxModel(at.desk)
    box.type("anna")
    await at.settled()
    box.type("anna verdi 105")
    box.move(1)
    await at.settled()
    assert box.state.selected == "customer:c-105"
