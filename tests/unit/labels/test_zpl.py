"""A label's texts stay texts, its codes can be read, and nothing lies outside it or on anything else."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from hardware.document import Align
from hardware.drivers.labels.twin_paper import picture_of
from hardware.drivers.labels.twin_zpl import TwinField, TwinLabel, read_format
from hardware.label import Label, LabelCode128, LabelEan13, LabelField, LabelQr, LabelText
from hardware.printing.label_text import advance, fitted, laid
from hardware.printing.symbols import qr_modules
from hardware.printing.zpl import LEAST_LETTER_MM, zpl
from tests.unit.labels.papers import BAG, FORMS, GTIN, SHELF

DENSITIES = (8, 12)
HOSTILE = ("^XZ^XA~HS", "~JR", "_5E_7E", "\\&\\\\", "^FS^FO0,0^FDx", "\x00\x02\r\n", "👟 靴 كتاب", "^^^^~~~~")
TEXT = st.text(max_size=40) | st.text(alphabet="^~\\_X5EF", max_size=40) | st.sampled_from(HOSTILE)
Box = tuple[int, int, int, int]


def printed(label: Label, dots_mm: int = 8) -> TwinLabel:
    """As a printer understands it."""
    head, body, tail = zpl(label, dots_mm).partition(b"^XA")
    assert head == b""
    assert tail.count(b"^XA") == 0
    assert body
    return read_format(tail.removesuffix(b"^XZ\n"))


def box(field: TwinField) -> Box:
    """Left, top, right and bottom of a field with the white it needs."""
    if field.kind == "text":
        return field.x, field.y, field.x + field.width, field.y + field.size
    if field.kind == "qr":
        side, quiet = qr_modules(field.data[3:]) * field.module, 4 * field.module
        return field.x - quiet, field.y - quiet, field.x + side + quiet, field.y + side + quiet
    modules, quiet = (95, 11) if field.kind == "ean13" else (11 * (len(field.data) + 2) + 13, 10)
    margin = quiet * field.module
    return field.x - margin, field.y, field.x + modules * field.module + margin, field.y + field.size


def is_apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def is_in_order(label: TwinLabel) -> bool:
    """Everything on it, and nothing on anything else."""
    boxes = [box(field) for field in label.fields]
    are_inside = all(
        left >= 0 and top >= 0 and right <= label.width and bottom <= label.height
        for left, top, right, bottom in boxes
    )
    return are_inside and all(is_apart(one, other) for place, one in enumerate(boxes) for other in boxes[:place])


@pytest.mark.parametrize("dots_mm", DENSITIES)
@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize(
    ("form", "values", "code"), [("shelf", SHELF, GTIN), ("bag", BAG, "4821-2")], ids=["shelf", "bag"]
)
def test_every_code_of_a_label_is_read_back(
    form: str, values: dict[str, str | int], code: str, language: str, dots_mm: int
) -> None:
    label = printed(FORMS.fill(form, language, values), dots_mm)
    assert is_in_order(label)
    assert [found.text for found in zxingcpp.read_barcodes(picture_of(label).convert("L"))] == [code]


def test_a_code_that_runs_into_another_is_no_label_in_order() -> None:
    one = TwinField("ean13", 100, 10, 80, module=2, data=GTIN[:12])
    two = TwinField("qr", 250, 20, 4, module=4, data="MA,x")
    assert not is_in_order(TwinLabel(640, 400, 1, (one, two)))
    assert not is_in_order(TwinLabel(200, 400, 1, (one,)))


@given(name=TEXT, variant=TEXT, price=TEXT, sku=TEXT)
def test_whatever_the_texts_are_they_change_texts_only(name: str, variant: str, price: str, sku: str) -> None:
    values = {"name": name, "variant": variant, "price": price, "gtin": GTIN, "sku": sku}
    label = printed(FORMS.fill("shelf", "it", values))
    assert is_in_order(label)
    assert label.copies == 1
    assert {field.kind for field in label.fields} <= {"text", "ean13"}
    assert [field.data for field in label.fields if field.kind == "ean13"] == [GTIN[:12]]


@given(text=TEXT)
def test_a_text_arrives_as_it_was_laid(text: str) -> None:
    field = LabelText(0, 0, 80, 5, text, lines=2)
    lines = laid(text, 640, 36, 2)
    assert [one.data for one in printed(Label(80, 20, (field,))).fields] == [
        line.replace("\\", "/") for line in lines
    ]
    assert all(advance(line, 36) <= 640 for line in lines)


def test_a_text_that_does_not_fit_says_so() -> None:
    assert laid("Giacca in pile da montagna", 200, 30, 2) == ["Giacca in", "pile da…"]
    assert laid("Giaccainpiledamontagna", 200, 30, 1) == ["Giaccainpi…"]
    assert laid("", 200, 30, 1) == []


@given(data=st.text(alphabet=[chr(code) for code in range(0x20, 0x7F)], min_size=1, max_size=60))
def test_a_qr_code_holds_whatever_it_was_given(data: str) -> None:
    label = printed(Label(40, 40, (LabelQr(0, 0, 40, data),)))
    assert is_in_order(label)
    assert [found.text for found in zxingcpp.read_barcodes(picture_of(label).convert("L"))] == [data]


@pytest.mark.parametrize("dots_mm", DENSITIES)
@pytest.mark.parametrize("number", ["WC_2024_17", "#1001", ">;12^FS", "N°12è", "7XQ2M4P9KD3ABCDE-2026", "{4821}~"])
def test_a_bag_is_read_by_the_number_of_its_order_whatever_a_platform_puts_into_it(
    number: str, dots_mm: int
) -> None:
    label = printed(FORMS.fill("bag", "it", {**BAG, "order_no": number}), dots_mm)
    assert is_in_order(label)
    assert [found.text for found in zxingcpp.read_barcodes(picture_of(label).convert("L"))] == [f"{number}-2"]


@pytest.mark.parametrize(
    "field",
    [
        LabelCode128(0, 0, 80, 10, ""),
        LabelCode128(0, 0, 80, 7, "A" * 40),
        LabelEan13(0, 0, 40, 10, "8001234567890"),
        LabelEan13(0, 0, 40, 10, "800123456789X"),
        LabelEan13(0, 0, 40, 10, "18001234567894"),
        LabelEan13(0, 0, 10, 10, GTIN),
        LabelQr(0, 0, 10, "x" * 100),
    ],
    ids=str,
)
def test_a_code_that_is_none_or_does_not_fit_is_refused(field: LabelField) -> None:
    with pytest.raises(ValueError, match=r"code|width|GTIN|check|square"):
        zpl(Label(80, 40, (field,)), 8)


@pytest.mark.parametrize("copies", [0, 100, -1])
def test_so_many_copies_are_nobodys_wish(copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        zpl(Label(80, 40, ()), 8, copies)


def test_a_field_beyond_the_edge_is_no_label() -> None:
    with pytest.raises(ValueError, match="beyond"):
        Label(40, 20, (LabelText(0, 0, 30, 11, "x", lines=2, align=Align.RIGHT),))


@pytest.mark.parametrize(("form", "values"), [("shelf", SHELF), ("bag", BAG)], ids=["shelf", "bag"])
def test_nothing_usual_is_cut(form: str, values: dict[str, str | int]) -> None:
    label = printed(FORMS.fill(form, "it", values))
    assert not [field.data for field in label.fields if "…" in field.data]


NUMBERS = (
    "4821",
    "10048213",
    "1000-20260305-8",
    "7XQ2M4P9KD3ABCDE",
    "ORD-2026-0000004821X",
    "WWWW-MMMM-2026-000048213",
)
PRICES = ("€ 9,90", "12.499,90 CHF", "CHF 12'499.90", "123.456,78\N{NO-BREAK SPACE}€", "1.234.567.890,00 CHF")


@pytest.mark.parametrize("dots_mm", DENSITIES)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_of_an_order_is_whole_on_its_bag(number: str, dots_mm: int) -> None:
    label = printed(FORMS.fill("bag", "it", {**BAG, "order_no": number}), dots_mm)
    texts = "".join(field.data for field in label.fields if field.kind == "text")
    assert texts.startswith(number)
    assert f"{number}-2" in texts
    assert is_in_order(label)


@pytest.mark.parametrize("dots_mm", DENSITIES)
@pytest.mark.parametrize("price", PRICES)
def test_a_price_is_whole_on_its_shelf(price: str, dots_mm: int) -> None:
    label = printed(FORMS.fill("shelf", "it", {**SHELF, "price": price}), dots_mm)
    (field,) = [field for field in label.fields if field.data == price.replace("\N{NO-BREAK SPACE}", " ")]
    assert field.size >= LEAST_LETTER_MM * dots_mm
    assert is_in_order(label)


@given(text=TEXT, height_mm=st.integers(1, 12), width_mm=st.integers(5, 80))
def test_what_has_to_fit_is_smaller_or_two_lines_before_anything_of_it_is_cut(
    text: str, height_mm: int, width_mm: int
) -> None:
    width, height, least = width_mm * 8, height_mm * 8, 20
    lines, letter = fitted(text, width, height, least)
    whole = " ".join(laid(text, 100_000, height, 1))
    assert all(advance(line, letter) <= width for line in lines)
    assert letter * len(lines) <= height
    assert min(least, height) <= letter
    if "".join(lines) != whole:
        assert lines[-1].endswith("…")
        assert advance(whole, min(least, height)) > width


def test_letters_are_as_large_as_the_column_lets_them_be() -> None:
    assert fitted("4821", 336, 72, 20) == (["4821"], 72)
    assert fitted("10048213", 336, 72, 20) == (["10048213"], 65)
    assert fitted("1" * 30, 336, 72, 20) == (["1" * 15, "1" * 15], 35)
    assert fitted("1" * 90, 336, 72, 20) == (["1" * 24 + "…"], 20)
