"""The first window shows who was on the locked screen last, and what somebody begins there goes on behind it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton

from app.adapters.keys import KeyProvider
from app.bootstrap.counter_window import follow_people, take_over
from app.bootstrap.device_folder import DEVICE_FILE
from app.bootstrap.kept_people import kept_people
from app.bootstrap.window import first_window
from app.contract.rows import RosterStaff
from app.presentation.operators import Begun, LockedFace
from app.presentation.viewmodels.sign_in import SignInModel
from app.store.terminal_files import TerminalFiles
from app.ui.bridge import end
from app.ui.hands import HUMAN_S, Fingers
from app.ui.shell.early import EarlySignIn
from app.ui.shell.opening import OpeningWindow
from app.ui.theme.look import Look
from app.ui.widgets.keypad import PinField
from app.ui.widgets.signing_in import HEIGHT, OperatorButton, PinEntry
from tests.ui.bench import Bench, bench_at
from tests.unit.domain.samples import STORE
from tests.unit.node.shop import Shop
from tests.unit.usecases.counter import PIN, counter_shop, sample_orders

SARA, BADGE = "Sara Lombardi", "2998887776665"


@contextmanager
def opening_with(
    face: LockedFace, folder: Path, prefix: str = "", meant_for_ms: int = 10_000
) -> Iterator[EarlySignIn]:
    """The first window, as large as the bench's, with those people."""
    opening = first_window(folder)
    opening.resize(1366, 768)
    opening.show()
    early = EarlySignIn(face, opening, prefix, meant_for_ms)
    opening.show_people(early)
    try:
        yield early
    finally:
        end(opening)


async def face_of(bench: Bench) -> LockedFace:
    """The locked screen as it stands."""
    await bench.until(lambda: bench.offers(SARA))
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    return model.face


async def taken_over(early: EarlySignIn, bench: Bench) -> None:
    """The true window comes."""
    opening = early.window()
    assert isinstance(opening, OpeningWindow)
    await take_over(opening, bench.window)


def typed_in_full(hands: Fingers, early: EarlySignIn) -> Begun:
    """Somebody taps their name and six digits; what was begun before the digits."""
    hands.tap(SARA)
    chosen = early.begun
    for key in "123456":
        hands.tap(key)
    return chosen


def shop_of(others: int) -> Shop:
    """The bench's shop with so many more people."""
    shop = counter_shop()
    more = [RosterStaff(f"op-x{n}", f"Nome{n:02} Cognome", f"8{n:02}", "clerk", "v") for n in range(others)]
    return Shop(sample_orders(), msgspec.structs.replace(shop.config, staff=[*shop.config.staff, *more]))


def places(hands: Fingers) -> dict[str, QRect]:
    """Where each tile and key is, in its window."""
    return {
        button.accessibleName(): QRect(button.mapTo(hands.window, QPoint()), button.size())
        for button in hands.all(QAbstractButton)
        if button.accessibleName()
    }


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
@pytest.mark.parametrize("others", [0, 9, 13, 18, 37])
async def test_tiles_and_keys_are_where_the_window_behind_has_them(
    look: Look, tmp_path: Path, lookups: TerminalFiles, size: tuple[int, int], others: int
) -> None:
    async with bench_at(tmp_path, lookups, shop_of(others)) as bench:
        with opening_with(await face_of(bench), tmp_path) as early:
            for window in (early.window(), bench.window):
                window.resize(*size)
            hands = Fingers(early.window())
            await bench.settled()
            await bench.until(
                lambda: places(hands) and {n: places(bench).get(n) for n in places(hands)} == places(hands)
            )
            assert SARA in places(hands)
            assert {button.height() for button in hands.all(OperatorButton)} == {HEIGHT}


