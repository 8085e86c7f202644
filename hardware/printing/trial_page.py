"""A page that shows what a printer makes of all in which printers differ, to pick its profile by."""

from collections.abc import Iterable
from dataclasses import dataclass

from hardware.printing import escpos_library
from hardware.printing.characters import encode, printable
from hardware.printing.escpos_job import INITIALISE, STATUS_ON, cut, safe_raster
from hardware.printing.profiles import PROFILES, Confirmation, PrinterProfile
from hardware.printing.symbols import qr_picture
from hardware.printing.wrapping import wrap

SAMPLE = "àèéìòù ÀÈ € ç ñ ü"
_NARROW = min(profile.columns for profile in PROFILES.values())
_DOTS = min(profile.dots for profile in PROFILES.values())


@dataclass(frozen=True, slots=True)
class TrialWords:
    """What the page says, in the language of whoever reads it."""

    title: str
    width: str
    letters: str
    code: str


def trial_page(words: TrialWords, profile: PrinterProfile) -> bytes:
    """The bytes of the page; every profile is named in the rows that would be right for it."""
    out = bytearray(INITIALISE)
    if profile.confirmation is Confirmation.PROCESS_ID:
        out += STATUS_ON  # the line before switched it off: paper that ends under the page would not be told
    out += _lines(words.title, "", words.width)
    for columns in sorted({known.columns for known in PROFILES.values()}):
        out += _lines(("1234567890" * columns)[: columns - 3] + f"{columns}|")
        out += _lines(*_named(known.id for known in PROFILES.values() if known.columns == columns))
    out += _lines("", words.letters)
    for codec, number in sorted({known.code_page for known in PROFILES.values()}):
        out += b"\x1bt" + bytes([number]) + encode(SAMPLE, codec) + b"\n"
        out += _lines(*_named(known.id for known in PROFILES.values() if known.code_page == (codec, number)))
    out += _lines("", words.code)
    out += escpos_library.native_qr("1", 6) + b"\n"
    out += _lines(*_named(known.id for known in PROFILES.values() if known.has_native_qr))
    out += safe_raster(qr_picture("2", 6), _DOTS) + b"\n"
    return bytes(out) + cut(profile)


def _named(ids: Iterable[str]) -> list[str]:
    return wrap("  " + " ".join(ids), _NARROW, 2)


def _lines(*texts: str) -> bytes:
    """Text every printer has, whatever page it is on."""
    return b"".join(encode(line, "ascii") + b"\n" for text in texts for line in _fitting(text))


def _fitting(text: str) -> list[str]:
    plain = printable(text, "ascii")
    return [plain] if plain.endswith("|") else wrap(plain, _NARROW)
