"""What was scanned or typed: hostile text first, then one of the few things a shop knows, or nothing."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.cart_code import is_cart_code, read_token
from app.domain.errors import Code, Problem
from app.domain.pickup_code import is_pickup_code, read_typed
from app.domain.return_cases import is_case_number
from app.domain.return_slips import read_slip_code

MAX_CHARS = 128
MAX_LONG_CHARS = 512
GS = "\x1d"
GTIN_LENGTHS = (8, 12, 13, 14)

# Order numbers are short digits, or digits behind a prefix of the platform (`SP-203977`), a reservation of ours
# (`P01234567`), or letters and digits, longer than a typed code. A bag adds its count to whichever it is.
_ORDER = re.compile(r"#?((?:[A-Z]{1,4}-)?[0-9]{1,10}|P[0-9]{8})")
_CONTAINER = re.compile(r"(?:(?:[A-Z]{1,4}-)?[0-9]{1,10}|[A-Z0-9]{9,20})-[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9]+")
# Prefixes of internal papers, which are no orders.
_NOT_ORDERS = ("PK-", "R-")
# Written by the reader of cards before a card's own number (NFC): a badge, or a customer's card.
CARD_MARK = "NFC-"
_CARD = re.compile(rf"{CARD_MARK}(?:[0-9A-F]{{2}}){{4,10}}")
# Numbers a shop gives out itself (GS1 General Specifications 2.1.14): never to be asked of the chain's catalogue.
_LOCAL = ("02", *(str(prefix) for prefix in range(20, 30)))


@dataclass(frozen=True, slots=True)
class PickupCode:
    """A `PU1.` text whose signature nobody has checked yet."""

    text: str


@dataclass(frozen=True, slots=True)
class CartCode:
    """A cart its customer hands over; `token` is a secret nobody has checked yet."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """An order by its number."""

    number: str


@dataclass(frozen=True, slots=True)
class ContainerCode:
    """A bag's label: `4821-2`."""

    code: str


@dataclass(frozen=True, slots=True)
class ReturnCaseNumber:
    """A return case by its number."""

    number: str


@dataclass(frozen=True, slots=True)
class SlipCode:
    """A return begun at a kiosk, by the code on its slip: `RS-7K2M-9QTX`."""

    code: str


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A typed pickup code, written `AB12-CD34`."""

    code: str


@dataclass(frozen=True, slots=True)
class LoyaltyCard:
    """A customer's card, as printed."""

    card: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article by its GTIN in 14 digits, with what a GS1 code adds; `is_local`: a number of this shop's own."""

    gtin: str
    serial: str = ""
    batch: str = ""
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class StaffBadge:
    """A badge: it says who, and opens nothing alone (badges can be photographed, numbers of cards copied)."""

    text: str

    @property
    def is_card(self) -> bool:
        """Whether it is a card without contacts, which may as well be a customer's."""
        return self.text.startswith(CARD_MARK)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Clean text that is none of these; `code` says why."""

    code: Code
    text: str


Scanned = (
    PickupCode
    | CartCode
    | OrderNumber
    | ContainerCode
    | ReturnCaseNumber
    | SlipCode
    | TypedCode
    | LoyaltyCard
    | Article
    | StaffBadge
    | Unknown
)


@dataclass(frozen=True, slots=True)
class CodeFormats:
    """What this chain's own codes start with: cards are EAN-13 of a local range, badges text."""

    card_prefixes: tuple[str, ...] = ("2960",)
    badge_prefix: str = "OP-"


FORMATS = CodeFormats()


def has_check_digit(digits: str) -> bool:
    """Whether the last of 8, 12, 13 or 14 digits is their check digit (GS1: modulo 10, weights 3 and 1)."""
    if len(digits) not in GTIN_LENGTHS or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(reversed(digits)))
    return weighted % 10 == 0


