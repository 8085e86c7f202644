"""A kiosk's pages on both shapes of screen: large enough, apart, whole, readable, in every mode and language."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.domain.errors import Code
from app.presentation.kiosk.model import FAULTS
from app.presentation.kiosk.session import Page
from app.presentation.language import LANGUAGES
from app.store.terminal_files import TerminalFiles
from app.ui.application import application
from app.ui.kiosk.gadgets import SlotsPart
from app.ui.kiosk.parts import Part, Pressable
from app.ui.kiosk.pressing import TaskCard
from app.ui.kiosk.reader import ReaderPart
from app.ui.theme.look import Look, start_look
from app.ui.theme.tokens import ThemeName
from tests.ui.drawn import drawn_words, ground, is_seen
from tests.ui.kiosk_bench import UPRIGHT, WIDE, KioskBench, kiosk_at
from tests.ui.test_look import contrast
from tests.unit.usecases.counter import TYPED
from tests.unit.usecases.sample_files import SHIRT

LONG = "long"
LEAST = {ThemeName.LIGHT: 7.0, ThemeName.DARK: 4.5, ThemeName.HC: 7.0, ThemeName.SUN: 9.0}

LOOKS = [
    (size, language, mode) for size in (UPRIGHT, WIDE) for language in LANGUAGES for mode in ("", "large", "low")
]


@pytest.mark.parametrize("shape", LOOKS)
async def test_sizes_gaps_and_words(
    tmp_path: Path, lookups: TerminalFiles, look: Look, shape: tuple[tuple[int, int], str, str]
) -> None:
    size, language, mode = shape
    async with kiosk_at(tmp_path, lookups, size, language) as kiosk:
        await kiosk.begin()
        if mode:
            kiosk.model.pressed(mode)
        for step in ("", "task:pickup", "type"):
            if step:
                kiosk.model.pressed(step)
            await kiosk.settled()
            audit(kiosk, is_low=mode == "low" and size == UPRIGHT)
        kiosk.model.end()
        await kiosk.settled()
        kiosk.show_code(TYPED)
        await kiosk.until(lambda: kiosk.at(Page.FOUND))
        if mode:
            kiosk.model.pressed(mode)
        await kiosk.settled()
        audit(kiosk, is_low=False)
        kiosk.model.pressed("next")
        await kiosk.until(lambda: kiosk.at(Page.DONE))
        audit(kiosk, is_low=False)
        kiosk.model.end()
        await kiosk.begin()
        if mode:
            kiosk.model.pressed(mode)
        kiosk.show_code(SHIRT)
        await kiosk.until(lambda: kiosk.at(Page.ARTICLE))
        await kiosk.settled()
        audit(kiosk, is_low=mode == "low" and size == UPRIGHT)


async def test_an_order_number_is_one_field_however_long_it_is(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    """Numbers have no fixed length and no dash: slots would say that eight more signs are wanted."""
    async with kiosk_at(tmp_path, lookups) as kiosk:
        await kiosk.begin()
        for step in ("task:return", "number", *(f"key:{sign}" for sign in "4821")):
            kiosk.model.pressed(step)
        await kiosk.settled()
        assert kiosk.window.view is not None
        assert [word.words for word in drawn_words(kiosk.window.view)].count("4821") == 1
        [field] = kiosk.all(SlotsPart)
        assert field.accessibleName().endswith("4 8 2 1")


async def test_the_reader_fills_its_page_and_back_lies_apart_from_out(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with kiosk_at(tmp_path, lookups) as kiosk:
        await kiosk.begin()
        kiosk.model.pressed("task:pickup")
        await kiosk.settled()
        [reader] = kiosk.all(ReaderPart)
        assert reader.height() * kiosk.window.pitch > 180
        places = {part.press_id: part.mapTo(kiosk.window, part.rect().topLeft()) for part in kiosk.all(Pressable)}
        back, out = places["back"], places["exit"]
        assert out.x() - back.x() > kiosk.window.width() / 2


async def test_a_question_about_time_stands_in_the_middle(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with kiosk_at(tmp_path, lookups) as kiosk:
        await kiosk.begin()
        kiosk.model.ask()
        await kiosk.settled()
        assert kiosk.window.view is not None
        [seconds] = [word for word in drawn_words(kiosk.window.view) if word.words == "20"]
        assert abs(seconds.area.center().x() - kiosk.window.width() / 2) < 40
        [yes] = [part for part in kiosk.all(TaskCard) if part.press_id == "more"]
        assert yes.height() * kiosk.window.pitch > 50


async def test_out_of_order_says_where_every_task_goes_on(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with kiosk_at(tmp_path, lookups) as kiosk:
        await kiosk.begin()
        tasks = [part.press_id for part in kiosk.all(TaskCard)]
        kiosk.model.end()
        for _ in range(FAULTS):
            kiosk.model.desk.faults.tell(Code.INTERNAL.value)
        kiosk.model.tick()
        await kiosk.settled()
        said = kiosk.said()
        words = {"task:pickup": "Ritiri", "task:return": "Resi", "task:price": "Prezzi"}
        assert [task for task in tasks if words[task] not in said] == []


def audit(kiosk: KioskBench, *, is_low: bool) -> None:
    """Every control is large enough, apart from the others, within the window and named."""
    view = kiosk.window.view
    assert view is not None
    pitch, rects = kiosk.window.pitch, []
    assert kiosk.window.height() in (UPRIGHT[1], WIDE[1])
    for part in [*kiosk.all(Part), *kiosk.all(TaskCard)]:
        wanted = part.heightForWidth(part.width())
        assert part.height() >= wanted - 1, (kiosk.page, part.accessibleName(), part.height(), wanted)
    for control in kiosk.all(Pressable):
        rect = control.rect().translated(control.mapTo(kiosk.window, control.rect().topLeft()))
        where = (kiosk.page, control.text(), rect)
        assert control.accessibleName(), where
        assert kiosk.window.rect().contains(rect), where
        assert min(rect.width(), rect.height()) * pitch >= 14.9, where
        if is_low:
            assert rect.top() >= kiosk.window.height() * 0.54, where
        rects.append(rect)
    assert cut_words(kiosk) == [], kiosk.page
    least = round(3 / pitch)
    for number, one in enumerate(rects):
        assert not any(
            one.adjusted(-least + 2, -least + 2, least - 2, least - 2).intersects(o) for o in rects[:number]
        ), one


def cut_words(kiosk: KioskBench) -> list[str]:
    """Words that end in an ellipsis nobody wrote."""
    assert kiosk.window.view is not None
    return [word.words for word in drawn_words(kiosk.window.view) if word.is_cut]


async def walk(kiosk: KioskBench) -> AsyncIterator[str]:
    """The pages a visitor comes to, one after the other."""
    await kiosk.settled()
    yield "attract"
    await kiosk.begin()
    yield "start"
    for step in ("task:pickup", "type"):
        kiosk.model.pressed(step)
        await kiosk.settled()
        yield step
    kiosk.show_code(TYPED)
    await kiosk.until(lambda: kiosk.at(Page.FOUND))
    yield "found"
    kiosk.model.pressed("next")
    await kiosk.until(lambda: kiosk.at(Page.DONE))
    yield "done"
    kiosk.model.end()
    await kiosk.begin()
    kiosk.show_code(SHIRT)
    await kiosk.until(lambda: kiosk.at(Page.ARTICLE))
    yield "article"
    kiosk.model.ask()
    await kiosk.settled()
    yield "idle"
    kiosk.model.end()
    await kiosk.begin()
    kiosk.model.pressed("help")
    await kiosk.settled()
    yield "help"
    kiosk.model.staff.open()
    await kiosk.settled()
    yield "staff"
    kiosk.model.end()
    await kiosk.settled()


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
async def test_every_word_of_every_page_stands_out(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with kiosk_at(tmp_path, lookups, size) as kiosk:
        async for page in walk(kiosk):
            for theme, least in LEAST.items():
                start_look(application(), theme)
                assert faint_words(kiosk, least) == [], (page, theme)
            start_look(application(), ThemeName.LIGHT)


def faint_words(kiosk: KioskBench, least: float) -> list[str]:
    """What cannot be read well."""
    shown = kiosk.window.view
    assert shown is not None
    image, found, drawn = shown.grab().toImage(), [], drawn_words(shown)
    assert drawn
    for word in drawn:
        if word.words and is_seen(image, word):
            ratio = contrast(word.ink, ground(image, word.area))
            if ratio < least:
                found.append(f"{word.words!r} {word.ink.name()} on {ground(image, word.area).name()}: {ratio:.2f}")
    return found


@pytest.mark.parametrize("size", [UPRIGHT, WIDE])
async def test_texts_two_fifths_longer_are_not_cut(
    tmp_path: Path, lookups: TerminalFiles, look: Look, size: tuple[int, int]
) -> None:
    async with kiosk_at(tmp_path, lookups, size, LONG) as kiosk:
        async for page in walk(kiosk):
            assert cut_words(kiosk) == [], page
