"""Element strings: built and read again, in every spelling, with every fault told."""

import re
from datetime import date
from itertools import pairwise

import pytest
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_messages import GS1Message
from hypothesis import given
from hypothesis import strategies as st

from hardware.symbology.associations import CANNOT, NEEDS, contradicting, missing
from hardware.symbology.elements import GS, MAX_ELEMENTS, Fault, Finding, parse_elements
from hardware.symbology.gtin import check_digit
from hardware.symbology.identifiers import CHARACTERS, IDENTIFIERS
from hardware.symbology.values import day_of, full_year

GTIN = "08001234567897"
# Identifiers whose data follows a rule beyond its form; values for them are drawn by hand.
_DAYS = ("11", "12", "13", "15", "16", "17")
_FREE = tuple(
    number
    for number, known in IDENTIFIERS.items()
    if number not in (*_DAYS, "00", "01", "02", "03", "402", "253", "255", "7003", "7006", "7007", "7011", "8003")
    and number not in ("8006", "8008", "8017", "8018", "8026", "4324", "4325", "4326", "7250", "7251")
    and not number.startswith(("41", "432"))
)


@st.composite
def element(draw: st.DrawFn) -> tuple[str, str]:
    """An identifier and data that can stand behind it."""
    number = draw(st.sampled_from(_FREE))
    value = ""
    for part in IDENTIFIERS[number].parts:
        length = draw(st.sampled_from(sorted(part.lengths)))
        letters = "".join(sorted(CHARACTERS[part.kind]))
        value += draw(st.text(letters, min_size=length, max_size=length))
    return number, value


def spelled(values: dict[str, str], separator: str = GS) -> str:
    """An element string as a label's program makes it."""
    return "".join(
        number + value + ("" if IDENTIFIERS[number].is_predefined else separator)
        for number, value in values.items()
    )


@given(
    st.lists(element(), max_size=8).map(dict),
    st.sampled_from([GS, "<GS>", "{GS}", "[gs]", "^]", "\\x1d", "\u241d", "~", "|"]),
)
def test_what_was_built_is_what_is_read(values: dict[str, str], separator: str) -> None:
    values = {number: value for number, value in values.items() if "<GS>" not in value.upper()}
    found = parse_elements(spelled({"01": GTIN} | values, separator))
    assert found.values == {"01": GTIN} | values
    assert {one.fault for one in found.findings} <= {Fault.ALONE, Fault.CONTRADICTS}


@given(st.lists(element(), max_size=5).map(dict))
def test_another_hand_reads_the_same(values: dict[str, str]) -> None:
    text = spelled({"01": GTIN} | values).rstrip(GS)
    theirs = {one.ai.ai: one.value for one in GS1Message.parse(text).element_strings}
    assert parse_elements(text).values == theirs


def longest(number: str) -> str:
    """An identifier with as much data as it may have; `/` suits the one that is a number of a total."""
    filled = {"N": "0", "Y": "0", "Z": "0", "X": "/" if number == "7258" else "0", "-": "-"}
    return number + "".join(filled[part.kind] * max(part.lengths) for part in IDENTIFIERS[number].parts)


def test_our_identifiers_are_those_of_another_hand() -> None:
    """Every number, whether it needs a separator, and how long its data may be, as biip has them from GS1."""
    for number, ours in IDENTIFIERS.items():
        theirs = GS1ApplicationIdentifier.extract(number)
        assert (theirs.ai, theirs.separator_required) == (number, not ours.is_predefined)
        assert re.fullmatch(theirs.pattern, longest(number)), number
        assert not re.fullmatch(theirs.pattern, f"{longest(number)}0"), number


def test_no_number_begins_another() -> None:
    numbers = sorted(IDENTIFIERS)
    assert not [(one, two) for one, two in pairwise(numbers) if two.startswith(one)]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("261231", date(2026, 12, 31)),
        ("260200", date(2026, 2, 28)),
        ("280200", date(2028, 2, 29)),
        ("261200", date(2026, 12, 31)),
        ("260230", None),
        ("261301", None),
        ("260001", None),
        ("761231", date(2076, 12, 31)),
        ("771231", date(1977, 12, 31)),
    ],
)
def test_days_and_their_century(value: str, day: date | None) -> None:
    assert day_of(value, 2026) == day


@pytest.mark.parametrize(
    ("digits", "this_year", "year"),
    [
        ("00", 2026, 2000),
        ("76", 2026, 2076),
        ("77", 2026, 1977),
        ("99", 2026, 1999),
        ("00", 1998, 2000),
        ("48", 1998, 2048),
        ("49", 1998, 1949),
        ("01", 2051, 2101),
        ("02", 2052, 2102),
    ],
)
def test_two_digits_are_the_nearest_year(digits: str, this_year: int, year: int) -> None:
    assert full_year(digits, this_year) == year


