"""Tags of goods: the standard's own samples, every partition, and bytes that are anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.scanners.rfid_twin import tag_of
from hardware.symbology.epc import elements_of
from hardware.symbology.gtin import check_digit, has_check_digit


@pytest.mark.parametrize(
    ("epc", "goods"),
    [
        ("3074257BF7194E4000001A85", "0180614141123458216789"),  # TDS 1.13, E.3
        ("3674257BF6B7A659B2C2BF1000000000000000000000000000", "01706141411234512132a/b"),
        ("3674257BF6B7A659B2C2BF10000000000000000000000000", ""),  # cut off
        ("3174257BF4499602D2000000", ""),  # SSCC-96: a pallet
        ("3414257BF40C0E4000001A85", ""),  # GIAI-96: a thing of the company's
        ("E28011606000020D1C2B3A4F", ""),  # a number of the maker of the tag
        ("307C257BF7194E4000001A85", ""),  # partition 7 does not exist
        ("30" + "FF" * 11, ""),
        ("3060" + "FF" * 10, ""),  # more digits than there is room for
        ("36" + "74257BF6B7A6" + "FF" * 19, ""),  # signs nobody can print
        ("30", ""),
        ("", ""),
    ],
)
def test_the_tags_of_trade_items_and_others(epc: str, goods: str) -> None:
    assert elements_of(bytes.fromhex(epc)) == goods


@given(st.integers(6, 12), st.integers(0, 10**13 - 1), st.integers(0, 2**38 - 1))
def test_every_article_comes_back_whatever_the_length_of_its_makers_prefix(
    company: int, number: int, serial: int
) -> None:
    digits = f"{number:013d}"
    gtin = digits + check_digit(digits)
    assert elements_of(tag_of(gtin, serial, company)) == f"01{gtin}21{serial}"


@given(st.sampled_from([b"\x30", b"\x36", b""]), st.binary(max_size=40))
def test_any_bytes_are_goods_with_a_right_number_or_nothing(header: bytes, rest: bytes) -> None:
    goods = elements_of(header + rest)
    assert not goods or (
        goods[:2] == "01" and has_check_digit(goods[2:16]) and goods[16:18] == "21" and goods[18:]
    )
