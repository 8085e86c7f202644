"""Hostile bytes: no read breaks the reader, and the work grows with the length of a read and nothing else."""

import sys
from datetime import UTC, datetime
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.symbology.elements import MAX_ELEMENTS
from hardware.symbology.in_store import read_in_store
from hardware.symbology.pairing import gtin_of
from hardware.symbology.reading import MAX_PARSED, read_text, scan_read

READ_AT = datetime(2026, 3, 5, tzinfo=UTC)
_BEGINNINGS = (
    "",
    "]d2",
    "]C1",
    "]E0",
    "]E3",
    "]Q3\x1d",
    "]e0",
    "https://a/01/",
    "HTTPS://A/",
    "01",
    "(01)",
    "<FNC1>",
)
_PIECES = (
    "10A\x1d",
    "\x1d",
    "(10)",
    "[GS]",
    "99",
    "~",
    "%2",
    "31001",
    "/01",
    "&17=",
    "|]e0",
    "é",
    "\x00",
    "08001234567897",
)
_hostile = st.builds(
    lambda start, pieces: start + "".join(pieces),
    st.sampled_from(_BEGINNINGS),
    st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=60),
)
# Calls for one read: a part for every read, a part for each element, a part for each character.
CALLS, PER_ELEMENT, PER_CHARACTER = 400, 120, 4


def calls_of(text: str) -> int:
    """Functions called, ours and the interpreter's own, to read a text once all tables are made."""
    count = 0
    read_text(text)

    def note(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return count


@given(st.binary(max_size=600) | _hostile.map(lambda text: text.encode("utf-8", "surrogateescape")))
@example(b"]d2" + b"\xff" * 600)
@example(b"]E0|]e0")
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    read = scan_read(raw, "scanner", READ_AT)
    assert len(read.raw) <= max(len(raw), 12)
    assert all(read.elements.values())
    gtin_of(read)


@given(st.text(max_size=20), st.lists(st.text("0129IPWVC", max_size=14), max_size=3))
def test_no_pattern_breaks_the_reader(digits: str, patterns: list[str]) -> None:
    read_in_store(digits, tuple(patterns))


@given(_hostile)
def test_the_work_is_bounded_by_the_length(text: str) -> None:
    most = CALLS + PER_ELEMENT * min(MAX_ELEMENTS, text.count("\x1d") + len(text) // 2) + PER_CHARACTER * len(text)
    assert calls_of(text) <= most


@pytest.mark.parametrize("piece", _PIECES)
@pytest.mark.parametrize("start", _BEGINNINGS)
def test_twice_as_long_is_not_more_than_twice_the_work(start: str, piece: str) -> None:
    half, whole = (start + (piece * length)[:length] for length in (MAX_PARSED // 2 - 20, MAX_PARSED - 20))
    assert calls_of(whole) <= 2 * calls_of(half) + CALLS


def test_what_is_too_long_is_not_looked_into() -> None:
    assert calls_of("]d2" + "10A\x1d" * 1_000_000) <= CALLS
