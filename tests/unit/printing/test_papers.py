"""Every paper at every width in both languages, character by character and dot by dot.

`BANCONE_WRITE_GOLDEN=1` writes the files anew; look at the difference before committing it.
"""

import os
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.printing.layout import TextLine, lay_out
from hardware.printing.picture import MARGIN, to_picture
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import EPSON_58, GENERIC_80, PROFILES, TM_T88, PrinterProfile
from tests.unit.printing.as_text import to_text
from tests.unit.printing.papers import (
    BAG_LABEL,
    CODES,
    FORMS,
    NAMES,
    PICKUP,
    paper,
    printed,
    receipt_font,
    with_article,
)

GOLDEN = Path(__file__).parent / "golden"
WIDTHS = (GENERIC_80, TM_T88, EPSON_58)


def compare(name: str, found: str) -> None:
    """With the golden file of that name."""
    file = GOLDEN / name
    if os.environ.get("BANCONE_WRITE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_text_of_every_paper(name: str, language: str) -> None:
    document = paper(name, language)
    pages = [
        f"{profile.columns} columns\n" + to_text(lay_out(document, profile), profile.columns) for profile in WIDTHS
    ]
    compare(f"{name}.{language}.txt", "\n".join(pages))


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_dots_of_every_paper(name: str, language: str) -> None:
    for profile in WIDTHS:
        found = printed(paper(name, language), profile).picture
        file = GOLDEN / f"{name}.{language}.{profile.columns}.png"
        if os.environ.get("BANCONE_WRITE_GOLDEN"):
            found.save(file, optimize=True)
        with Image.open(file) as wanted:
            assert (wanted.size, wanted.tobytes()) == (found.size, found.tobytes()), file.name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
def test_the_code_of_every_paper_can_be_read_off_it(name: str, profile: PrinterProfile) -> None:
    for language in ("it", "en"):
        picture = printed(paper(name, language), profile).picture
        read = [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
        assert read == ([CODES[name]] if name in CODES else [])


@pytest.mark.parametrize("number", ["1000-20260305-8", "7XQ2M4P9KD3ABCDE", "ORD-2026-0000004821X"])
@pytest.mark.parametrize("name", ["pickup_receipt", "bag_label"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.id)
def test_the_number_of_an_order_is_read_off_any_paper_however_long_a_platform_makes_it(
    name: str, number: str, profile: PrinterProfile
) -> None:
    values = {"pickup_receipt": PICKUP, "bag_label": BAG_LABEL}[name]
    picture = printed(FORMS.fill(name, "it", {**values, "order_no": number}), profile).picture
    [found] = zxingcpp.read_barcodes(picture.convert("L"))
    assert number in found.text


@pytest.mark.parametrize("name", NAMES)
def test_the_preview_shows_what_is_printed(name: str) -> None:
    for profile in WIDTHS:
        preview = to_picture(lay_out(paper(name), profile), profile.dots, receipt_font())
        made = printed(paper(name), profile).picture
        rows = min(preview.height, made.height) - 2 * MARGIN
        box = (0, 0, preview.width, rows)
        assert preview.crop(box).tobytes() == made.crop(box).tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_paper(name: str) -> None:
    for profile in WIDTHS:
        for line in lay_out(paper(name), profile):
            if isinstance(line, TextLine):
                assert len(text_of(line)) <= profile.columns


@pytest.mark.parametrize("name", ["ticket", "return-slip"])
def test_papers_of_the_kiosk_name_nobody_and_hide_the_order(name: str) -> None:
    text = to_text(lay_out(paper(name), GENERIC_80), 48)
    assert "•••• 4" in text
    assert "Giulia" not in text


@pytest.mark.parametrize("name", ["pickup", "return", "gift", "till", "ticket", "return-slip"])
def test_every_customer_paper_says_that_it_is_not_fiscal(name: str) -> None:
    assert "DOCUMENTO NON FISCALE" in to_text(lay_out(paper(name), GENERIC_80), 48).upper()
    assert "NOT A FISCAL DOCUMENT" in to_text(lay_out(paper(name, "en"), GENERIC_80), 48).upper()


def test_the_gift_receipt_shows_no_price_and_no_name() -> None:
    text = to_text(lay_out(paper("gift"), GENERIC_80), 48)
    assert "€" not in text
    assert "Giulia" not in text


@pytest.mark.parametrize("form", ["pickup_receipt", "return_receipt", "gift_receipt", "till_slip"])
@pytest.mark.parametrize("profile", WIDTHS, ids=lambda profile: profile.id)
def test_a_number_in_a_long_name_never_stands_where_quantities_stand(form: str, profile: PrinterProfile) -> None:
    for pieces in range(1, 30):
        name = f"Bicchieri {'x' * pieces} in cristallo di Boemia, 6 pezzi, 1 caraffa e 2 sottobicchieri di feltro"
        lines = lay_out(with_article(form, name), profile)
        texts = [text_of(line) for line in lines if isinstance(line, TextLine)]
        first = next(at for at, text in enumerate(texts) if text.startswith("7  Bicchieri"))
        last = next(at for at, text in enumerate(texts) if "feltro" in text)
        assert last > first
        assert all(text.startswith("   ") for text in texts[first + 1 : last + 1])
        assert all(texts[first : last + 2])
