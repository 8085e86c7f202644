"""What a platform tells is kept by every store alike, a page at a time, and told twice it is kept once."""

from collections.abc import Sequence
from functools import partial

from app.central.connectors.port_inward import PlatformCart, PlatformCartLine
from app.central.intake.desk import Item
from app.central.intake.stages import Progress, Stage, load_progress
from app.node.ports import NodeStore
from tests.unit.connectors.careless import sample_article
from tests.unit.intake.kit import START_AT, Office, order_of, sample_customer

MANY = 150


def take(office: Office, stage: Stage, items: Sequence[Item]) -> Progress:
    """Take a page in, the last one."""
    desk, done = office.desk, Progress("next", len(items), len(items), is_loaded=True)
    return office.do(lambda tx: desk.take_page(tx, stage, items, done, START_AT))


def test_pages_are_kept_and_kept_once(node_store: NodeStore) -> None:
    office = Office(node_store)
    item = PlatformCartLine("SKU-1", "Articolo 1", 2, 100)
    pages: dict[Stage, list[Item]] = {
        Stage.ARTICLES: [sample_article(f"SKU-{n}", f"Articolo {n}", 100 + n) for n in range(MANY)],
        Stage.CUSTOMERS: [sample_customer(f"C-{n}") for n in range(MANY)],
        Stage.CARTS: [PlatformCart("cart-1", "C-1", "EUR", (item,), START_AT)],
        Stage.ORDERS: [order_of(ref=f"S-{n}", number=f"{n}", customer_ref=f"C-{n}") for n in range(MANY)],
    }
    for stage, items in pages.items():
        assert take(office, stage, items).done == len(items)
    before = office.revs()
    assert (len(office.orders()), before["finder:prova"], before["catalog:it"]) == (MANY, MANY, MANY)
    assert all(order.customer.startswith("id-") for order in office.orders())
    for stage, items in pages.items():
        assert office.do(partial(load_progress, stage=stage)).cursor == "next"
        take(office, stage, items)
    assert office.revs() == before
