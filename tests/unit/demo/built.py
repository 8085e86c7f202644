"""The sample chain, built once for all tests that only read it."""

from datetime import UTC, datetime
from functools import cache

from app.demo.chain import DemoChain, build_chain
from app.demo.chain_names import OrderNames, ShopNames

SEED = 7
NOW_AT = datetime(2026, 3, 5, 9, 31, tzinfo=UTC)


@cache
def built() -> DemoChain:
    """The chain of the examples' morning."""
    return build_chain(SEED, NOW_AT)


def names_there(sample: DemoChain) -> ShopNames:
    """Numbers for what is in the chain, as a Vendure that was filled with it would give them."""
    lines = (str(number) for number in range(1, 10_000))
    models = dict.fromkeys(article.model for article in sample.articles)
    return ShopNames(
        customers={one.platform_ref: str(n) for n, one in enumerate(sample.customers, 1)},
        orders={
            order.platform_ref: OrderNames(str(n), [next(lines) for _ in order.lines])
            for n, order in enumerate(sample.orders, 1)
        },
        products={model: str(n) for n, model in enumerate(models, 1)},
    )
