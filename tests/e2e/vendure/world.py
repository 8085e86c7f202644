"""The shop the tests meet: places and an article of the sample, and the little shop of the connectors' tests."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.central.connectors.vendure.settings import VendurePlace, VendureSettings
from app.demo.chain import build_chain
from app.demo.chain_stores import NAMES, SHOPS, WAREHOUSE
from app.demo.vendure.api import VendureApi
from app.demo.vendure.goods import put_goods
from app.demo.vendure.market import (
    CARD,
    IN_STORE,
    create_place,
    method_of,
    methods,
    open_market,
    open_places,
)
from app.demo.vendure.sales import Newcomer, Purchase, add_to_cart, create_customers, place_order, signed_in
from app.demo.vendure.seed import ANY_MOMENT
from app.demo.vendure.server import ADMIN, ADMIN_PASSWORD

GOODS = {"SKU-1": ("Scarpa", 4990), "SKU-2": ("Maglia", 2000), "SKU-9": ("Calza", 990)}
EMAIL = "giulia@example.invalid"
STORES = ("ST01", "ST02")
SEED, MODEL = 7, "MC-2210"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
    "89993d1d0000000049454e44ae426082"
)


def fill(admin: VendureApi, base_url: str, folder: Path) -> None:
    """Fill the empty shop; `admin` is logged in."""
    open_market(admin)
    places = open_places(admin, NAMES[WAREHOUSE], [(str(store), NAMES[store]) for store in SHOPS])
    chain = build_chain(SEED, ANY_MOMENT)
    shirts = tuple(article for article in chain.articles if article.model == MODEL)
    put_goods(admin, replace(chain, articles=shirts), places, lambda what, done, total: None)
    for n, store in enumerate(STORES, 1):
        create_place(admin, store, f"Negozio {n}")
    create_customers(admin, [Newcomer("Giulia", "Bianchi", EMAIL, "+39 333 1234567")])
    [picture] = admin.upload({"scarpa.png": _PNG})
    for sku, (name, price) in GOODS.items():
        create_article(admin, sku, name, price, [picture] if sku == "SKU-1" else [])


def create_article(admin: VendureApi, sku: str, name: str, price: int, pictures: Sequence[str] = ()) -> str:
    """A product with one variant; Vendure's id of the variant."""
    text = {"languageCode": "it", "name": name, "slug": name.lower(), "description": ""}
    told: dict[str, Any] = {"translations": [text], "assetIds": [*pictures]}
    if pictures:
        told["featuredAssetId"] = pictures[0]
    made = admin.call("mutation($i:CreateProductInput!){createProduct(input:$i){id}}", i=told)
    variant = {
        "productId": made["createProduct"]["id"],
        "sku": sku,
        "price": price,
        "translations": [{"languageCode": "it", "name": name}],
    }
    told = admin.call(
        "mutation($i:[CreateProductVariantInput!]!){createProductVariants(input:$i){id}}", i=[variant]
    )
    return str(told["createProductVariants"][0]["id"])


