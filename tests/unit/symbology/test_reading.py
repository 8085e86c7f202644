"""A read as scanners give it: the identifier, the shape, and what is never guessed."""

from datetime import UTC, date, datetime

import pytest

from hardware.devices import Pack
from hardware.symbology.aim import symbology_of
from hardware.symbology.elements import Fault, Finding
from hardware.symbology.reading import MAX_PARSED, read_text, scan_read

GTIN = "08001234567897"
WHOLE = {"01": GTIN, "10": "LOT7", "21": "S9"}
READ_AT = datetime(2026, 3, 5, 10, 44, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        (f"]C101{GTIN}", {"01": GTIN}),
        (f"]d201{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"]Q3\x1d01{GTIN}1726123110LOT7\x1d\x1d21S9\x1d", WHOLE | {"17": "261231"}),
        (f"]e03103001250240X\x1d10LOT7\x1d01{GTIN}21S9", WHOLE | {"3103": "001250", "240": "X"}),
        (f"]J101{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"]d501{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"01{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"01{GTIN}21S9", {"01": GTIN, "21": "S9"}),
        (f"\x1d01{GTIN}21S9", {"01": GTIN, "21": "S9"}),
        # A scanner that says plain symbol where FNC1 came first, or a label whose maker left it out.
        (f"]C001{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"]d1\x1d01{GTIN}10LOT7\x1d21S9", WHOLE),
        (f"]Q1(01){GTIN}(10)LOT7(21)S9", WHOLE),
        # All that a small symbol on goods says; the scanner tells neither symbology nor FNC1.
        (f"01{GTIN}", {"01": GTIN}),
        (f"(01){GTIN}(10)LOT7(21)S9", WHOLE),
        (f"<FNC1>01{GTIN}10LOT7<GS>21S9", WHOLE),
        (f"]C101{GTIN}17261", {"01": GTIN}),
        ("]C1010800", {}),
        (f"]Q1HTTPS://SHOP.EXAMPLE/p/it/01/{GTIN}/10/LOT7/21/S9", WHOLE),
        (f"]d1https://shop.example/01/{GTIN}", {"01": GTIN}),
        (f"]E0{GTIN[1:]}|]e010LOT7\x1d21S9", WHOLE),
        (f"]E3{GTIN[1:]}12", {"01": GTIN, "addon": "12"}),
        ("]E212345", {"addon": "12345"}),
        ("]C100106141412345678908", {"00": "106141412345678908"}),
    ],
)
def test_the_elements_of_a_read(text: str, elements: dict[str, str]) -> None:
    assert read_text(text).elements == elements


@pytest.mark.parametrize(
    "text",
    [
        "8001234567897",
        "4821",
        "PU1.0108001234567897",
        "0108001234567890999",
        "0108001234567890",
        "6006491234567890",
        "R-B001-0001",
        "https://shop.example/promo",
        # A digit misread in a number of the shop, and others that an identifier happens to begin.
        *("2112345003507", "9712345678901", "4251234567890", "96385074", "21S9", "10LOT117261231", ""),
    ],
)
def test_what_is_no_gs1_data_stays_as_it_is(text: str) -> None:
    reading = read_text(text)
    assert (reading.text, reading.aim_id, reading.elements, reading.findings) == (text, None, {}, ())


@pytest.mark.parametrize(
    "text",
    [
        "]C0AB\x1d10~CD",
        "]C2AB\x1d10~CD",
        "]d1[)>\x1e06\x1d9N111234567842\x1d1TABC\x1dD251231\x1dS1\x1e\x04",
        "]d1[)>\x1e06\x1d30PABC\x1d10KX\x1e\x04",
        f"]Q1AB\x1d01{GTIN}",
        "]C00108001234567890\x1d10L",
    ],
)
def test_a_separator_proves_nothing_where_the_scanner_says_it_is_no_gs1_symbol(text: str) -> None:
    reading = read_text(text)
    assert (reading.text, reading.elements, reading.findings) == (text[3:], {}, ())


@pytest.mark.parametrize(
    ("text", "rest", "symbology"),
    [
        ("]E08001234567897", "8001234567897", "ean13"),
        ("]E001234565", "012345000065", "upc_e"),
        ("]E496385074", "96385074", "ean8"),
        ("]I110614141000415", "10614141000415", "itf"),
        ("]C04821", "4821", "code128"),
        ("]A0ABC", "ABC", "code39"),
        ("]L0text", "text", "pdf417"),
        ("]X0text", "text", ""),
    ],
)
def test_the_aim_identifier_is_kept_apart(text: str, rest: str, symbology: str) -> None:
    reading = read_text(text)
    assert (reading.text, reading.aim_id, reading.symbology) == (rest, text[:3], symbology)


def test_every_identifier_that_shops_meet_is_known() -> None:
    known = [
        "]E0",
        "]E3",
        "]E4",
        "]E1",
        "]E2",
        "]C0",
        "]C1",
        "]C2",
        "]I0",
        "]I1",
        "]I3",
        "]e0",
        "]d1",
        "]d2",
        "]Q1",
    ]
    known += ["]Q3", "]J0", "]J1", "]L0", "]z0", *(f"]A{digit}" for digit in range(8))]
    assert all(symbology_of(aim_id) for aim_id in known)


def test_what_is_wrong_is_told_by_identifier() -> None:
    read = scan_read(f"]d201{GTIN}1726133110LOT7".encode(), "scanner", READ_AT)
    assert (read.wrong, read.elements) == (("17",), {"01": GTIN, "10": "LOT7"})
    assert scan_read(b"]C10108001234567890", "scanner", READ_AT).wrong == ("01",)
    assert scan_read(f"]C101{GTIN}02{GTIN}3705".encode(), "scanner", READ_AT).wrong == ("01", "02", "37")
    assert scan_read(b"]C110LOT7", "scanner", READ_AT).wrong == (), (
        "another symbol of the pack may say which article"
    )


def test_the_piece_is_told_as_values() -> None:
    text = f"]d201{GTIN}17261200310300125015261130392299910LOT7\x1d21S9"
    read = scan_read(text.encode(), "scanner", READ_AT)
    assert read.pack == Pack(GTIN, "", "S9", date(2026, 12, 31), date(2026, 11, 30), 1250, None)
    assert read.wrong == ("3922",), "the separator was lost: nothing behind it is believed"


def test_a_code_longer_than_any_symbol_is_text() -> None:
    text = f"]d201{GTIN}" + "\x1d99A" * MAX_PARSED
    assert (read_text(text).elements, read_text(text).findings) == ({}, ())


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    assert scan_read(b"]d2\xff\xfe10A\x1d", "scanner", READ_AT).raw == b"\xff\xfe10A\x1d"


def test_an_unknown_identifier_hides_nothing_behind_its_separator() -> None:
    reading = read_text(f"]d201{GTIN}4999ZZZ\x1d10LOT7")
    assert reading.elements == {"01": GTIN, "10": "LOT7"}
    assert reading.findings == (Finding("4999", Fault.UNKNOWN),)
