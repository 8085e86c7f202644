"""What the sample chain has for the tests: orders to hand over, articles to take back."""

from collections import Counter
from dataclasses import dataclass

from app.bootstrap.demo_chain import STORE
from app.demo.chain import DemoChain
from app.domain.orders import Order
from app.domain.returns import ReturnableLine


def ready_orders(chain: DemoChain) -> list[Order]:
    """Orders of the shop that anybody with their number may collect now, whole."""
    return [
        order
        for order in chain.orders
        if order.store == STORE
        and order.ready_at is not None
        and order.cancelled_at is None
        and order.cancel_requested_at is None
        and not order.handovers
        and not any(line.min_age for line in order.lines)
    ]


def sold_once(chain: DemoChain) -> list[ReturnableLine]:
    """Lines an article's code alone leads to in the shop, of articles that no order waiting there has.

    The shop knows what was collected there, and what its own customers were sent. Nothing of these orders came
    back before.
    """
    at_home = {customer.id for customer in chain.customers if customer.home_store == STORE}
    known = {order.id for order in chain.orders if order.store == STORE or order.customer in at_home}
    known -= {case.order for case in chain.returns if case.order is not None}
    waiting = {line.gtin for order in ready_orders(chain) for line in order.lines}
    sold = Counter(line.gtin for line in chain.returnables)
    return [
        line
        for line in chain.returnables
        if sold[line.gtin] == 1
        and line.order in known
        and line.gtin not in waiting
        and not line.is_final_sale
        and line.returned < line.quantity
    ]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a clerk is to do: hand an order over, or (with a line) take a piece of it back."""

    order: Order
    line: ReturnableLine | None = None


def acts_of(chain: DemoChain, handovers: int, returns: int) -> list[Act]:
    """So many of each, in turn, each of an order of its own."""
    orders = {order.id: order for order in chain.orders}
    given = [Act(order) for order in ready_orders(chain)[:handovers]]
    lines = {line.order: line for line in sold_once(chain)}
    taken = [Act(orders[order], line) for order, line in list(lines.items())[:returns]]
    assert (len(given), len(taken)) == (handovers, returns), (len(given), len(taken))
    every = max(1, round(len(taken) / max(1, len(given))))
    mixed: list[Act] = []
    for n, act in enumerate(given):
        mixed += [act, *taken[n * every : (n + 1) * every]]
    return [*mixed, *taken[len(given) * every :]]
