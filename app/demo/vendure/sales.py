"""Plays the customers of a Vendure: they get an account, fill a cart and buy."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from app.demo.vendure.api import VendureApi
from app.demo.vendure.market import CARD

PASSWORD = "sample-customer"
NUMBER_HEADER = "x-order-number"
"""What an order is to be called, said when its first article goes into the cart: see `npm/config.js`."""
_AT_ONCE = 45
_ADDED = "addItemsToOrder(inputs:$l){errorResults{... on ErrorResult{errorCode message}}}"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer to be; only who `signs_in` gets the password, which is `PASSWORD`."""

    given: str
    family: str
    email: str
    phone: str
    signs_in: bool = True


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a customer buys: variants by their ids, and the id of the shipping method.

    `gift_card`: minor units that a payment of its own covers. `number`: the order's, when it is not Vendure's own.
    """

    email: str
    lines: Sequence[tuple[str, int]]
    method: str
    payment: str = CARD
    coupon: str = ""
    gift_card: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """An order as it was placed: Vendure's ids of it, and of its lines by variant."""

    id: str
    lines: Mapping[str, str]


def create_customers(admin: VendureApi, newcomers: Sequence[Newcomer]) -> list[str]:
    """Vendure's ids of new customers, in the same order."""
    found: list[str] = []
    for start in range(0, len(newcomers), _AT_ONCE):
        group = newcomers[start : start + _AT_ONCE]
        heads = ",".join(f"$i{n}:CreateCustomerInput!,$p{n}:String" for n in range(len(group)))
        fields = " ".join(
            f"c{n}:createCustomer(input:$i{n},password:$p{n}){{... on Customer{{id}} ERR}}"
            for n in range(len(group))
        )
        told: dict[str, Any] = {}
        for n, one in enumerate(group):
            told[f"i{n}"] = {
                "firstName": one.given,
                "lastName": one.family,
                "emailAddress": one.email,
                "phoneNumber": one.phone,
            }
            told[f"p{n}"] = PASSWORD if one.signs_in else None
        made = admin.call(f"mutation({heads}){{{fields}}}", **told)
        found += [str(made[f"c{n}"]["id"]) for n in range(len(group))]
    return found


def signed_in(base_url: str, email: str, number: str = "") -> VendureApi:
    """A session of a customer in the web shop; `close` it."""
    shop = VendureApi(base_url, "shop-api", {NUMBER_HEADER: number} if number else {})
    shop.login(email, PASSWORD)
    return shop


def add_to_cart(shop: VendureApi, lines: Iterable[tuple[str, int]]) -> None:
    """Of the customer who is signed in: these variants too."""
    shop.call(f"mutation($l:[AddItemInput!]!){{{_ADDED}}}", l=_items(lines))


def _items(lines: Iterable[tuple[str, int]]) -> list[dict[str, str | int]]:
    return [{"productVariantId": variant, "quantity": quantity} for variant, quantity in lines]


def place_order(base_url: str, wanted: Purchase) -> Bought:
    """The customer buys, in one request: Vendure carries its parts out one after the other. VendureSaysNo."""
    payments = [{"most": wanted.gift_card}] * bool(wanted.gift_card) + [{}]
    heads = ",".join(f"$p{n}:PaymentInput!" for n in range(len(payments)))
    coupon = f'applyCouponCode(couponCode:"{wanted.coupon}"){{__typename ERR}}' if wanted.coupon else ""
    paid = " ".join(
        f"p{n}:addPaymentToOrder(input:$p{n}){{... on Order{{id lines{{id productVariant{{id}}}}}} ERR}}"
        for n in range(len(payments))
    )
    told: dict[str, Any] = {
        f"p{n}": {"method": wanted.payment, "metadata": metadata} for n, metadata in enumerate(payments)
    }
    with closing(signed_in(base_url, wanted.email, wanted.number)) as shop:
        answer = shop.call(
            f"""mutation($l:[AddItemInput!]!,$m:[ID!]!,{heads}){{{_ADDED} {coupon}
            setOrderShippingMethod(shippingMethodId:$m){{__typename ERR}}
            transitionOrderToState(state:"ArrangingPayment"){{__typename ERR}} {paid}}}""",
            l=_items(wanted.lines),
            m=[wanted.method],
            **told,
        )
    order = answer[f"p{len(payments) - 1}"]
    return Bought(str(order["id"]), {line["productVariant"]["id"]: line["id"] for line in order["lines"]})
