"""What the tour looks up at the web shop itself, whichever it is; here for the one with bad manners."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from app.demo.outside import Outside, as_facts, rows_of


class WebShop(Protocol):
    """The web shop by its own interface. Every method: TourFailed when it does not answer as it must."""

    async def cart(self, customer: str) -> Mapping[str, int]:
        """Pieces in that customer's open cart, by SKU."""

    async def collected(self, order: str) -> int:
        """Pieces of that order that left, each counted as often as it did."""

    async def refunds(self, order: str) -> list[int]:
        """Every refund of that order, minor units."""

    async def restocks(self, order: str, sku: str) -> list[str]:
        """The store in which a piece of that order and article was put back, once for each piece."""


class DemoWebShop:
    """See `WebShop`; over the administration of `bancone demo-shop`."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def cart(self, customer: str) -> Mapping[str, int]:
        """See `WebShop`."""
        found = as_facts(await self._outside.get(f"/admin/customers/{customer}/cart"))
        return {str(line["sku"]): int(str(line["quantity"])) for line in rows_of(found, "lines")}

    async def collected(self, order: str) -> int:
        """See `WebShop`."""
        found = as_facts(await self._outside.get(f"/admin/orders/{order}"))
        live = [row for row in rows_of(found, "fulfilments") if not row.get("is_cancelled")]
        return sum(int(str(piece["quantity"])) for row in live for piece in rows_of(row, "lines"))

    async def refunds(self, order: str) -> list[int]:
        """See `WebShop`."""
        found = as_facts(await self._outside.get(f"/admin/orders/{order}"))
        return [int(Decimal(str(row["amount"])).scaleb(2)) for row in rows_of(found, "refunds")]

    async def restocks(self, order: str, sku: str) -> list[str]:
        """See `WebShop`."""
        found = as_facts(await self._outside.get(f"/admin/orders/{order}"))
        return [str(row["location"]) for row in rows_of(found, "restocks")]
