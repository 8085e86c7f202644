"""Check digits and lengths of trade item numbers, against the examples of the standard and other people's code."""

import biip.checksums
import pytest
from biip.upc import Upc
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from hardware.symbology.gtin import as_gtin14, check_digit, expand_upc_e, has_check_digit, verifier_digit


@pytest.mark.parametrize(
    ("digits", "check"),
    [
        ("629104150021", "3"),
        ("9638507", "4"),
        ("03600029145", "2"),
        ("1061414100041", "5"),
        ("37610425002123456", "9"),
        ("10614141234567890", "8"),
    ],
)
def test_check_digits_of_every_length(digits: str, check: str) -> None:
    assert check_digit(digits) == check
    assert has_check_digit(digits + check)
    assert not has_check_digit(digits + str((int(check) + 1) % 10))


@given(st.text("0123456789", min_size=1, max_size=17))
def test_check_digits_are_those_of_another_hand(digits: str) -> None:
    assert check_digit(digits) == ean.calc_check_digit(digits)


@pytest.mark.parametrize(
    ("digits", "gtin"),
    [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("8001234567897", "08001234567897"),
        ("10614141000415", "10614141000415"),
        ("8001234567890", ""),
        ("963850741", ""),
        ("", ""),
        ("٨٠٠١٢٣٤٥٦٧٨٩٧", ""),
    ],
)
def test_every_length_is_the_same_number(digits: str, gtin: str) -> None:
    assert as_gtin14(digits) == gtin


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("01234565", "012345000065"),
        ("0123456", "012345000065"),
        ("123456", "012345000065"),
        ("425261", "042100005264"),
        ("234133", "023400000135"),
        ("567894", "056780000099"),
        ("123458", "012345000089"),
        ("01234566", ""),
        ("21234565", ""),
        ("2123456", ""),
        ("12345", ""),
        ("12a456", ""),
    ],
)
def test_a_short_upc_is_its_long_one(short: str, whole: str) -> None:
    assert expand_upc_e(short) == whole


@given(st.text("0123456789", min_size=6, max_size=6))
def test_short_upcs_grow_as_in_another_hand(short: str) -> None:
    assert expand_upc_e(short) == Upc.parse(short).as_upc_a()


@given(st.text("0123456789", min_size=4, max_size=5))
def test_inner_check_digits_are_those_of_another_hand(field: str) -> None:
    assert verifier_digit(field) == str(biip.checksums.gs1_price_weight_check_digit(field))


@pytest.mark.parametrize(("field", "digit"), [("2875", "9"), ("14685", "6")])
def test_inner_check_digits_of_the_standard(field: str, digit: str) -> None:
    assert verifier_digit(field) == digit


@pytest.mark.parametrize("field", ["123", "123456", "12a4", ""])
def test_other_fields_have_no_inner_check_digit(field: str) -> None:
    with pytest.raises(ValueError, match="four or five"):
        verifier_digit(field)
