"""Codes out of the bytes of a serial line, however they are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.scanners.framing import ENDS, MAX_BYTES, STX, Framer

CODES = st.lists(st.binary(min_size=1, max_size=60).filter(lambda code: not {STX, *ENDS} & set(code)), max_size=6)


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b"\x03", b"\x03\r\n"])
@pytest.mark.parametrize("begin", [b"", b"\x02"])
@given(codes=CODES, cut=st.integers(1, 40))
def test_every_framing_gives_the_codes_however_the_bytes_arrive(
    begin: bytes, end: bytes, codes: list[bytes], cut: int
) -> None:
    framer = Framer()
    sent = b"".join(begin + code + end for code in codes)
    found = [code for at in range(0, len(sent), cut) for code in framer.feed(sent[at : at + cut])]
    assert found == codes


def test_what_is_longer_than_any_code_is_dropped_up_to_its_end() -> None:
    framer = Framer()
    assert framer.feed(b"7" * MAX_BYTES + b"\r") == [b"7" * MAX_BYTES]
    assert framer.feed(b"7" * (MAX_BYTES + 1)) == []
    assert framer.feed(b"7777\r4821\r") == [b"4821"]


def test_a_new_beginning_forgets_what_had_no_end() -> None:
    assert Framer().feed(b"80012\x024821\x03") == [b"4821"]
