"""Whatever a scanner brings is one of a few things, unknown, or refused with a code: never a crash, never slow."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.errors import Code, Problem
from app.domain.scanning import (
    Article,
    CodeFormats,
    ContainerCode,
    LoyaltyCard,
    OrderNumber,
    PickupCode,
    ReturnCaseNumber,
    Scanned,
    StaffBadge,
    TypedCode,
    Unknown,
    classify,
    clean,
    has_check_digit,
)

REFUSALS = {
    Code.CODE_TOO_LONG,
    Code.CODE_CONTROL_BYTES,
    Code.CODE_CHECK_DIGIT,
    Code.CODE_DAMAGED,
    Code.CART_CODE_DAMAGED,
}
PU1 = "PU1." + "0" * 135


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (PU1, PickupCode(PU1)),
        (PU1.lower(), PickupCode(PU1.lower())),
        ("4821", OrderNumber("4821")),
        ("#4821", OrderNumber("4821")),
        ("SP-203977", OrderNumber("SP-203977")),
        ("sp-203977", OrderNumber("SP-203977")),
        ("4821-2", ContainerCode("4821-2")),
        ("SP-203977-12", ContainerCode("SP-203977-12")),
        ("P01234567", OrderNumber("P01234567")),
        ("P01234567-1", ContainerCode("P01234567-1")),
        ("WD7S4Z2Q9CAXG3KJ-2", ContainerCode("WD7S4Z2Q9CAXG3KJ-2")),
        ("ABCD1234-1", Unknown(Code.CODE_UNKNOWN, "ABCD1234-1")),
        ("R-T1AA-0042", ReturnCaseNumber("R-T1AA-0042")),
        ("r-t1aa-12345", ReturnCaseNumber("R-T1AA-12345")),
        ("AB12-CD34", TypedCode("AB12-CD34")),
        ("ab12cd34", TypedCode("AB12-CD34")),
        (" ab12 cd34 ", TypedCode("AB12-CD34")),
        ("ABI2-CDOL", TypedCode("AB12-CD01")),
        ("1234-5678", TypedCode("1234-5678")),
        ("2960000000616", LoyaltyCard("2960000000616")),
        ("OP-07", StaffBadge("OP-07")),
        ("NFC-04A1B2C3D4E580", StaffBadge("NFC-04A1B2C3D4E580")),
        ("nfc-cafebabe", StaffBadge("NFC-CAFEBABE")),
        ("8001234567897", Article("08001234567897")),
        ("96385074", Article("00000096385074")),
        ("036000291452", Article("00036000291452")),
        ("10614141000415", Article("10614141000415")),
        ("2002030116629", Article("02002030116629", is_local=True)),
        ("20012342", Article("00000020012342", is_local=True)),
        ("12345678", OrderNumber("12345678")),
        ("PK-000012", Unknown(Code.CODE_UNKNOWN, "PK-000012")),
        ("R-2603-01", Unknown(Code.CODE_UNKNOWN, "R-2603-01")),
        ("12345678901", Unknown(Code.CODE_UNKNOWN, "12345678901")),
        ("", Unknown(Code.CODE_UNKNOWN, "")),
        ("https://example.org/x", Unknown(Code.CODE_UNKNOWN, "https://example.org/x")),
        ("'; DROP TABLE orders", Unknown(Code.CODE_UNKNOWN, "'; DROP TABLE orders")),
        ("<img src=x>", Unknown(Code.CODE_UNKNOWN, "<img src=x>")),
        ("../../etc/passwd", Unknown(Code.CODE_UNKNOWN, "../../etc/passwd")),
        ("{0.__class__}%s", Unknown(Code.CODE_UNKNOWN, "{0.__class__}%s")),
        ("４８２１", Unknown(Code.CODE_UNKNOWN, "４８２１")),
        ("ｐｕ1.", Unknown(Code.CODE_UNKNOWN, "ｐｕ1.")),
        ("AB12-CDſ4", Unknown(Code.CODE_UNKNOWN, "AB12-CDſ4")),
        ("😀", Unknown(Code.CODE_UNKNOWN, "😀")),
    ],
)
def test_what_a_reading_is(raw: str, found: Scanned) -> None:
    """The same as text and as bytes."""
    assert classify(raw, {}) == found
    assert classify(raw.encode(), {}) == found


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("8001234567890", Code.CODE_CHECK_DIGIT),
        ("036000291453", Code.CODE_CHECK_DIGIT),
        ("4821\n", Code.CODE_CONTROL_BYTES),
        ("4821\r\n8001234567897", Code.CODE_CONTROL_BYTES),
        ("48\x0021", Code.CODE_CONTROL_BYTES),
        ("\x1b@4821", Code.CODE_CONTROL_BYTES),
        ("\x034821", Code.CODE_CONTROL_BYTES),
        ("48\x8521", Code.CODE_CONTROL_BYTES),
        ("4821\u202e", Code.CODE_CONTROL_BYTES),
        ("48\u200b21", Code.CODE_CONTROL_BYTES),
        ("48\u206621", Code.CODE_CONTROL_BYTES),
        ("\ufeff4821", Code.CODE_CONTROL_BYTES),
        ("48\u202821", Code.CODE_CONTROL_BYTES),
        ("48\x1d21", Code.CODE_CONTROL_BYTES),
        ("\ud800", Code.CODE_CONTROL_BYTES),
        ("A" * 129, Code.CODE_TOO_LONG),
        ("PU1." + "0" * 600, Code.CODE_TOO_LONG),
        (b"\xff\xfe", Code.CODE_DAMAGED),
        (b"\xed\xa0\x80", Code.CODE_DAMAGED),
    ],
)
def test_what_is_refused(raw: str | bytes, code: Code) -> None:
    """Each with the code that says why."""
    with pytest.raises(Problem) as refused:
        classify(raw, {})
    assert refused.value.code is code


def test_gs1_elements_make_an_article() -> None:
    """GTIN, serial and batch as parsed; GS is allowed in the raw text then, the length is that of GS1."""
    raw = "]C10108001234567897" + "21S1\x1d10L" + "9" * 200
    elements = {"01": "08001234567897", "21": "S1", "10": "L7"}
    assert classify(raw, elements) == Article("08001234567897", "S1", "L7")
    assert classify("8001234567897", {"gtin": "8001234567897"}) == Article("08001234567897")
    for wrong in ({"gtin": "8001234567890"}, {"gtin": "١٢٣٤٥٦٧٨"}, {"01": "x" * 14}):
        with pytest.raises(Problem) as refused:
            classify("x", wrong)
        assert refused.value.code is Code.CODE_CHECK_DIGIT
    with pytest.raises(Problem) as refused:
        classify("x", {"gtin": "8001234567897", "21": "a\x00"})
    assert refused.value.code is Code.CODE_CONTROL_BYTES


def test_a_chain_says_what_its_own_codes_look_like() -> None:
    """Other prefixes for cards and badges."""
    formats = CodeFormats(card_prefixes=("290",), badge_prefix="MI-")
    assert isinstance(classify("2960000000616", {}, formats), Article)
    assert classify("mi-0007", {}, formats) == StaffBadge("MI-0007")


@given(st.binary(max_size=700) | st.text(max_size=700))
@example(b"\x00" * 700)
@example("PU1." + "\u0660" * 300)
@example("I" * 128)
@example("-" * 128)
@example("1" * 512)
def test_nothing_breaks_it(raw: str | bytes) -> None:
    """Any bytes: one of the known things, or a refusal with one of a few codes."""
    try:
        found = classify(raw, {})
    except Problem as refused:
        assert refused.code in REFUSALS
    else:
        assert isinstance(found, Scanned)


@given(
    st.dictionaries(st.sampled_from(["gtin", "01", "21", "10", "17"]), st.text(max_size=600)),
    st.binary(max_size=99),
)
def test_no_element_breaks_it(elements: dict[str, str], raw: bytes) -> None:
    """What a parser hands over is as hostile as what it parsed."""
    try:
        found = classify(raw, elements)
    except Problem as refused:
        assert refused.code in REFUSALS
    else:
        assert isinstance(found, Scanned)


@given(st.text(alphabet="0123456789", min_size=7, max_size=13))
def test_exactly_one_last_digit_is_right(body: str) -> None:
    """One check digit in ten fits, and changing any one digit is noticed."""
    full = [body + last for last in "0123456789"]
    if len(body) + 1 not in (8, 12, 13, 14):
        assert not any(has_check_digit(code) for code in full)
        return
    (right,) = [code for code in full if has_check_digit(code)]
    for place, char in enumerate(right):
        other = str((int(char) + 1) % 10)
        assert not has_check_digit(right[:place] + other + right[place + 1 :])


@pytest.mark.parametrize("raw", [b"0" * 1_000_000, "A-" * 500_000, "PU1." + "0" * 1_000_000, "é" * 1_000_000])
def test_a_megabyte_is_refused_at_once(raw: str | bytes) -> None:
    """The length is looked at first: a thousand of them within a second."""
    started = time.perf_counter()
    for _ in range(1000):
        with pytest.raises(Problem) as refused:
            clean(raw)
    assert refused.value.code is Code.CODE_TOO_LONG
    assert time.perf_counter() - started < 1
