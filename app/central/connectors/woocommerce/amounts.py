"""Money as WooCommerce writes it, text or number, read from the JSON as it stands and never through a float."""

import re
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Raw

from app.central.connectors.money_text import decimal_text, minor_units

NOTHING = Raw(b'"0"')
_NUMBER = re.compile(rb'"?(-?[0-9]{1,13}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?)"?')
_EMPTY = (b'""', b"null")


def decimal(raw: Raw) -> Decimal:
    """The number as written; 0 for an empty text or null, which is how a price that was never set comes.

    ValueError when it is no number.
    """
    text = bytes(raw).strip()
    if text in _EMPTY:
        return Decimal(0)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError("not a number")
    return Decimal(match[1].decode("ascii"))


def minor(currency: str, *raws: Raw) -> int:
    """Minor units of the sum, rounded half up once, after adding. ValueError when one is no sum of money."""
    return minor_units(sum((decimal(raw) for raw in raws), Decimal(0)), currency)


def number(amount: int, currency: str) -> Raw:
    """Minor units as a JSON number with all its decimals: `1652` of EUR as `16.52`."""
    return Raw(decimal_text(amount, currency).encode("ascii"))


def apportion(amount: int, weights: Sequence[Decimal]) -> list[int]:
    """Minor units shared out by weight, adding up to `amount` exactly; what is left goes to the largest rests.

    `weights` are not negative and not all zero.
    """
    whole = sum(weights)
    exact = [amount * weight / whole for weight in weights]
    shares = [int(value) for value in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: shares[n] - exact[n])
    for n in by_rest[: amount - sum(shares)]:
        shares[n] += 1
    return shares
