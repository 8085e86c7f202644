"""Lines keep the width of the paper, and lose no word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.api import Align, Barcode, Columns, PrintDocument, Qr, Style, Text, Total
from hardware.printing.layout import BarcodeLine, QrLine, TextLine, lay_out
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import EPSON_58, GENERIC_80, TM_T88, PrinterProfile
from hardware.printing.wrapping import wrap

PROFILES = st.sampled_from([GENERIC_80, TM_T88, EPSON_58])
STYLES = st.builds(Style, st.booleans(), st.booleans(), st.integers(1, 8), st.integers(1, 8))
WORDS = st.text(alphabet="abc ABC.-€\u00a0", max_size=120)
BLOCKS = st.one_of(
    st.builds(Text, st.lists(WORDS, max_size=3).map(tuple), STYLES, st.sampled_from(Align), st.integers(0, 12)),
    st.builds(Columns, WORDS, WORDS, STYLES, st.integers(0, 12)),
    st.builds(Total, WORDS, WORDS),
)


def lines(block: Text | Columns | Total, profile: PrinterProfile) -> list[str]:
    """The text lines of one block."""
    return [text_of(line) for line in lay_out(PrintDocument((block,)), profile) if isinstance(line, TextLine)]


@given(BLOCKS, PROFILES)
def test_no_line_is_too_wide_and_no_letter_is_lost(block: Text | Columns | Total, profile: PrinterProfile) -> None:
    found = lines(block, profile)
    assert all(len(line) <= profile.columns for line in found)
    texts = block.phrases if isinstance(block, Text) else ()
    wanted = "".join(texts).replace(" ", "").replace("\u00a0", "")
    if isinstance(block, Text):
        assert "".join(found).replace(" ", "") == wanted


@given(st.text(alphabet="ab ", max_size=200), st.integers(1, 40), st.integers(0, 12))
def test_wrapped_lines_fit_and_keep_every_letter(text: str, room: int, hang: int) -> None:
    found = wrap(text, room, hang)
    assert all(len(line) <= room for line in found if line.strip())
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_blanks_inside_a_line_stay() -> None:
    assert wrap("1  Maglia Corsa", 40) == ["1  Maglia Corsa"]
    assert wrap("1  Maglia Corsa lunga", 16, hang=3) == ["1  Maglia Corsa", "   lunga"]


def test_a_no_break_blank_holds_number_and_mark_together() -> None:
    assert wrap("sulla carta ••••\u00a04471", 18) == ["sulla carta", "••••\u00a04471"]


def test_two_texts_that_do_not_fit_become_two_lines_the_second_at_the_right() -> None:
    found = lines(Columns("Su", "buono acquisto, come da consenso"), EPSON_58)
    assert found == ["Su", "buono acquisto, come da consenso"]
    found = lines(Columns("Articolo molto lungo da leggere", "nera, M"), EPSON_58)
    assert found == ["Articolo molto lungo da leggere", " " * 25 + "nera, M"]


def test_a_title_too_large_for_the_paper_gets_narrower_instead_of_being_cut() -> None:
    assert lines(Text(("ABCDEFGHIJKLMNOPQRSTUVWXYZ",), Style(width=2)), EPSON_58) == ["ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def test_phrases_share_a_line_only_when_all_fit() -> None:
    senza = Text(("Senza prezzi:", "puoi metterla nel pacco."))
    assert lines(senza, GENERIC_80) == ["Senza prezzi: puoi metterla nel pacco."]
    assert lines(senza, EPSON_58) == ["Senza prezzi:", "puoi metterla nel pacco."]


def test_symbols_shrink_to_the_paper() -> None:
    found = lay_out(PrintDocument((Qr("A" * 139, 7), Barcode("PK-000012"))), EPSON_58)
    assert [line for line in found if isinstance(line, QrLine)] == [QrLine("A" * 139, 7)]
    assert [line for line in found if isinstance(line, BarcodeLine)] == [BarcodeLine("PK-000012", 2)]
    long = lay_out(PrintDocument((Barcode("X" * 60),)), EPSON_58)
    assert [line for line in long if not isinstance(line, TextLine)] == [QrLine("X" * 60, 6)]
    assert [
        line for line in lay_out(PrintDocument((Barcode("X" * 5_000),)), EPSON_58) if isinstance(line, QrLine)
    ] == []


@pytest.mark.parametrize(("size", "dots"), [(2000, 300), (4000, 576)])
def test_a_code_with_too_much_in_it_is_an_error_not_a_smudge(size: int, dots: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        lay_out(PrintDocument((Qr("x" * size),)), replace(GENERIC_80, dots=dots))
