"""What the tour looks up at Vendure itself, through its own API."""

import asyncio
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.demo.crew import TourFailed
from app.demo.vendure.api import VendureApi, VendureSaysNo

_CART = """query($c:ID!){customer(id:$c){orders(options:{filter:{active:{eq:true}}}){items{
lines{quantity productVariant{sku}}}}}}"""
_ORDER = """query($o:ID!){order(id:$o){fulfillments{state lines{quantity}} payments{refunds{state total}}}}"""
_LEVELS = """query($s:String!){productVariants(options:{filter:{sku:{eq:$s}}}){items{
stockLevels{stockLocationId stockOnHand}}}}"""
_COUNTS = """{articles:productVariants(options:{take:1}){totalItems} customers(options:{take:1}){totalItems}
carts:orders(options:{take:1,filter:{active:{eq:true}}}){totalItems}
orders(options:{take:1,filter:{orderPlacedAt:{isNull:false}}}){totalItems}}"""


class VendureEyes:
    """See `WebShop`. Asks in a thread of its own; `close` it.

    `stores` names the stores of Vendure's stock locations. What is put back is told from the stock there was when
    `note` was called.
    """

    def __init__(self, api: VendureApi, stores: Mapping[str, str]) -> None:
        self._api = api
        self._stores = stores
        self._before: dict[str, dict[str, int]] = {}

    async def close(self) -> None:
        """End the session."""
        await asyncio.to_thread(self._api.close)

    async def _ask(self, document: str, **variables: str) -> Any:
        try:
            return await asyncio.to_thread(self._api.call, document, **variables)
        except VendureSaysNo as exc:
            raise TourFailed(str(exc)[:600]) from exc

    async def counts(self) -> dict[str, int]:
        """How many articles, customers, open carts and orders it has, by these words."""
        return {name: int(found["totalItems"]) for name, found in (await self._ask(_COUNTS)).items()}

    async def note(self, sku: str) -> None:
        """Remember how many pieces of an article there are."""
        self._before[sku] = await self._levels(sku)

    async def _levels(self, sku: str) -> dict[str, int]:
        found = (await self._ask(_LEVELS, s=sku))["productVariants"]["items"][0]["stockLevels"]
        return {level["stockLocationId"]: level["stockOnHand"] for level in found}

    async def cart(self, customer: str) -> Mapping[str, int]:
        """See `WebShop`."""
        carts = (await self._ask(_CART, c=customer))["customer"]["orders"]["items"]
        return {line["productVariant"]["sku"]: line["quantity"] for cart in carts for line in cart["lines"]}

    async def collected(self, order: str) -> int:
        """See `WebShop`."""
        made = (await self._ask(_ORDER, o=order))["order"]["fulfillments"] or []
        return sum(line["quantity"] for one in made if one["state"] == "Delivered" for line in one["lines"])

    async def refunds(self, order: str) -> list[int]:
        """See `WebShop`."""
        payments = (await self._ask(_ORDER, o=order))["order"]["payments"]
        given = (refund for payment in payments for refund in payment["refunds"])
        return [int(refund["total"]) for refund in given if refund["state"] == "Settled"]

    async def restocks(self, order: str, sku: str) -> list[str]:
        """See `WebShop`."""
        now, before = await self._levels(sku), self._before[sku]
        return [self._stores.get(place, place) for place in now for _ in range(now[place] - before[place])]


async def open_eyes(settings: Path) -> VendureEyes:
    """Into the Vendure that central's settings speak of, by its own staff's password."""

    def sign_in() -> VendureEyes:
        told = tomllib.loads(settings.read_text())
        secrets = tomllib.loads((settings.parent / told["secrets"]).read_text())["platform"]
        api = VendureApi(told["url"], "admin-api")
        api.login(secrets["user"], secrets["password"])
        options = {name: value.split() for name, value in told["options"].items() if name.startswith("place.")}
        return VendureEyes(api, {words[0]: name.removeprefix("place.") for name, words in options.items()})

    return await asyncio.to_thread(sign_in)