@given(st.integers(0, 99), st.integers(1950, 2150))
def test_a_year_is_within_half_a_century(digits: int, this_year: int) -> None:
    year = full_year(f"{digits:02}", this_year)
    assert year % 100 == digits
    assert -49 <= year - this_year <= 50


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0108001234567890", ("01", Fault.CHECK_DIGIT)),
        ("00106141412345678907", ("00", Fault.CHECK_DIGIT)),
        (f"01{GTIN}1726133110A", ("17", Fault.IMPOSSIBLE)),
        (f"01{GTIN}17260230", ("17", Fault.IMPOSSIBLE)),
        (f"01{GTIN}17261", ("17", Fault.FORM)),
        (f"01{GTIN}10" + "A" * 21, ("10", Fault.FORM)),
        (f"01{GTIN}10A B", ("10", Fault.FORM)),
        (f"01{GTIN}3103A01250", ("3103", Fault.FORM)),
        (f"01{GTIN}10A\x1d10B", ("10", Fault.TWICE)),
        (f"01{GTIN}10A\x1d10B\x1d10A", ("10", Fault.TWICE)),
        (f"01{GTIN}02{GTIN}3705", ("01", Fault.CONTRADICTS)),
        (f"01{GTIN}3103001250\x1d3102001250", ("3103", Fault.CONTRADICTS)),
        (f"02{GTIN}", ("02", Fault.ALONE)),
        ("21S9", ("21", Fault.ALONE)),
        (f"01{GTIN}3922999", ("3922", Fault.ALONE)),
        (f"01{GTIN}700326023010", ("7003", Fault.FORM)),
        (f"01{GTIN}70032602301000", ("7003", Fault.IMPOSSIBLE)),
        (f"01{GTIN}70032602242400", ("7003", Fault.IMPOSSIBLE)),
        (f"01{GTIN}7007260301260201", ("7007", Fault.IMPOSSIBLE)),
        ("8006080012345678970502", ("8006", Fault.IMPOSSIBLE)),
        (f"01{GTIN}4999X", ("4999", Fault.UNKNOWN)),
    ],
)
def test_every_fault_is_told(text: str, found: tuple[str, Fault]) -> None:
    assert Finding(*found) in parse_elements(text).findings


@pytest.mark.parametrize(
    "text",
    [
        f"01{GTIN}1726120010LOT7\x1d21S9",
        f"01{GTIN}10A\x1d10A",
        f"01{GTIN}3103001250\x1d3922999",
        f"01{GTIN}3103001250393297899915261130",
        "00106141412345678908" + f"02{GTIN}3705",
        "8006080012345678970105\x1d17261231",
        f"01{GTIN}70032602242359\x1d10LOT7",
        f"01{GTIN}7007260201260301",
        f"01{GTIN}80082602242359",
        "2539501101531000" + "abc",
        f"01{GTIN}21S9\x1d250B",
    ],
)
def test_what_belongs_together_has_no_fault(text: str) -> None:
    assert parse_elements(text).findings == []


def test_one_element_in_bits_leaves_the_others_whole() -> None:
    assert parse_elements(f"01{GTIN}17261\x1d10LOT7").values == {"01": GTIN, "10": "LOT7"}
    assert parse_elements(f"01{GTIN}10A\x1d10B\x1d10A").values == {"01": GTIN}, "nobody knows which"


@pytest.mark.parametrize(
    "numbers",
    [
        ("01", "37"),
        ("21", "235"),
        ("255", "01"),
        ("3922", "3932"),
        ("3901", "8111"),
        ("420", "421"),
        ("422", "426"),
        ("3103", "3102"),
        ("3950", "8005"),
        ("421", "4307"),
    ],
)
def test_what_cannot_be_on_one_piece(numbers: tuple[str, str]) -> None:
    assert set(contradicting(numbers)) == set(numbers)


def test_the_data_of_a_price_is_not_cut_by_the_next_identifier() -> None:
    """Without its separator a variable element takes what follows; nobody can tell where it ended."""
    found = parse_elements(f"01{GTIN}10LOT71726123121S9")
    assert found.values == {"01": GTIN, "10": "LOT71726123121S9"}


def test_partners_and_rivals_are_identifiers() -> None:
    named = set(NEEDS) | {number for groups in NEEDS.values() for group in groups for number in group}
    named |= {number for pair in CANNOT for some in pair for number in some}
    strange = {number for number in named if number not in IDENTIFIERS and number[3:] not in "6789"}
    assert {number for number in strange if number[0] != "3" and number[:2] != "43"} == set()


def test_what_another_symbol_says_counts() -> None:
    assert missing(["10", "17"]) == ("10", "17")
    assert missing(["01", "10", "17"]) == ()
    assert contradicting(["10", "17"]) == ()


def test_more_elements_than_any_symbol_has_are_not_read() -> None:
    found = parse_elements("".join(f"99A{count}\x1d" for count in range(MAX_ELEMENTS + 5)))
    assert Finding("", Fault.TOO_MANY) in found.findings


@given(st.text("0123456789", min_size=17, max_size=17))
def test_a_logistic_unit_keeps_its_number(digits: str) -> None:
    sscc = digits + check_digit(digits)
    assert parse_elements(f"00{sscc}").values == {"00": sscc}
