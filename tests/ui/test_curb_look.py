"""The tablet's pages held either way, for either hand: for gloves, low, whole, readable in the sun."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.presentation.curb.states import Page
from app.presentation.language import LANGUAGES
from app.store.terminal_files import TerminalFiles
from app.ui.application import application
from app.ui.curb.parts import Part
from app.ui.curb.pressing import CarCard, DockButton, Pressable
from app.ui.curb.scale import Step, TabletScale
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName
from tests.ui.curb_bench import FIRST, GROWN_UP, LABELLED, SECOND, UNREADY, UPRIGHT, WIDE, CurbBench, curb_at
from tests.ui.drawn import drawn_words, ground, is_seen
from tests.ui.test_curb_returning import kept
from tests.ui.test_look import contrast
from tests.unit.usecases.sample_files import SHIRT

LONG = "long"
CAPITALS = 0.727
"""Of Inter: the height of its capitals."""
CARS = (LABELLED, FIRST, SECOND, UNREADY, GROWN_UP)
IN_HAND = (Page.BAG, Page.TROUBLE, Page.SIGN, Page.SIGN_WORD, Page.REFUSE, Page.REFUSE_WHY, Page.SHOW, Page.WHO)
"""Pages that one press leads to from a car in hand."""
LEAST = {ThemeName.SUN: 9.0, ThemeName.DARK: 4.5, ThemeName.LIGHT: 4.5, ThemeName.HC: 7.0}
SHAPES = [
    (size, language, is_mirrored)
    for size in (UPRIGHT, WIDE)
    for language in LANGUAGES
    for is_mirrored in (False, True)
]


async def walk(tablet: CurbBench) -> AsyncIterator[Page]:
    """The pages a colleague comes to."""
    await tablet.settled()
    yield Page.SIGN_IN
    await tablet.sign_in()
    yield Page.QUEUE
    for number, order in enumerate(CARS, 1):
        tablet.arrive(order, f"P{number}")
    await tablet.seen(*CARS)
    tablet.pass_by(130)
    yield Page.QUEUE
    for page in (Page.MORE, Page.ORDER):
        tablet.model.pressed(f"to:{page}")
        await tablet.settled()
        yield page
    tablet.model.pressed("back")
    async for page in walk_along(tablet):
        yield page
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    yield Page.VISIT
    tablet.show_code("9999-1")
    await tablet.settled()
    yield Page.VISIT
    for page in IN_HAND:
        tablet.model.pressed(f"to:{page}")
        await tablet.settled()
        yield page
        tablet.model.pressed("back")
    async for page in walk_back(tablet):
        yield page
    tablet.counter.cut()
    await tablet.until(lambda: not tablet.model.desk.link().is_up, 30)
    tablet.model.tick()
    tablet.model.pressed("release")
    await tablet.settled()
    yield Page.VISIT
    tablet.counter.mend()


async def walk_back(tablet: CurbBench) -> AsyncIterator[Page]:
    """The pages of goods coming back, up to the question about their money; all bags of the car are there."""
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.refresh()
    await tablet.settled()
    yield Page.VISIT
    await kept(tablet)
    tablet.model.pressed("to:return")
    for press in ("to:return_order", "back"):
        await tablet.settled()
        yield tablet.model.session.page
        tablet.model.pressed(press)
    tablet.show_code(SHIRT)
    for press in (
        "return:why:wrong_item",
        "to:return_state",
        "back",
        "return:ask",
        "back",
        "back",
        "back",
        "back",
    ):
        await tablet.settled()
        yield tablet.model.session.page
        tablet.model.pressed(press)
    await tablet.settled()
    assert tablet.at(Page.VISIT)


async def walk_along(tablet: CurbBench) -> AsyncIterator[Page]:
    """The pages of what is taken along; an order whose car is not there yet."""
    tablet.model.pressed("to:carried")
    yield Page.CARRIED
    tablet.model.pressed("to:take")
    await tablet.settled()
    yield Page.TAKE
    for sign in (*(f"key:{sign}" for sign in "7777"), "next"):
        tablet.model.pressed(sign)
    await tablet.until(lambda: len(tablet.model.cars.carried) == 1)
    await tablet.settled()
    yield Page.CARRIED
    tablet.model.pressed("back")
    await tablet.settled()


@pytest.mark.parametrize("shape", SHAPES)
async def test_sizes_gaps_and_words(
    tmp_path: Path, lookups: TerminalFiles, look: Look, shape: tuple[tuple[int, int], str, bool]
) -> None:
    size, language, is_mirrored = shape
    async with curb_at(tmp_path, lookups, size, language) as tablet:
        if is_mirrored:
            tablet.model.pressed("mirror")
        primary = None
        async for page in walk(tablet):
            audit(tablet, page)
            found = place_of_primary(tablet)
            assert primary in (None, found), page
            primary = found


def place_of_primary(tablet: CurbBench) -> tuple[int, int, int, int]:
    """Where the main button is: the thumb finds it without looking."""
    [button] = [button for button in tablet.all(DockButton) if button.is_primary]
    at = button.mapTo(tablet.window, button.rect().topLeft())
    return at.x(), at.y(), button.width(), button.height()


def audit(tablet: CurbBench, page: Page) -> None:
    """Every control is large enough, apart from the others, in reach, within the window and named."""
    window, pitch, rects = tablet.window, tablet.window.pitch, []
    assert (window.width(), window.height()) in (UPRIGHT, WIDE)
    for part in tablet.all(Part):
        wanted = part.heightForWidth(part.width())
        assert part.height() >= wanted - 1, (page, part.accessibleName(), part.height(), wanted)
    for control in tablet.all(Pressable):
        rect = control.rect().translated(control.mapTo(window, control.rect().topLeft()))
        where = (page, control.text(), rect)
        assert control.accessibleName(), where
        assert window.rect().contains(rect), where
        if not control.isEnabled():
            continue
        assert min(rect.width(), rect.height()) * pitch >= 14.0, where
        if isinstance(control, DockButton):
            assert rect.top() >= window.height() * 2 / 3, where
            if control.is_primary:
                assert rect.height() * pitch >= 20.0, where
        rects.append(rect)
    least = round(4 / pitch)
    for number, one in enumerate(rects):
        wide = one.adjusted(1 - least, 1 - least, least - 1, least - 1)
        assert not any(wide.intersects(other) for other in rects[:number]), (page, one)
    assert cut_words(tablet) == [], page


def cut_words(tablet: CurbBench) -> list[str]:
    """Words that end in an ellipsis nobody wrote: a button that asks once more has one of its own."""
    assert tablet.window.view is not None
    written = [button.text() for button in tablet.all(DockButton)]
    cut = [word.words for word in drawn_words(tablet.window.view) if word.is_cut]
    return [words for words in cut if not any(text.endswith(words) for text in written)]


async def test_a_number_is_typed_into_one_field(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await tablet.sign_in()
        for button in ("to:order", "key:4", "key:8"):
            tablet.model.pressed(button)
        await tablet.settled()
        assert tablet.window.view is not None
        assert "48" in [word.words for word in drawn_words(tablet.window.view)]


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
async def test_every_word_of_every_page_stands_out(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with curb_at(tmp_path, lookups, size) as tablet:
        async for page in walk(tablet):
            for theme, least in LEAST.items():
                start_look(application(), theme)
                assert faint_words(tablet, least) == [], (page, theme)
            start_look(application(), ThemeName.SUN)
    start_look(application(), ThemeName.LIGHT)


def faint_words(tablet: CurbBench, least: float) -> list[str]:
    """What cannot be read well."""
    shown = tablet.window.view
    assert shown is not None
    image, drawn = shown.grab().toImage(), drawn_words(shown)
    assert drawn
    return [
        f"{word.words!r} {word.ink.name()} on {ground(image, word.area).name()}"
        for word in drawn
        if word.words and is_seen(image, word) and contrast(word.ink, ground(image, word.area)) < least
    ]


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
async def test_texts_two_fifths_longer_are_not_cut(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with curb_at(tmp_path, lookups, size, LONG) as tablet:
        async for page in walk(tablet):
            assert cut_words(tablet) == [], page


@pytest.mark.parametrize(("size", "pitch"), [(UPRIGHT, 0.1346), (WIDE, 0.1696)])
def test_type_is_read_at_arms_length(size: tuple[int, int], pitch: float, look: Look) -> None:
    scale = TabletScale(pitch, *size)
    assert scale.font(Step.BODY).pixelSize() * pitch * CAPITALS >= 2.5
    for step in (Step.PAGE, Step.BAY):
        assert scale.font(step).pixelSize() * pitch * CAPITALS >= 5.0


async def test_a_turned_tablet_stays_where_it_was(tmp_path: Path, lookups: TerminalFiles, look: Look) -> None:
    async with curb_at(tmp_path, lookups) as tablet:
        await tablet.sign_in()
        for number, order in enumerate((FIRST, SECOND), 1):
            tablet.arrive(order, f"P{number}")
        await tablet.seen(FIRST, SECOND)
        tablet.model.pressed(f"visit:{tablet.model.cars.arrivals[1].visit.id}")
        tablet.window.resize(*WIDE)
        await tablet.settled()
        assert [card.card.is_chosen for card in tablet.all(CarCard)] == [False, True]


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
async def test_cars_there_is_no_room_for_are_one_press_away(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with curb_at(tmp_path, lookups, size) as tablet:
        await tablet.sign_in()
        for number, order in enumerate(CARS, 1):
            tablet.arrive(order, f"P{number}")
        await tablet.seen(*CARS)
        seen = []
        for _ in range(3):
            seen += [card.card.bay for card in tablet.all(CarCard)]
            tablet.tap("Altre auto")
            await tablet.settled()
        assert set(seen) == {"1", "2", "3", "4", "5"}
        assert seen[0] == "1"
