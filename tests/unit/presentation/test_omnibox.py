"""What is typed into the search is looked up whatever it holds."""

import pytest

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