def clean(raw: str | bytes, *, is_gs1: bool = False) -> str:
    """The text of a reading, blanks at the ends off, nothing hidden in it.

    Problem: CODE_TOO_LONG (over 512 characters, or 128 unless it is GS1, a pickup code or a cart's), CODE_DAMAGED
    (not UTF-8), CODE_CONTROL_BYTES (controls, line ends, direction marks, zero width; GS only inside GS1).
    """
    if len(raw) > MAX_LONG_CHARS:
        raise Problem(Code.CODE_TOO_LONG, length=len(raw), limit=MAX_LONG_CHARS)
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as exc:
        raise Problem(Code.CODE_DAMAGED) from exc
    for char in text:
        if char == GS and is_gs1:
            continue
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise Problem(Code.CODE_CONTROL_BYTES)
    text = text.strip()
    if len(text) > MAX_CHARS and not (is_gs1 or is_pickup_code(text) or is_cart_code(text)):
        raise Problem(Code.CODE_TOO_LONG, length=len(text), limit=MAX_CHARS)
    return text


def classify(raw: str | bytes, elements: Mapping[str, str], formats: CodeFormats = FORMATS) -> Scanned:
    """What a reading is. `elements` is what symbology parsed out of it (`gtin` or AI `01`, `21`, `10`), or empty.

    Problem as `clean`, CODE_CHECK_DIGIT for a number that is shaped like a GTIN and is none, CART_CODE_DAMAGED.
    """
    gtin = elements.get("gtin") or elements.get("01") or ""
    text = clean(raw, is_gs1=bool(elements))
    if gtin:
        return _article(clean(gtin), clean(elements.get("21", "")), clean(elements.get("10", "")))
    if elements:
        return Unknown(Code.CODE_NO_ARTICLE, text)
    if is_pickup_code(text):
        return PickupCode(text)
    if is_cart_code(text):
        return CartCode(read_token(text))
    upper = text.upper() if text.isascii() else ""
    if _DIGITS.fullmatch(upper):
        return _number(upper, formats)
    return _word(upper, text, formats)


def _article(digits: str, serial: str = "", batch: str = "") -> Article:
    if not has_check_digit(digits):
        raise Problem(Code.CODE_CHECK_DIGIT, length=len(digits))
    gtin = digits.zfill(14)
    # Six zeros in front: a GTIN-8; its prefixes 0 and 2 are a company's own (GS1 General Specifications).
    is_local = gtin[6] in "02" if gtin.startswith("000000") else gtin[0] == "0" and gtin[1:].startswith(_LOCAL)
    return Article(gtin, serial, batch, is_local=is_local)


def _number(digits: str, formats: CodeFormats) -> Scanned:
    """Digits alone: a card, an article, an order number; of eight digits only a true EAN-8 is an article."""
    if len(digits) == 13 and digits.startswith(formats.card_prefixes) and has_check_digit(digits):
        return LoyaltyCard(digits)
    if len(digits) in (12, 13, 14) or has_check_digit(digits):
        return _article(digits)
    if _ORDER.fullmatch(digits):
        return OrderNumber(digits)
    return Unknown(Code.CODE_UNKNOWN, digits)


def _of_return(upper: str) -> Scanned | None:
    slip = read_slip_code(upper)
    if slip is not None:
        return SlipCode(slip)
    return ReturnCaseNumber(upper) if is_case_number(upper) else None


def _word(upper: str, text: str, formats: CodeFormats) -> Scanned:
    """Text with letters or signs in it; a typed code may be written in lower case and in groups of four."""
    paper = _of_return(upper)
    if paper is not None:
        return paper
    if _is_badge(upper, formats):
        return StaffBadge(upper)
    if upper.startswith(_NOT_ORDERS):
        return Unknown(Code.CODE_UNKNOWN, text)
    if _CONTAINER.fullmatch(upper):
        return ContainerCode(upper)
    order = _ORDER.fullmatch(upper)
    if order is not None:
        return OrderNumber(order[1])
    typed = read_typed(upper) if upper else None
    return Unknown(Code.CODE_UNKNOWN, text) if typed is None else TypedCode(typed)


def _is_badge(upper: str, formats: CodeFormats) -> bool:
    is_printed = upper.startswith(formats.badge_prefix) and re.fullmatch(r"[A-Z0-9-]{4,40}", upper) is not None
    return is_printed or _CARD.fullmatch(upper) is not None
