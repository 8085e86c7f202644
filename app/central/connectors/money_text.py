"""Money as platforms write it, to integer minor units and back, without a float in between."""

from decimal import ROUND_HALF_UP, Decimal

_EXPONENTS = {"JPY": 0, "KRW": 0, "ISK": 0, "BHD": 3, "KWD": 3, "TND": 3}
_LARGEST = Decimal(10) ** 12


def exponent(currency: str) -> int:
    """Decimals of a currency (ISO 4217), 2 where nothing else is known."""
    return _EXPONENTS.get(currency, 2)


def minor_units(value: Decimal, currency: str) -> int:
    """Minor units of a decimal; rounded half up, once. ValueError when it is no sum of money."""
    if not value.is_finite() or abs(value) > _LARGEST:
        raise ValueError("not a sum of money")
    return int(value.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def decimal_text(amount: int, currency: str) -> str:
    """`1999` of EUR as `19.99`."""
    return f"{Decimal(amount).scaleb(-exponent(currency)):.{exponent(currency)}f}"