async def test_who_taps_and_types_at_once_is_signed_in_by_the_window_behind(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    with opening_with(await face_of(bench), tmp_path) as early:
        hands = Fingers(early.window())
        hands.tap(SARA)
        await hands.keys(PIN)
        await hands.until(lambda: len(early.begun.pin) == len(PIN))
        assert PIN not in repr(early.begun)
        await taken_over(early, bench)
        assert not early.window().isVisible()
        assert early.begun == Begun(), "nothing of a PIN stays behind"
    await bench.until(lambda: bench.desk.session.operator is not None)


@pytest.mark.parametrize("pause_s", [0.0, 0.03, 0.06])
async def test_no_digit_is_lost_between_the_windows(
    bench: Bench, look: Look, tmp_path: Path, pause_s: float
) -> None:
    with opening_with(await face_of(bench), tmp_path) as early:
        hands = Fingers(early.window())
        hands.tap(SARA)
        await hands.keys(PIN[:3])
        hands.run_of(PIN[3])
        await hands.pause(pause_s)
        await taken_over(early, bench)
    await bench.keys(PIN[4:])
    await bench.until(lambda: bench.desk.session.operator is not None)


@pytest.mark.parametrize("cut", [1, 5, 10, 12])
async def test_a_code_that_comes_between_the_windows_leaves_no_digit(
    bench: Bench, look: Look, tmp_path: Path, cut: int
) -> None:
    """Its last keys reach the first window as long as that waits for them."""
    with opening_with(await face_of(bench), tmp_path) as early:
        hands = Fingers(early.window())
        hands.tap(SARA)
        at_ms = round(time.monotonic() * 1000)
        hands.run_of(BADGE[:cut], at_ms=at_ms)
        taking = asyncio.create_task(taken_over(early, bench))
        await asyncio.sleep(0)
        hands.run_of(BADGE[cut:], at_ms=at_ms + 2 * cut)
        hands.enter(at_ms + 2 * len(BADGE))
        await taking
    await bench.pause(0.2)
    model = bench.frame.model
    assert isinstance(model, SignInModel)
    assert model.state.filled == 0


async def test_the_pad_and_its_two_other_keys_work_too(bench: Bench, look: Look, tmp_path: Path) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path) as early:
        hands = Fingers(early.window())
        hands.tap("1")
        assert early.begun == Begun(), "a digit before anybody is chosen"
        hands.tap(SARA)
        chosen = early.begun
        assert face.asks(chosen.number) in hands.words()
        for key in ("1", "2", "3", face.pad[0]):
            hands.tap(key)
        assert early.begun == Begun(chosen.number, "12")
        hands.tap(face.pad[1])
        for key in "12345678":
            hands.tap(key)
        assert early.begun == Begun(chosen.number, "123456")


async def test_tab_reads_people_before_the_pad_and_nothing_is_pressed_by_chance(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path) as early:
        hands = Fingers(early.window())
        hands.enter()
        assert early.begun == Begun()
        for key in (*(Qt.Key.Key_Tab for _ in face.people), Qt.Key.Key_Return):
            await hands.pause(HUMAN_S)
            hands.key(key)
        assert early.begun == Begun(face.people[-1].tile.number)


async def test_a_badge_that_is_read_by_a_typing_scanner_leaves_no_digit(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    with opening_with(await face_of(bench), tmp_path) as early:
        hands = Fingers(early.window())
        hands.tap(SARA)
        hands.wedge(BADGE)
        await hands.until(lambda: not early.is_typed_into)
        assert early.begun.pin == ""


async def test_nor_does_a_slow_scanner_with_its_prefix(bench: Bench, look: Look, tmp_path: Path) -> None:
    with opening_with(await face_of(bench), tmp_path, "~") as early:
        hands = Fingers(early.window())
        hands.tap(SARA)
        await hands.keys("~299888")
        await hands.until(lambda: not early.is_typed_into)
        assert early.begun.pin == ""


async def test_what_was_typed_long_ago_is_gone_and_signs_nobody_in(
    bench: Bench, look: Look, tmp_path: Path
) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path, meant_for_ms=40) as early:
        hands = Fingers(early.window())
        chosen = typed_in_full(hands, early)
        await hands.until(lambda: early.begun == chosen)
        hands.tap(face.pad[0])
        assert early.begun == chosen, "nobody gets another one's digits back"
        await hands.until(lambda: "PIN 0/6" in {field.accessibleName() for field in hands.all(PinField)})


async def test_nor_when_nobody_came_to_take_it_away(bench: Bench, look: Look, tmp_path: Path) -> None:
    face = await face_of(bench)
    with opening_with(face, tmp_path, meant_for_ms=40) as early:
        hands = Fingers(early.window())
        chosen = typed_in_full(hands, early)
        busy_until_s = time.monotonic() + 0.06
        while time.monotonic() < busy_until_s:
            pass  # as while the true window is made: no timer has its turn
        assert early.begun == chosen
        hands.tap(face.pad[0])
        assert early.begun == chosen


async def test_why_it_takes_longer_is_read_instead_of_people(bench: Bench, look: Look, tmp_path: Path) -> None:
    with opening_with(await face_of(bench), tmp_path) as early:
        hands, opening = Fingers(early.window()), early.window()
        hands.tap(SARA)
        await hands.keys(PIN)
        assert isinstance(opening, OpeningWindow)
        opening.tell("La centrale non risponde.", "Guarda il cavo.")
        assert not hands.all(PinEntry)
        assert early.begun == Begun()


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
    (tmp_path / DEVICE_FILE).write_text("{}")
    face = await face_of(bench)
    await follow_people(bench.frame, tmp_path)
    assert kept_people(tmp_path) == face
    await bench.desk.preferences.choose_language("en")
    await bench.until(lambda: (kept := kept_people(tmp_path)) is not None and kept.question != face.question)
    await bench.desk.preferences.choose_language("it")
    await bench.until(lambda: kept_people(tmp_path) == face)


async def test_people_who_cannot_be_read_are_not_kept_and_nothing_breaks(bench: Bench, tmp_path: Path) -> None:
    KeyProvider(tmp_path).create()
    (tmp_path / DEVICE_FILE).write_text("{}")
    await face_of(bench)
    await bench.counter.door.write(lambda tx: tx.base_clear(f"config:{STORE}"))
    await follow_people(bench.frame, tmp_path)
    assert kept_people(tmp_path) is None
