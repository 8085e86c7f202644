"""Price watch: one article, several places that name a price, and who mends the one that is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class PricePlace(StrEnum):
    """Where a customer reads a price."""

    SHELF = "shelf"
    SHOP = "shop"
    SITE = "site"
    APP = "app"


class Mender(StrEnum):
    """Who can put a price right."""

    STORE = "store"
    PRICING = "pricing"
    ECOMMERCE = "ecommerce"


# The price list is the truth; the till asks it. A label is the store's paper, the channels are the site's people.
MENDERS: dict[PricePlace, Mender] = {
    PricePlace.SHELF: Mender.STORE,
    PricePlace.SHOP: Mender.PRICING,
    PricePlace.SITE: Mender.ECOMMERCE,
    PricePlace.APP: Mender.ECOMMERCE,
}


@dataclass(frozen=True, slots=True)
class PriceDifference:
    """A place whose price is not the shop's: minor units, `difference` is its price less the shop's."""

    place: PricePlace
    price: int
    difference: int
    mender: Mender


def price_differences(prices: Mapping[PricePlace, int]) -> tuple[PriceDifference, ...]:
    """Where another price stands than the shop's, largest difference first; nothing without a shop price."""
    shop = prices.get(PricePlace.SHOP)
    if shop is None:
        return ()
    found = [
        PriceDifference(place, price, price - shop, MENDERS[place])
        for place, price in prices.items()
        if price != shop
    ]
    return tuple(sorted(found, key=lambda item: (-abs(item.difference), item.place)))


def reduction_percent(price: int, lowest_30_days: int) -> int:
    """The reduction that may be announced, in whole percent rounded down, against the lowest price of the 30 days
    before it (art. 17-bis Cod. consumo); 0 when the price is not below that."""
    if lowest_30_days <= 0 or price >= lowest_30_days:
        return 0
    return (lowest_30_days - max(0, price)) * 100 // lowest_30_days
