"""The first window shows who was on the locked screen last, and what somebody begins there goes on behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton

from app.adapters.keys import KeyProvider
from app.bootstrap.counter_window import follow_people, take_over
from app.bootstrap.kept_people import kept_people
from app.bootstrap.window import first_window
from app.presentation.operators import Begun, LockedFace
from app.presentation.viewmodels.sign_in import SignInModel
from app.ui.bridge import end
from app.ui.hands import HUMAN_S, Fingers
from app.ui.shell.early import EarlySignIn
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look
from app.ui.widgets.signing_in import PinEntry
from tests.ui.bench import Bench
from tests.unit.usecases.counter import PIN

SARA = "Sara Lombardi"


@contextmanager
def opening_with(face: LockedFace, folder: Path, meant_for_ms: int = 10_000) -> Iterator[OpeningWindow]:
    """The first window, as large as the bench's, with those people."""
    opening = first_window(folder)
    opening.resize(1366, 768)
    opening.show()
    opening.show_people(EarlySignIn(face, opening, meant_for_ms))
    try:
        yield opening
    finally:
        end(opening)


async def face_of(bench: Bench) -> LockedFace:
    """The locked screen as it stands."""
    await bench.until(lambda: bench.offers(SARA))
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    return model.face


def places(hands: Fingers) -> dict[str, QRect]:
    """Where each tile and key is, in its window."""
    return {
        button.accessibleName(): QRect(button.mapTo(hands.window, QPoint()), button.size())
        for button in hands.all(QAbstractButton)
        if button.accessibleName()
    }


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
async def test_tiles_and_keys_are_where_the_window_behind_has_them(
    bench: Bench, look: Look, tmp_path: Path, size: tuple[int, int]
) -> None:
    with opening_with(await face_of(bench), tmp_path) as opening:
        opening.resize(*size)
        bench.window.resize(*size)
        await bench.settled()
        early, true = places(Fingers(opening)), places(bench)
        assert SARA in early
        assert {name: true.get(name) for name in early} == early


async def test_who_taps_and_types_at_once_is_signed_in_by_the_window_behind(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    with opening_with(await face_of(bench), tmp_path) as opening:
        hands = Fingers(opening)
        hands.tap(SARA)
        await hands.keys(PIN)
        await hands.until(lambda: len(opening.begun.pin) == len(PIN))
        assert PIN not in repr(opening.begun)
        take_over(opening, bench.window)
        assert not opening.isVisible()
    await bench.until(lambda: bench.desk.session.operator is not None)


async def test_the_pad_and_its_two_other_keys_work_too(bench: Bench, look: Look, tmp_path: Path) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path) as opening:
        hands = Fingers(opening)
        hands.tap("1")
        assert opening.begun == Begun(), "a digit before anybody is chosen"
        hands.tap(SARA)
        chosen = opening.begun
        assert face.asks(chosen.number) in hands.words()
        for key in ("1", "2", "3", face.pad[0]):
            hands.tap(key)
        assert opening.begun == Begun(chosen.number, "12")
        hands.tap(face.pad[1])
        for key in "12345678":
            hands.tap(key)
        assert opening.begun == Begun(chosen.number, "123456")


async def test_tab_reads_people_before_the_pad_and_nothing_is_pressed_by_chance(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path) as opening:
        hands = Fingers(opening)
        hands.enter()
        assert opening.begun == Begun()
        for key in (*(Qt.Key.Key_Tab for _ in face.people), Qt.Key.Key_Return):
            await hands.pause(HUMAN_S)
            hands.key(key)
        assert opening.begun == Begun(face.people[-1].tile.number)


async def test_a_badge_that_is_read_by_a_typing_scanner_leaves_no_digit(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    with opening_with(await face_of(bench), tmp_path) as opening:
        hands = Fingers(opening)
        hands.tap(SARA)
        hands.wedge("2998887776665")
        await hands.pause(0.3)
        assert opening.begun.pin == ""


async def test_what_was_typed_long_ago_signs_nobody_in(bench: Bench, look: Look, tmp_path: Path) -> None:
    with opening_with(await face_of(bench), tmp_path, meant_for_ms=0) as opening:
        hands = Fingers(opening)
        hands.tap(SARA)
        hands.tap("1")
        await hands.pause(0.01)
        assert opening.begun.number
        assert opening.begun.pin == ""


async def test_why_it_takes_longer_is_read_instead_of_people(bench: Bench, look: Look, tmp_path: Path) -> None:
    with opening_with(await face_of(bench), tmp_path) as opening:
        hands = Fingers(opening)
        hands.tap(SARA)
        await hands.keys(PIN)
        opening.tell("La centrale non risponde.", "Guarda il cavo.")
        assert not hands.all(PinEntry)
        assert opening.begun == Begun()


async def test_somebody_who_left_since_was_not_chosen(bench: Bench, look: Look, tmp_path: Path) -> None:
    face = await face_of(bench)
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    model.go_on(Begun("99", PIN))
    assert model.state.filled == 0
    assert model.face == face


async def test_people_are_kept_as_they_are_and_in_the_language_that_is_spoken(
    bench: Bench, tmp_path: Path
) -> None:
    KeyProvider(tmp_path).create()
    face = await face_of(bench)
    await follow_people(bench.frame, tmp_path)
    assert kept_people(tmp_path) == face
    await bench.desk.preferences.choose_language("en")
    await bench.until(lambda: (kept := kept_people(tmp_path)) is not None and kept.question != face.question)
