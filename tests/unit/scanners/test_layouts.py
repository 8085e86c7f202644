"""What an Italian keyboard makes of an American scanner's keys, turned back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.scanners.layouts import as_scanned

# What the scanner sent, and what a computer set to Italian types for the same keys.
PAIRS = (
    ("AB12-CD34", "AB12'CD34"),
    ("4821-2", "4821'2"),
    ("R-B001-000123", "R'B001'000123"),
    ("OP-07", "OP'07"),
    ("SP-203977", "SP'203977"),
    ("#4821", "£4821"),
    ("CT1.eyJhbGciOiJ9.eyJ1c2VyX2lk.c2lnbmF0_dXJl", "CT1.eyJhbGciOiJ9.eyJ1c2VyX2lk.c2lnbmF0?dXJl"),
    ("]C10108001234567897", "+C10108001234567897"),
    ("https://id.gs1.org/01/08001234567897?17=261231", "httpsç--id.gs1.org-01-08001234567897_17ì261231"),
    ("a;b:c'd[e]f{g}h(i)j*k&l@m_n", 'aòbçcàdèe+fég*h)i=j(k/l"m?n'),
)


@pytest.mark.parametrize(("sent", "typed"), PAIRS)
def test_the_signs_of_another_layout_are_turned_back(sent: str, typed: str) -> None:
    assert as_scanned(typed) == sent
    assert as_scanned(sent.replace("'", "")) == sent.replace("'", "")


@pytest.mark.parametrize("code", ["4821", "8001234567897", "PU1.0123ABCDEF", "AB12CD34"])
def test_what_is_the_same_on_both_stays(code: str) -> None:
    assert as_scanned(code) == code


@given(st.text(f"{string.ascii_letters}{string.digits}-_.", max_size=300))
def test_a_carts_token_is_the_same_through_either_layout(token: str) -> None:
    code = f"CT1.{token}"
    assert as_scanned(code.translate(str.maketrans("-_", "'?"))) == as_scanned(code) == code
