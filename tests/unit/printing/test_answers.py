"""Answers of a printer are told apart however they are mixed, cut or damaged."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.devices import Degraded, DeviceState, Faulted, Paper, PrinterStatus, Ready
from hardware.printing.answers import (
    Answer,
    AnswerReader,
    AutomaticStatus,
    Identity,
    InOrderStatus,
    ProcessId,
    RealTimeStatus,
    learn,
)

LOW = st.integers(0, 255).map(lambda bits: bits & 0x6F)
AUTOMATIC = st.tuples(st.integers(0, 255), LOW, LOW, LOW).map(
    lambda four: bytes([four[0] & 0x6C | 0x10, four[1], four[2], four[3]])
)
IDS = st.binary(min_size=4, max_size=4).map(lambda data: bytes(0x20 + byte % 0x5F for byte in data))
PAIRS = st.one_of(
    AUTOMATIC.map(lambda data: (data, AutomaticStatus(data))),
    st.integers(0, 255).map(lambda b: (bytes([b & 0x6C | 0x12]), RealTimeStatus(0, b & 0x6C | 0x12))),
    IDS.map(lambda code: (b"\x37\x22" + code + b"\x00", ProcessId(code))),
    st.sampled_from([b"TM-T88", b"Twin 1.0"]).map(lambda text: (b"\x5f" + text + b"\x00", Identity(text))),
    LOW.map(lambda b: (bytes([b]), InOrderStatus(b))).filter(lambda pair: pair[0] not in (b"\x37", b"\x5f")),
)


def read(reader: AnswerReader, data: bytes, cuts: list[int]) -> list[Answer]:
    """Feeds data in pieces."""
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [a for start, end in pairwise(edges) for a in reader.feed(data[start:end])]


@given(st.lists(PAIRS, max_size=12), st.lists(st.integers(0, 200), max_size=6))
def test_any_mix_in_any_pieces_is_read_back(pairs: list[tuple[bytes, Answer]], cuts: list[int]) -> None:
    found = read(AnswerReader(), b"".join(data for data, _ in pairs), cuts)
    assert found == [answer for _, answer in pairs]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=4))
def test_noise_never_raises_and_the_next_confirmation_is_still_found(noise: bytes, cuts: list[int]) -> None:
    reader = AnswerReader()
    read(reader, noise, cuts)
    # Whatever was left half read, a few idle bytes and one confirmation bring it back into step.
    found = reader.feed(b"\x80" * 4 + b"\x37\x220001\x00")
    assert ProcessId(b"0001") in found


@given(st.lists(st.sampled_from([1, 2, 3, 4]), max_size=6))
def test_real_time_answers_belong_to_their_questions(numbers: list[int]) -> None:
    reader = AnswerReader()
    for number in numbers:
        reader.asked(number)
    assert reader.feed(b"\x12" * len(numbers)) == [RealTimeStatus(number, 0x12) for number in numbers]


@pytest.mark.parametrize(
    ("data", "state"),
    [
        ("10000000", Ready()),
        ("10000300", Degraded("paper_near_end")),
        ("18000f00", Faulted("paper_out")),
        ("38000000", Faulted("cover_open")),
        ("18080000", Faulted("printer_error")),
        ("18000000", Faulted("offline")),
    ],
)
def test_automatic_status_in_words(data: str, state: DeviceState) -> None:
    assert learn(PrinterStatus(), AutomaticStatus(bytes.fromhex(data))).state() == state


@pytest.mark.parametrize(
    ("number", "value", "expected"),
    [
        (1, 0x12, PrinterStatus(is_online=True, is_drawer_pin_high=False)),
        (1, 0x1E, PrinterStatus(is_online=False, is_drawer_pin_high=True)),
        (2, 0x16, PrinterStatus(is_cover_open=True, has_error=False)),
        (2, 0x32, PrinterStatus(is_cover_open=False, has_error=False, paper=Paper.OUT)),
        (3, 0x1A, PrinterStatus(has_error=True)),
        (4, 0x1E, PrinterStatus(paper=Paper.NEAR_END)),
        (4, 0x7E, PrinterStatus(paper=Paper.OUT)),
        (0, 0x7E, PrinterStatus()),
    ],
)
def test_real_time_status_in_words(number: int, value: int, expected: PrinterStatus) -> None:
    assert learn(PrinterStatus(), RealTimeStatus(number, value)) == expected


def test_a_printer_that_never_told_is_not_ready() -> None:
    assert PrinterStatus().state() == Degraded("no_status")
