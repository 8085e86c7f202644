"""What is pressed on the tablet has room for its words: read from what is really painted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.presentation.curb.states import Card, Timer
from app.presentation.language import LANGUAGES
from app.presentation.marks import Glyph, Tone
from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.curb.pressing import CarCard, DockButton
from app.ui.curb.scale import Step, TabletScale
from app.ui.theme.look import Look
from tests.ui.curb_bench import FIRST, PITCHES, UPRIGHT, WIDE, CurbBench, curb_at
from tests.ui.drawn import Word, drawn_words
from tests.ui.test_curb_guards import at_car

SHORT, LONGER, LONGEST = (
    "Giulia B.",
    "Maria Grazia Bevilacqua",
    "Maria Grazia Antonietta Bevilacqua-Sammartano",
)
NUMBER = "4821"
CLEAR_MM = 1.8
"""Around the icon and the words of a button, from its edge."""


@pytest.fixture(params=[UPRIGHT, WIDE])
def card(request: pytest.FixtureRequest, look: Look) -> Iterator[CarCard]:
    """A card without a car, as wide as it is in the queue."""
    size: tuple[int, int] = request.param
    scale = TabletScale(PITCHES[size], *size)
    timer = Timer("2:10", "In attesa", Glyph.CLOCK, Tone.WARNING)
    shown = CarCard(
        Card("v", "Posto", "4", SHORT, NUMBER, "Da servire", Glyph.CIRCLE_ALERT, "2", timer, ""), scale
    )
    whole = size[0] - 2 * scale.margin
    shown.resize((whole - scale.gap) // 2 if scale.is_wide else whole, shown.height())
    yield shown
    bridge.end(shown)


def name_of(card: CarCard, name: str) -> tuple[list[Word], Word]:
    """The lines that name is painted on, and the number under it."""
    card.show_card(replace(card.card, name=name))
    painted = drawn_words(card)
    [number] = [word for word in painted if word.words == NUMBER]
    return [word for word in painted if word.weight > number.weight and word.words in name], number


@pytest.mark.parametrize("name", [SHORT, LONGER, LONGEST])
def test_a_name_is_whole_above_its_number(card: CarCard, name: str) -> None:
    lines, number = name_of(card, name)
    assert " ".join(line.words for line in lines) == name
    assert all(line.area.bottom() <= number.area.bottom() - number.size for line in lines)
    assert number.area.bottom() < card.height() - card.scale.px(6.4)


def test_a_name_is_as_large_as_there_is_room_for(card: CarCard) -> None:
    [short], _ = name_of(card, SHORT)
    assert short.size == card.scale.font(Step.PAGE).pixelSize()
    longer, _ = name_of(card, LONGER)
    assert longer[0].size >= card.scale.font(Step.ROW).pixelSize()


def test_a_name_nobody_has_ends_where_the_card_does(card: CarCard) -> None:
    [line] = [word for word in name_of_anybody(card, "Wolfeschlegelsteinhausen " * 9) if word.is_cut]
    assert line.size == card.scale.font(Step.BODY).pixelSize()


def name_of_anybody(card: CarCard, name: str) -> list[Word]:
    card.show_card(replace(card.card, name=name))
    return drawn_words(card)


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_words_of_the_dock_touch_the_edge_of_their_button(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int], language: str
) -> None:
    async with curb_at(tmp_path, lookups, size, language) as tablet:
        await at_car(tablet, FIRST)
        tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
        tablet.model.refresh()
        await tablet.settled()
        asked = [button for button in tablet.all(DockButton) if not button.is_primary]
        assert "to:who" in [button.press_id for button in asked]
        assert [button.text() for button in asked if not is_clear(tablet, button)] == []


def is_clear(tablet: CurbBench, button: DockButton) -> bool:
    """Whether nothing but its own ground is around its icon and words, within its rounded edge."""
    image, scale = button.grab().toImage(), button.scale
    edge, clear = scale.px(0.4) + 2, round(CLEAR_MM / tablet.window.pitch)
    high, wide = button.height(), button.width()
    aside = [*range(edge, clear), *range(wide - clear, wide - edge)]
    above = [*range(edge, clear), *range(high - clear, high - edge)]
    found = {image.pixel(x, y) for x in aside for y in range(high // 5, high * 4 // 5)}
    return len(found | {image.pixel(x, y) for y in above for x in range(wide // 5, wide * 4 // 5)}) == 1
