"""Every paper at every width in both languages, character by character and dot by dot.

`BANCONE_WRITE_GOLDEN=1` writes the files anew; look at the difference before committing it.
"""

import hashlib
import os
from pathlib import Path

import pytest
import zxingcpp

from hardware.printing.layout import TextLine, lay_out
from hardware.printing.picture import to_picture
from hardware.printing.plain_text import text_of, to_text
from hardware.printing.profiles import CLONE_58, EPSON_58, GENERIC_80, TM_T88
from tests.unit.printing.papers import NAMES, TILL_SLIP, paper, receipt_font

GOLDEN = Path(__file__).parent / "golden"
TILL_CODE = str(TILL_SLIP["code_qr"])
CODES = [("pickup", "4821"), ("return", "R-2603-0188"), ("gift", "7QK2-M4X9"), ("till", TILL_CODE)]
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


@pytest.mark.parametrize("name", ["pickup-copy", "return-pending", "gift"])
def test_dots_of_some_papers(name: str) -> None:
    picture = to_picture(lay_out(paper(name), EPSON_58), EPSON_58.dots, receipt_font())
    compare(f"{name}.sha256", hashlib.sha256(picture.tobytes()).hexdigest() + "\n")


@pytest.mark.parametrize("profile", [*WIDTHS, CLONE_58], ids=lambda profile: profile.id)
@pytest.mark.parametrize(("name", "code"), CODES)
def test_codes_on_the_preview_can_be_read(name: str, code: str, profile: object) -> None:
    chosen = next(p for p in (*WIDTHS, CLONE_58) if p is profile)
    picture = to_picture(lay_out(paper(name), chosen), chosen.dots, receipt_font())
    assert [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))] == [code]


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_paper(name: str) -> None:
    for profile in WIDTHS:
        for line in lay_out(paper(name), profile):
            if isinstance(line, TextLine):
                assert len(text_of(line)) <= profile.columns


@pytest.mark.parametrize("name", ["pickup", "return", "gift", "till"])
def test_every_customer_paper_says_that_it_is_not_fiscal(name: str) -> None:
    assert "DOCUMENTO NON FISCALE" in to_text(lay_out(paper(name), GENERIC_80), 48)
    assert "NOT A FISCAL DOCUMENT" in to_text(lay_out(paper(name, "en"), GENERIC_80), 48)


def test_the_gift_receipt_shows_no_price_and_no_name() -> None:
    text = to_text(lay_out(paper("gift"), GENERIC_80), 48)
    assert "€" not in text
    assert "Giulia" not in text
