"""The whole sample chain as one value: what central is filled with when somebody starts the demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.contract.rows import ArticleRow, Place, PriceRow, StockRow, StoreConfig
from app.demo.chain_stores import DemoOperator
from app.domain.carts import Cart
from app.domain.customers import Customer
from app.domain.orders import Order
from app.domain.returns import ReturnableLine, ReturnCase
from app.domain.values import OrderId, StoreId


@dataclass(frozen=True, slots=True)
class DemoChain:
    """Corsaviva at `now_at`. Never changed after it is built; any thread may read it.

    `typed_codes` gives the code (`AB12-CD34`) of each shop order that was packed; orders carry no hash of
    theirs, because the key is central's. `cases` names orders that examples and tour use.
    """

    seed: int
    now_at: datetime
    stores: tuple[StoreConfig, ...]
    places: tuple[Place, ...]
    staff: tuple[DemoOperator, ...]
    articles: tuple[ArticleRow, ...]
    prices: tuple[PriceRow, ...]
    stock: Mapping[StoreId, tuple[StockRow, ...]]
    customers: tuple[Customer, ...]
    carts: tuple[Cart, ...]
    orders: tuple[Order, ...]
    returns: tuple[ReturnCase, ...]
    returnables: tuple[ReturnableLine, ...]
    typed_codes: Mapping[OrderId, str]
    cases: Mapping[str, OrderId]

    def order(self, order_id: str) -> Order:
        """The order with that id; KeyError."""
        for order in self.orders:
            if order.id == order_id:
                return order
        raise KeyError(order_id)

    def customer(self, customer_id: str) -> Customer:
        """The customer with that id; KeyError."""
        for customer in self.customers:
            if customer.id == customer_id:
                return customer
        raise KeyError(customer_id)
