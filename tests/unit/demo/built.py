"""The sample chain, built once for all tests that only read it."""

from datetime import UTC, datetime
from functools import cache

from app.demo.chain import DemoChain, build_chain

SEED = 7
NOW_AT = datetime(2026, 3, 5, 9, 31, tzinfo=UTC)


@cache
def built() -> DemoChain:
    """The chain of the examples' morning."""
    return build_chain(SEED, NOW_AT)
