"""Only printable characters of the code page reach a printer."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printing.characters import clean, encode, printable

ANY = st.text(alphabet=st.characters(), max_size=80)


@given(ANY, st.sampled_from(["cp1252", "cp858", "ascii"]))
def test_any_text_encodes_to_printable_bytes_one_a_column(text: str, page: str) -> None:
    shown = printable(text, page)
    data = encode(shown, page)
    assert len(data) == len(shown)
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)


@given(ANY)
def test_clean_text_has_nothing_invisible(text: str) -> None:
    kept = clean(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in kept)
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("text", "page", "shown"),
    [
        ("34,90 € → ok", "cp1252", "34,90 € -> ok"),
        ("34,90 € “così”", "cp858", '34,90 € "così"'),
        ("34,90 €", "ascii", "34,90 EUR"),
        ("•••• 4471", "cp1252", "•••• 4471"),
        ("•••• 4471", "cp858", "**** 4471"),
        ("perche\u0301", "cp1252", "perché"),
        ("Łódź Dvořák", "cp1252", "Lódz Dvorák"),
        ("riga\nnuova\tqui", "cp1252", "riga nuova qui"),
        ("a\x1bp\x00\x19\xfa", "cp1252", "apú"),
        ("\u202eoiluiG\u202c\u200b", "cp1252", "oiluiG"),
        ("scarpa 👟 日本", "cp1252", "scarpa ? RiBen"),
        ("Γιώργος Ψ.", "cp1252", "Giorgos Ps."),
        ("Юлия Щукина", "cp1252", "Yuliya Shchukina"),
        ("שלום", "cp858", "slvm"),
        ("محمد", "cp1252", "mhmd"),
        ("한국", "cp1252", "HanGug"),
        ("\ue000\U0010fffd", "cp1252", "??"),
        # Letters that are read as nothing where they stand, and one alone.
        ("الحسن", "cp1252", "lhsn"),
        ("فاطمة ا", "cp1252", "ftmh ?"),
        ("スーツ", "cp858", "sutsu"),
        ("ฤๅษี", "cp1252", "ruesi"),
        ("ー ๅๅ", "ascii", "? ??"),
        ("e\u0301 \u0301", "ascii", "e "),
        # Not read as nothing, but by nobody: a name must not lose half of itself.
        ("\u39dd田", "cp1252", "?Tian"),
    ],
)
def test_what_is_printed(text: str, page: str, shown: str) -> None:
    assert printable(text, page) == shown
