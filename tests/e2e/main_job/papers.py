"""What came out of the simulated printer: texts, pictures, and the codes a scanner finds in them."""

import re
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image

_CODE = re.compile(r"^\s*\[(?P<kind>QR|Code 128) (?P<text>.+)\]\s*$", re.MULTILINE)
_DOCUMENT = re.compile(r"^Documento\s+(\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """One paper: its text, and `scanned`, the texts of the codes found in its picture."""

    text: str
    scanned: tuple[str, ...]

    @property
    def documents(self) -> list[str]:
        """The document's number; several when a paper broke off and the next one followed it uncut."""
        return _DOCUMENT.findall(self.text)

    @property
    def printed_codes(self) -> tuple[str, ...]:
        """The texts of the codes the printer was told to print."""
        return tuple(found["text"] for found in _CODE.finditer(self.text))


def receipts_in(folder: Path) -> list[Receipt]:
    """All papers of a printer, the oldest first; a picture without its text, or the other way round, fails."""
    texts, pictures = sorted(folder.glob("*.txt")), sorted(folder.glob("*.png"))
    assert [path.stem for path in texts] == [path.stem for path in pictures]
    return [
        Receipt(text.read_text("utf-8"), _codes(picture)) for text, picture in zip(texts, pictures, strict=True)
    ]


def _codes(picture: Path) -> tuple[str, ...]:
    with Image.open(picture) as image:
        return tuple(found.text for found in zxingcpp.read_barcodes(image.convert("L")))
