"""For any text whatever, a display is sent our own words and printable characters only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.api import LINE_COLUMNS
from hardware.drivers.displays.languages import PAGES, Cd5220, EpsonDmd, Language

LANGUAGES: tuple[Language, ...] = (*(Cd5220(page) for page in PAGES), EpsonDmd())
TEXT = st.text(max_size=60)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
@given(upper=TEXT, lower=TEXT)
def test_only_the_places_of_characters_change(language: Language, upper: str, lower: str) -> None:
    blank, told = language.lines("", ""), language.lines(upper, lower)
    assert len(told) == len(blank)
    is_changed = [now != before for now, before in zip(told, blank, strict=True)]
    assert sum(is_changed) <= 2 * LINE_COLUMNS
    assert all(
        now >= 0x20 and now != 0x7F and before == 0x20
        for now, before in zip(told, blank, strict=True)
        if now != before
    )


@given(upper=TEXT, lower=TEXT)
def test_the_upper_line_never_reaches_into_the_lower(upper: str, lower: str) -> None:
    assert Cd5220().lines(upper, "")[-24:] == Cd5220().lines("", "")[-24:]
    assert Cd5220().lines("", lower)[:24] == Cd5220().lines("", "")[:24]
