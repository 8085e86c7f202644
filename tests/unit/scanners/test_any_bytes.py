"""Whatever comes on a line, a decoder keeps its head: no error, no end of memory, and the next code is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.scanners.card_numbers import LENGTHS, is_made_up, number_of
from hardware.drivers.scanners.framing import MAX_BYTES
from hardware.drivers.scanners.key_events import EVENT, KeyDecoder
from hardware.drivers.scanners.key_layouts import AMERICAN, ITALIAN
from hardware.drivers.scanners.llrp import Kind, Message, Stream, attempt_of, codes_in, status_of
from hardware.drivers.scanners.twin_speech import SsiTwin
from hardware.drivers.scanners.zebra_ssi import CONTINUES, DECODER, RETRANSMIT, Opcode, ZebraSsi, packet

CODE = b"8001234567897"
EVENTS = st.tuples(
    st.sampled_from((0, 1, 4, 17)),
    st.integers(0, 0x2FF),
    st.integers(-(2**31), 2**31 - 1) | st.sampled_from((0, 1, 2)),
)


@given(st.lists(st.binary(max_size=600), max_size=12))
def test_no_bytes_upset_the_packets_of_zebra(pieces: list[bytes]) -> None:
    dialect = ZebraSsi()
    for piece in pieces:
        heard = dialect.hear(piece)
        assert all(len(code) <= MAX_BYTES for code in heard.codes)
    dialect.forget()
    (frame,) = SsiTwin().frames(CODE)
    assert dialect.hear(frame).codes == (CODE,)


@given(st.binary(min_size=1, max_size=1_000), st.integers(1, 9))
def test_a_code_arrives_whole_however_its_packets_are_cut(code: bytes, size: int) -> None:
    twin, dialect = SsiTwin(), ZebraSsi()
    found: list[bytes] = []
    out = twin.frames(code)
    while out:
        stream, out = b"".join(out), []
        for at in range(0, len(stream), size):
            heard = dialect.hear(stream[at : at + size])
            found += heard.codes
            out += twin.told(heard.reply) if heard.reply else []
    assert found == [code]


@given(st.lists(EVENTS, max_size=300), st.binary(max_size=EVENT.size - 1))
def test_no_events_upset_the_decoder_of_keys(events: list[tuple[int, int, int]], rest: bytes) -> None:
    for layout in (AMERICAN, ITALIAN):
        decoder = KeyDecoder(layout)
        records = b"".join(EVENT.pack(0, 0, *event) for event in events)
        assert all(len(code) <= MAX_BYTES for code in decoder.feed(records + rest))


@given(st.lists(st.binary(max_size=600), max_size=12), st.binary(max_size=60))
def test_no_bytes_upset_what_a_reader_of_tags_says(pieces: list[bytes], body: bytes) -> None:
    stream = Stream()
    for piece in pieces:
        for message in stream.hear(piece):
            codes_in(message.body)
    stream.forget()
    told = Message(Kind.RO_ACCESS_REPORT, 7, body)
    assert stream.hear(told.packed()) == [told]
    for read in (codes_in, status_of, attempt_of):
        read(told.body)


@pytest.mark.parametrize(
    "noise",
    [
        bytes(range(256)),  # no version
        b"\x04\x3d\xff\xff\xff\xff\0\0\0\0",  # longer than any message
        b"\x04\x3d\0\0\0\x09\0\0\0\0",  # shorter than any
    ],
)
def test_what_cannot_be_a_message_holds_up_no_other(noise: bytes) -> None:
    stream, told = Stream(), Message(Kind.KEEPALIVE, 7)
    assert stream.hear(noise) == []
    assert stream.hear(told.packed()) == [told]


@given(st.lists(st.binary(max_size=60), max_size=5), st.integers(1, 9))
def test_messages_arrive_whole_however_they_are_cut(bodies: list[bytes], size: int) -> None:
    told = [Message(Kind.KEEPALIVE, number, body) for number, body in enumerate(bodies)]
    line, stream = b"".join(message.packed() for message in told), Stream()
    assert [found for at in range(0, len(line), size) for found in stream.hear(line[at : at + size])] == told


def test_a_code_without_end_is_dropped_and_the_next_is_read() -> None:
    decoder = KeyDecoder(AMERICAN)
    seven = EVENT.pack(0, 0, 1, 8, 1) + EVENT.pack(0, 0, 1, 8, 0)
    enter = EVENT.pack(0, 0, 1, 28, 1)
    assert decoder.feed(seven * (MAX_BYTES + 5) + enter) == []
    assert decoder.feed(seven * MAX_BYTES + enter) == [b"7" * MAX_BYTES]


def test_the_first_part_of_a_long_code_that_comes_again_after_a_silence_is_heard() -> None:
    """Its answer was lost, and what was heard of the code was let go meanwhile."""
    dialect = ZebraSsi()

    def part(text: bytes, status: int) -> list[bytes]:
        return list(dialect.hear(packet(Opcode.DECODE_DATA, b"\x01" + text, DECODER, status)).codes)

    assert part(b"ABCDEF", CONTINUES) == []
    dialect.forget()
    assert part(b"ABCDEF", CONTINUES | RETRANSMIT) == []
    assert part(b"GHI", 0) == [b"ABCDEFGHI"]
    assert part(b"GHI", RETRANSMIT) == []


@given(st.binary(max_size=260))
def test_no_answer_of_a_card_is_a_number_that_cannot_be_one(answer: bytes) -> None:
    number = number_of(answer)
    assert len(number) in (0, *LENGTHS)
    assert not number or answer == number + b"\x90\x00"


@pytest.mark.parametrize(
    ("number", "is_it"),
    [("08A1B2C3", True), ("04A1B2C3D4E580", False), ("08A1B2C3D4E580", False), ("CAFEBABE", False)],
)
def test_a_number_that_is_made_up_has_four_bytes_and_begins_with_eight(number: str, is_it: bool) -> None:
    assert is_made_up(bytes.fromhex(number)) is is_it
