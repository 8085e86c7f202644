"""GS1 data in a read: element strings with and without identifier and separator, and links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.symbology.reading import read_text

GTIN = "08001234567897"
WHOLE = {"01": GTIN, "10": "LOT7", "21": "S9"}


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (f"]C101{GTIN}", {"01": GTIN}),
        (f"]d201{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"]Q3\x1d01{GTIN}1726123110LOT7\x1d\x1d21S9\x1d", WHOLE),
        (f"]e03103001250240X\x1d10LOT7\x1d01{GTIN}21S9", WHOLE),
        (f"01{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"01{GTIN}21S9", {"01": GTIN, "21": "S9"}),
        (f"]C101{GTIN}17261", {"01": GTIN}),
        ("]C1010800", {}),
        (f"https://id.gs1.org/01/{GTIN}/10/LOT7/21/S9", WHOLE),
        (f"]Q1HTTPS://SHOP.EXAMPLE/p/it/01/{GTIN}/10/LOT7/21/S9?17=261231#x", WHOLE),
        ("http://shop.example/gtin/8001234567897/22/2A/ser/A%2F9", {"01": GTIN, "21": "A/9"}),
        ("https://shop.example/promo/2026", {}),
    ],
)
def test_the_elements_of_a_read(text: str, elements: dict[str, str]) -> None:
    assert read_text(text).elements == elements


@pytest.mark.parametrize(
    "text", ["8001234567897", "4821", "PU1.0108001234567897", "0108001234567890999", "R-B001-0001"]
)
def test_what_is_no_gs1_data_stays_as_it_is(text: str) -> None:
    reading = read_text(text)
    assert (reading.text, reading.aim_id, reading.elements) == (text, None, {})


def test_the_aim_identifier_is_kept_apart() -> None:
    reading = read_text("]E08001234567897")
    assert (reading.text, reading.aim_id, reading.elements) == ("8001234567897", "]E0", {})


@given(st.text(max_size=200))
def test_nothing_a_scanner_sends_breaks_it(text: str) -> None:
    reading = read_text(text)
    assert set(reading.elements) <= {"01", "10", "21"}
    assert len(reading.text) <= len(text)
