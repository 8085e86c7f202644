"""What a code says of the piece in hand, as values, and what is wrong with that piece."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from hardware.devices import Pack
from hardware.symbology.values import day_of

# ISO 4217 numbers of the currencies that are asked for across Italy's borders; another one is no price here.
_CURRENCIES = {"978": "EUR", "756": "CHF", "826": "GBP", "840": "USD"}


class PackFact(StrEnum):
    """What must be known of a piece before it is sold, given away or taken back."""

    EXPIRED = "expired"
    PAST_BEST = "past_best"
    RECALLED = "recalled"
    RETURNED = "returned"


def pack_of(elements: Mapping[str, str], this_year: int) -> Pack:
    """The piece behind elements that were found right; the year settles the century of its dates."""
    price, currency = _price(elements)
    return Pack(
        gtin=elements.get("01", ""),
        batch=elements.get("10", ""),
        serial=elements.get("21", ""),
        use_by=_use_by(elements, this_year),
        best_before=day_of(elements["15"], this_year) if "15" in elements else None,
        weight_g=_weight_g(elements),
        price=price,
        currency=currency,
    )


def _use_by(elements: Mapping[str, str], this_year: int) -> date | None:
    """The last day it may be sold: the earliest of sell-by (16), expiry (17) and expiry with its hour (7003).

    Of the last the day alone counts, and it is still sold on it: how its hour stands to a shop's clock it does not
    tell.
    """
    days = [day_of(elements[number][:6], this_year) for number in ("16", "17", "7003") if number in elements]
    return min((day for day in days if day is not None), default=None)


def facts_of(
    pack: Pack,
    day: date,
    recalled: Collection[tuple[str, str]] = (),
    returned: Collection[tuple[str, str]] = (),
) -> tuple[PackFact, ...]:
    """What is wrong with a piece on a day of the shop, the gravest first. `recalled` are GTINs (14 digits) with
    batches, an empty batch for all of an article; `returned` GTINs with serials that came back."""
    found = []
    if (pack.gtin, pack.batch) in recalled or (pack.gtin, "") in recalled:
        found.append(PackFact.RECALLED)
    if pack.use_by is not None and pack.use_by < day:
        found.append(PackFact.EXPIRED)
    if pack.serial and (pack.gtin, pack.serial) in returned:
        found.append(PackFact.RETURNED)
    if pack.best_before is not None and pack.best_before < day:
        found.append(PackFact.PAST_BEST)
    return tuple(found)


def _scaled(value: str, decimals: int, wanted: int) -> int:
    """A whole number with so many decimals, in units of so many; halves go to the even neighbour."""
    exact = Decimal(value).scaleb(wanted - decimals)
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def _weight_g(elements: Mapping[str, str]) -> int | None:
    """Net weight in kilograms, with the decimals its identifier tells."""
    for number, value in elements.items():
        if number[:3] == "310":
            return _scaled(value, int(number[3]), 3)
    return None


def _price(elements: Mapping[str, str]) -> tuple[int | None, str]:
    """What is asked for a piece of variable measure."""
    for number, value in elements.items():
        if number[:3] == "392":
            return _scaled(value, int(number[3]), 2), ""
        if number[:3] == "393" and value[:3] in _CURRENCIES:
            return _scaled(value[3:], int(number[3]), 2), _CURRENCIES[value[:3]]
    return None, ""
