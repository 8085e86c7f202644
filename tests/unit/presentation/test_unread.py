"""What a scanner read for nothing: harmless text, with ways on that fit it; and what is heard of a scan."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presentation.beeps import Beep
from app.presentation.counter import Counter as Frame
from app.presentation.preferences import Preferences
from app.presentation.viewmodels.devices import DeviceRow, DevicesModel
from app.presentation.viewmodels.unread import MAX_SHOWN, as_plain
from hardware.api import (
    Absent,
    Connecting,
    Degraded,
    DeviceState,
    DriverInfo,
    Faulted,
    Health,
    PowerState,
    Ready,
)
from hardware.symbology.reading import scan_read
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import ADA_BADGE, CLERK, TECHNICIAN, TYPED
from tests.unit.usecases.sample_files import CARD, GHOST, SHIRT


@pytest.fixture
async def frame(at: CounterDesk) -> Frame:
    """The frame of the screen."""
    made = Frame(at.desk)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


async def scanned(at: CounterDesk, frame: Frame, raw: bytes) -> None:
    """A scanner read it."""
    frame.scanned(scan_read(raw, "scanner", at.desk.now_at))
    await at.settled()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"4821", "4821"),
        (b"\x02AB\x1dCD\x7f", "<STX>AB<GS>CD<U+007F>"),
        (b"\xff\x00", "\\xff<NUL>"),
        ("a\u202eb\u200bc\u0301".encode(), "a<U+202E>b<U+200B>c<U+0301>"),
        (b"7" * 500, "7" * MAX_SHOWN + "…"),
        (b"", ""),
    ],
)
def test_bytes_are_shown_as_harmless_text(raw: bytes, shown: str) -> None:
    assert as_plain(raw) == shown


@given(st.binary(max_size=400))
def test_whatever_was_read_is_one_short_printable_line(raw: bytes) -> None:
    shown = as_plain(raw)
    assert shown.isprintable()
    assert len(shown) <= MAX_SHOWN + 1


@pytest.mark.parametrize(
    ("raw", "ways"),
    [
        (b"ZZ-9/what?", ["search", "by_hand", "dismiss"]),
        (b"99999", ["search", "by_hand", "dismiss"]),
        (GHOST.encode(), ["by_hand", "return", "dismiss"]),
        (b"x" * 60, ["by_hand", "return", "dismiss"]),
        (b"\xff\xfe", ["by_hand", "return", "dismiss"]),
    ],
)
async def test_the_ways_on_fit_what_was_read(at: CounterDesk, frame: Frame, raw: bytes, ways: list[str]) -> None:
    await scanned(at, frame, raw)
    state = frame.unread.state
    assert [choice.value for choice in state.choices] == ways
    assert [choice.digit for choice in state.choices] == ["1", "2", "3"]
    assert state.title
    assert at.said() == ""


async def test_the_panel_turns_with_the_language_and_goes_with_the_place(at: CounterDesk, frame: Frame) -> None:
    await scanned(at, frame, b"ZZ-9/what?")
    assert frame.unread.state.read_title == "Letto:"
    at.desk.language.speak("en")
    assert frame.unread.state.read_title == "Read:"
    frame.go_to("returns")
    assert not frame.unread.state.is_open


async def test_what_the_code_is_not_to_blame_for_is_said_in_passing(at: CounterDesk, frame: Frame) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    at.desk.session.begin(TECHNICIAN)
    await scanned(at, frame, CARD.encode())
    assert (bool(at.said()), frame.unread.is_open, heard) == (True, False, [Beep.REFUSED])


async def test_every_scan_is_answered_by_sound(at: CounterDesk, frame: Frame) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    for raw in (TYPED.encode(), SHIRT.encode(), b"ZZ-9/what?", b"4900", ADA_BADGE.encode(), TYPED.encode()):
        await scanned(at, frame, raw)
    assert heard == [Beep.GOOD, Beep.GOOD, Beep.QUESTION, Beep.REFUSED, Beep.GOOD, Beep.REFUSED]


async def test_a_quiet_terminal_stays_quiet_after_a_restart(at: CounterDesk, frame: Frame) -> None:
    heard: list[Beep] = []
    at.desk.beeps.listen(heard.append)
    await at.desk.preferences.choose_beeps(has_beeps=False)
    await scanned(at, frame, SHIRT.encode())
    assert heard == []
    again = Preferences(at.counter.door)
    await again.read()
    assert not again.has_beeps


SCANNER = DriverInfo("serial", "scanner", "A scanner", "serial")


def rows(at: CounterDesk, *states: DeviceState) -> list[DeviceRow]:
    """The rows of scanners in those states."""
    facts = tuple(Health(f"scanner-{n}", SCANNER, state, PowerState.UNKNOWN) for n, state in enumerate(states))
    jobs = replace(at.desk.jobs, devices=lambda: facts)
    return list(DevicesModel(replace(at.desk, jobs=jobs)).state.rows[3:-1])


async def test_the_devices_page_has_a_row_for_each_scanner(at: CounterDesk) -> None:
    assert [row.id for row in DevicesModel(at.desk).state.rows] == ["line", "outbox", "receipt_printer", "typed"]
    assert [one.name for one in rows(at, Ready())] == ["Lettore di codici"]
    both = rows(at, Absent(), Ready())
    assert [(one.id, one.name, one.mark.words) for one in both] == [
        ("scanner-0", "Lettore di codici 1", "Non risponde"),
        ("scanner-1", "Lettore di codici 2", "Pronto"),
    ]


@pytest.mark.parametrize(
    ("state", "word", "hint"),
    [
        (Connecting(), "Collegamento", "attimo"),
        (Absent(), "Non risponde", "cavo"),
        (Faulted("forbidden"), "Fermo", "permesso"),
        (Faulted("in_use"), "Fermo", "altro programma"),
        (Faulted("hung"), "Fermo", "riattaccalo"),
        (Faulted("card_mute"), "Fermo", "Togli la carta"),
        (Faulted("no_service"), "Fermo", "pcscd"),
        (Degraded("battery_low"), "Pronto", "Leggi"),
    ],
)
async def test_a_scanner_that_does_not_read_says_what_to_do(
    at: CounterDesk, state: DeviceState, word: str, hint: str
) -> None:
    (shown,) = rows(at, state)
    assert shown.mark.words == word
    assert hint in shown.line
