"""Numbers a shop gives out itself, with a price or a weight in them, by patterns the shop sets.

Source: GS1 General Specifications 2.1.12 and 2.1.14: how such a number is made up is the retailer's affair.
"""

from dataclasses import dataclass

from hardware.symbology.gtin import check_digit, has_check_digit, is_digits, verifier_digit

FIELDS = "IPWVC"
_PLACES = 13


@dataclass(frozen=True, slots=True)
class InStore:
    """What such a number says. `article`: the same number with nothing in the place of price or weight, as the
    catalogue has it, 14 digits. `price` in minor units of the shop's currency, `weight_g` in grams."""

    article: str
    price: int | None
    weight_g: int | None


def is_pattern(pattern: str) -> bool:
    """Whether it can be used: `2IIIIIIPPPPPC`, digits in front, then I article, P price in minor units, W grams,
    V their inner check digit, C the check digit at the end; 13 places, each letter in one run. A UPC-A is
    one with a 0 in front."""
    prefix = pattern.rstrip(FIELDS)
    fields = pattern[len(prefix) :]
    runs = [letter for place, letter in enumerate(fields) if not place or fields[place - 1] != letter]
    has_one_value = ("P" in runs) is not ("W" in runs)
    measured = fields.count("P") + fields.count("W")
    return (
        len(pattern) == _PLACES
        and is_digits(prefix)
        and len(runs) == len(set(runs))
        and "I" in runs
        and has_one_value
        and fields.endswith("C")
        and fields.count("C") == 1
        and ("V" not in runs or (fields.count("V") == 1 and measured in (4, 5)))
    )


def read_in_store(digits: str, patterns: tuple[str, ...]) -> InStore | None:
    """What a number of the shop's own, 13 digits, says by the pattern with the longest digits in front; None when
    none fits. Patterns that cannot be used fit nothing."""
    if len(digits) != _PLACES or not has_check_digit(digits):
        return None
    usable = [pattern for pattern in patterns if is_pattern(pattern)]
    for pattern in sorted(usable, key=lambda one: -len(one.rstrip(FIELDS))):
        if digits.startswith(pattern.rstrip(FIELDS)):
            return _read(digits, pattern)
    return None


def _read(digits: str, pattern: str) -> InStore | None:
    price, weight = _field(digits, pattern, "P"), _field(digits, pattern, "W")
    inner = _field(digits, pattern, "V")
    if inner and inner != verifier_digit(price or weight):
        return None
    kept = "".join("0" if sign in "PWV" else digit for digit, sign in zip(digits, pattern, strict=True))[:-1]
    article = (kept + check_digit(kept)).zfill(14)
    return InStore(article, int(price) if price else None, int(weight) if weight else None)


def _field(digits: str, pattern: str, letter: str) -> str:
    return "".join(digit for digit, sign in zip(digits, pattern, strict=True) if sign == letter)