@dataclass(frozen=True, slots=True)
class World:
    """A running shop: where it is, and a session of its staff."""

    url: str
    admin: VendureApi

    def settings(self, url: str = "") -> VendureSettings:
        """What somebody who connects it would write; `url` where something lies in between."""
        places = self.admin.call("{stockLocations{items{id name}}}")["stockLocations"]["items"]
        ids = [place["id"] for place in places]
        stores = [*map(str, SHOPS), *STORES]
        return VendureSettings(
            url=url or self.url,
            places={
                store: VendurePlace(location, (method_of(store),))
                for store, location in zip(stores, sorted(ids, key=int)[1:], strict=True)
            },
            user=ADMIN,
            password=ADMIN_PASSWORD,
            gtin_field="gtin",
            due_methods=(IN_STORE,),
        )

    def reader(self, name: str, password: str, *more: str) -> str:
        """Somebody of the staff who may read everything and write nothing but what `more` rights allow; the name
        to sign in with."""
        reads = ["ReadOrder", "ReadCustomer", "ReadCatalog", "ReadSettings", "ReadStockLocation"]
        told = {"code": name.partition("@")[0], "description": name, "permissions": [*reads, *more]}
        role = self.admin.call("mutation($i:CreateRoleInput!){createRole(input:$i){id}}", i=told)
        who: dict[str, Any] = {
            "firstName": "Solo",
            "lastName": "Lettura",
            "emailAddress": name,
            "password": password,
        }
        who["roleIds"] = [role["createRole"]["id"]]
        self.admin.call("mutation($i:CreateAdministratorInput!){createAdministrator(input:$i){id}}", i=who)
        return name

    def variants(self) -> dict[str, str]:
        """Vendure's ids of the contract's articles, by SKU."""
        found = self.admin.call(
            "query($s:[String!]){productVariants(options:{filter:{sku:{in:$s}}}){items{id sku}}}", s=list(GOODS)
        )
        return {item["sku"]: item["id"] for item in found["productVariants"]["items"]}

    def order(self, ref: str) -> Any:
        """An order as Vendure itself tells it, its lists in the order of ids: Vendure's own changes."""
        told = self.admin.call(
            """query($i:ID!){order(id:$i){state updatedAt lines{id quantity productVariant{id sku}}
            payments{id state amount transactionId refunds{id state total reason}}
            fulfillments{id state trackingCode lines{orderLineId quantity}}
            history(options:{sort:{id:ASC}}){items{type isPublic data}}}}""",
            i=ref,
        )["order"]
        for what in ("lines", "payments", "fulfillments"):
            told[what].sort(key=lambda node: int(node["id"]))
        return told

    def on_hand(self, sku: str) -> dict[str, int]:
        """Pieces on hand by stock location."""
        return {level["stockLocationId"]: level["stockOnHand"] for level in self._levels(sku)}

    def allocated(self, sku: str) -> dict[str, int]:
        """Pieces sold and not yet handed over by stock location."""
        return {level["stockLocationId"]: level["stockAllocated"] for level in self._levels(sku)}

    def _levels(self, sku: str) -> Any:
        found = self.admin.call(
            """query($s:String!){productVariants(options:{filter:{sku:{eq:$s}}}){items{
            stockLevels{stockLocationId stockOnHand stockAllocated}}}}""",
            s=sku,
        )
        return found["productVariants"]["items"][0]["stockLevels"]

    def counted(self, sku: str) -> int:
        """How often somebody set the stock of an article."""
        found = self.admin.call(
            """query($s:String!){productVariants(options:{filter:{sku:{eq:$s}}}){items{
            stockMovements(options:{type:ADJUSTMENT}){totalItems}}}}""",
            s=sku,
        )
        return int(found["productVariants"]["items"][0]["stockMovements"]["totalItems"])

    def note(self, ref: str, text: str) -> None:
        """Somebody writes a private note on an order."""
        self.admin.call(
            "mutation($i:AddNoteToOrderInput!){addNoteToOrder(input:$i){id}}",
            i={"id": ref, "note": text, "isPublic": False},
        )

    def stock_up(self, sku: str, places: Sequence[str], left: int) -> None:
        """Have so many pieces left to sell at each of these stock locations, whatever was sold before."""
        sold = self.allocated(sku)
        self.set_stock(sku, {place: sold.get(place, 0) + left for place in places})

    def set_stock(self, sku: str, levels: dict[str, int]) -> None:
        """Count pieces at stock locations."""
        told = [{"stockLocationId": place, "stockOnHand": count} for place, count in levels.items()]
        self.admin.call(
            "mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id}}",
            i=[{"id": self.variants()[sku], "stockLevels": told}],
        )

    def cancel(self, ref: str, lines: dict[str, int] | None = None) -> None:
        """The shop's staff cancels pieces of an order, or all of it."""
        told: dict[str, Any] = {"orderId": ref}
        if lines is not None:
            told["lines"] = [{"orderLineId": line, "quantity": count} for line, count in lines.items()]
        self.admin.call("mutation($i:CancelOrderInput!){cancelOrder(input:$i){__typename ERR}}", i=told)

    def newcomer(self, email: str) -> str:
        """One more customer; Vendure's id."""
        return create_customers(self.admin, [Newcomer("Anna", "Addio", email, "")])[0]

    def article(self, sku: str, name: str) -> str:
        """One more article; Vendure's id of the variant."""
        return create_article(self.admin, sku, name, 100)

    def buy(
        self,
        lines: dict[str, int],
        store: str,
        *,
        coupon: str = "",
        gift_card: int = 0,
        email: str = EMAIL,
        payment: str = CARD,
    ) -> str:
        """A customer, the contract's own unless named, orders these articles; Vendure's id."""
        variants = self.variants()
        wanted = [(variants[sku], n) for sku, n in lines.items()]
        way = methods(self.admin)[method_of(store)]
        return place_order(self.url, Purchase(email, wanted, way, payment, coupon, gift_card)).id

    def change(self, ref: str, lines: dict[str, int]) -> None:
        """The shop's staff sets how many pieces of each line an order has, without giving money back."""
        wanted = [{"orderLineId": line, "quantity": count} for line, count in lines.items()]
        told = {"orderId": ref, "dryRun": False, "adjustOrderLines": wanted, "note": ""}
        self._move(ref, "Modifying")
        self.admin.call("mutation($i:ModifyOrderInput!){modifyOrder(input:$i){__typename ERR}}", i=told)
        self._move(ref, "ArrangingAdditionalPayment")

    def give_back(self, ref: str) -> None:
        """The shop's staff gave what refunds of an order had promised."""
        told = self.order(ref)
        for refund in (refund for payment in told["payments"] for refund in payment["refunds"]):
            wanted = {"id": refund["id"], "transactionId": "by hand"}
            self.admin.call("mutation($i:SettleRefundInput!){settleRefund(input:$i){__typename ERR}}", i=wanted)

    def _move(self, ref: str, state: str) -> None:
        self.admin.call(
            "mutation($i:ID!,$s:String!){transitionOrderToState(id:$i,state:$s){__typename ERR}}", i=ref, s=state
        )

    def customer(self) -> VendureApi:
        """A session of the contract's customer in the web shop; `close` it."""
        return signed_in(self.url, EMAIL)

    def fill_cart(self, lines: dict[str, int]) -> None:
        """The contract's customer has just this in the cart."""
        variants = self.variants()
        with closing(self.customer()) as shop:
            shop.call("mutation{removeAllOrderLines{__typename ERR}}")
            if lines:
                add_to_cart(shop, [(variants[sku], quantity) for sku, quantity in lines.items()])

    def clear(self, stores: tuple[str, ...]) -> None:
        """Cancel what waits in these stores."""
        wanted = [method_of(store) for store in stores]
        open_ones = self.admin.call(
            """{orders(options:{filter:{active:{eq:false},state:{notIn:["Cancelled"]}},take:1000}){items{
            id shippingLines{shippingMethod{code}}}}}"""
        )
        for order in open_ones["orders"]["items"]:
            if any(line["shippingMethod"]["code"] in wanted for line in order["shippingLines"]):
                self.cancel(order["id"])
