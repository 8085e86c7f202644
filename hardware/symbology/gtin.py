"""Trade item numbers in all their lengths, and check digits; sources: GS1 General Specifications 7.9 and 7.10."""

LENGTHS = (8, 12, 13, 14)
# Weighted digits of a price or weight field, by the digit: 7.9.2.
_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_FOUR_DIGITS = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_FIVE_DIGITS = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def is_digits(text: str) -> bool:
    """Whether it is of the digits 0 to 9 alone, and of one at least."""
    return text.isascii() and text.isdigit()


def check_digit(digits: str) -> str:
    """What belongs behind the digits: modulo 10, weights 3 and 1 from the right (7.9.1)."""
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return len(digits) > 1 and is_digits(digits) and check_digit(digits[:-1]) == digits[-1]


def verifier_digit(field: str) -> str:
    """The inner check digit of a price or weight field of four or five digits (7.9.3, 7.9.4). ValueError else."""
    tables = {4: _FOUR_DIGITS, 5: _FIVE_DIGITS}.get(len(field))
    if tables is None or not is_digits(field):
        raise ValueError("a field of four or five digits")
    weighted = sum(table[int(digit)] for table, digit in zip(tables, field, strict=True))
    return str(3 * weighted % 10 if len(field) == 4 else _FIVE_MINUS.index(-weighted % 10))


def as_gtin14(digits: str) -> str:
    """A trade item number in 14 digits; empty when the length or the check digit is not that of one."""
    return digits.zfill(14) if len(digits) in LENGTHS and has_check_digit(digits) else ""


def expand_upc_e(digits: str) -> str:
    """UPC-E in six digits, seven with the number system or eight with the check digit too, as UPC-A; empty when it
    is none (7.10)."""
    if not is_digits(digits) or len(digits) not in (6, 7, 8):
        return ""
    system, short = ("0", digits) if len(digits) == 6 else (digits[0], digits[1:7])
    if system not in "01":
        return ""
    last = short[5]
    if last in "012":
        body = f"{short[:2]}{last}0000{short[2:5]}"
    elif last == "3":
        body = f"{short[:3]}00000{short[3:5]}"
    elif last == "4":
        body = f"{short[:4]}00000{short[4]}"
    else:
        body = f"{short[:5]}0000{last}"
    whole = system + body + check_digit(system + body)
    return whole if len(digits) < 8 or digits[7] == whole[-1] else ""
