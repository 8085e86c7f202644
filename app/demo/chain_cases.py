"""The orders and people the tour and the examples call by name, found again in a built chain."""

from dataclasses import dataclass

from app.demo.chain_model import DemoChain
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.orders import Order
from app.domain.returns import ReturnableLine


@dataclass(frozen=True, slots=True)
class CodedOrder:
    """An order with the code its customer would show or type (`AB12-CD34`)."""

    order: Order
    typed_code: str


@dataclass(frozen=True, slots=True)
class DemoCases:
    """What the tour needs, all of Milano unless named otherwise.

    `cart_customer` has `cart` (a price difference, a line short, one out of stock) and `cart_order`, ready.
    `hand_over` and `offline` are two orders to hand over; `look_alikes` are ready on the same day for people of
    nearly one name. `returnable` is found by its GTIN alone; `promo` has a
    3x2 over several lines. `unpaid` is to be paid in the shop.
    """

    cart_customer: Customer
    cart: Cart
    cart_order: CodedOrder
    hand_over: CodedOrder
    offline: CodedOrder
    look_alikes: tuple[CodedOrder, CodedOrder]
    returnable: ReturnableLine
    returnable_order: Order
    promo: Order
    other_store: CodedOrder
    cancelled: CodedOrder
    collected: CodedOrder
    delegate: CodedOrder
    age_check: CodedOrder
    unpaid: CodedOrder


def demo_cases(chain: DemoChain) -> DemoCases:
    """The named cases of a chain; KeyError or StopIteration when it was not built by `build_chain`."""

    def named(case: str) -> Order:
        return chain.order(chain.cases[case])

    def coded(case: str) -> CodedOrder:
        order = named(case)
        return CodedOrder(order, chain.typed_codes[order.id])

    cart_order = coded("cart_and_order")
    returnable_order = named("returnable")
    return DemoCases(
        cart_customer=chain.customer(cart_order.order.customer),
        cart=next(cart for cart in chain.carts if cart.customer == cart_order.order.customer),
        cart_order=cart_order,
        hand_over=coded("hand_over"),
        offline=coded("offline"),
        look_alikes=(coded("hand_over"), coded("look_alike")),
        returnable=next(row for row in chain.returnables if row.order == returnable_order.id),
        returnable_order=returnable_order,
        promo=named("promo"),
        other_store=coded("other_store"),
        cancelled=coded("cancelled"),
        collected=coded("collected"),
        delegate=coded("delegate"),
        age_check=coded("age_check"),
        unpaid=coded("unpaid"),
    )
