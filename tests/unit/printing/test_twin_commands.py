"""The simulated printer's parser takes any bytes, in any pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.printers.twin_commands import Characters, Control, RealTimeFilter, next_command
from hardware.drivers.printers.twin_paper import TwinPaper
from hardware.printing.escpos_job import render
from hardware.printing.layout import TextLine, lay_out
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import EPSON_58, GENERIC_80
from tests.unit.printing.papers import paper, receipt_font

SPICY = st.lists(
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from(
            [b"\x1b@", b"\x1d!\x77", b"\x1d(k\x03\x001Q0", b"\x1d(k\x05\x001P0ab", b"\x1dk\x49\x03{Ba"]
        ),
        st.sampled_from([b"\x1dv0\x00\x01\x00\x02\x00\xff\x00", b"\n", b"\x1bd\x02", b"\x1dV\x42\x00", b"\x1b3"]),
    ),
    max_size=20,
).map(b"".join)


@given(SPICY)
def test_any_bytes_are_taken_and_drawn(data: bytes) -> None:
    drawn = TwinPaper(EPSON_58, receipt_font())
    while (found := next_command(data)) is not None:
        command, length = found
        assert 1 <= length <= len(data)
        assert drawn.draw(command) >= 0
        data = data[length:]
    drawn.tear()


@given(SPICY, st.lists(st.integers(0, 200), max_size=5))
def test_commands_do_not_depend_on_how_the_network_cuts_them(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    whole = RealTimeFilter()
    once = whole.sort(data)
    pieces = RealTimeFilter()
    kept, commands = b"", list[tuple[int, int]]()
    for start, end in pairwise(edges):
        part, found = pieces.sort(data[start:end])
        kept += part
        commands += found
    assert (kept, commands) == once


def test_real_time_commands_are_taken_out_even_in_the_middle_of_text() -> None:
    assert RealTimeFilter().sort(b"ab\x10\x04\x01c\x10\x09\x10\x05\x02") == (b"abc\x10\x09", [(4, 1), (5, 2)])


def test_text_and_command_and_half_a_command() -> None:
    assert next_command(b"abc\x1b@") == (Characters(b"abc"), 3)
    assert next_command(b"\x1dV\x42\x00x") == (Control(b"\x1dV", b"\x42\x00"), 4)
    assert next_command(b"\x1d(H\x06") is None
    assert next_command(b"") is None


def test_what_comes_out_is_what_was_laid_out() -> None:
    for profile in (GENERIC_80, EPSON_58):
        drawn = TwinPaper(profile, receipt_font())
        job = render(paper("return-pending"), profile)
        data = job.prelude + b"".join(section.data for section in job.sections)
        while (found := next_command(data)) is not None:
            drawn.draw(found[0])
            data = data[found[1] :]
        laid = lay_out(paper("return-pending"), profile)
        wanted = [text_of(line).rstrip() for line in laid if isinstance(line, TextLine)]
        assert [line for line in drawn.receipts[0].lines if not line.startswith("[")] == wanted
