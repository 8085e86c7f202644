"""How another shop names what is in the sample chain, and the chain with those names in place of its own."""

import re
from dataclasses import replace
from pathlib import Path

import msgspec

from app.demo.chain_model import DemoChain
from app.domain.errors import Code, Problem
from app.domain.orders import Order
from app.domain.returns import ReturnableLine, ReturnCase

_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')


class OrderNames(msgspec.Struct, frozen=True):
    """An order's id there, and those of its lines in their order."""

    id: str
    lines: list[str]


class ShopNames(msgspec.Struct, frozen=True):
    """The ids of a shop that was filled with the chain, by the chain's own: references, and an article's model."""

    customers: dict[str, str]
    orders: dict[str, OrderNames]
    products: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "ShopNames":
        """What `write` left. Problem(SETTINGS_INVALID) for a file that is none of these."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=cls)
        except (OSError, msgspec.DecodeError) as exc:
            raise Problem(Code.SETTINGS_INVALID, file=path.name) from exc

    def write(self, path: Path) -> None:
        """Keep it in a file."""
        path.write_bytes(msgspec.json.encode(self))


class _Sold(msgspec.Struct, frozen=True):
    """Everything that names an order or one of its lines."""

    orders: tuple[Order, ...]
    returns: tuple[ReturnCase, ...]
    returnables: tuple[ReturnableLine, ...]


def renamed(chain: DemoChain, names: ShopNames) -> DemoChain:
    """The chain as if that shop had sold it; ValueError when the shop was filled with another one."""
    try:
        return _renamed(chain, names)
    except KeyError as exc:
        raise ValueError(f"not sold there: {exc}") from exc


def _renamed(chain: DemoChain, names: ShopNames) -> DemoChain:
    known = {order.platform_ref: names.orders[order.platform_ref] for order in chain.orders}
    table = {ref: order.id for ref, order in known.items()}
    for order in chain.orders:
        ids = known[order.platform_ref].lines
        table |= {line.id: there for line, there in zip(order.lines, ids, strict=True)}
    sold = _with(table, _Sold(chain.orders, chain.returns, chain.returnables))
    customers = [replace(one, platform_ref=names.customers[one.platform_ref]) for one in chain.customers]
    articles = [msgspec.structs.replace(row, model=names.products[row.model]) for row in chain.articles]
    return replace(
        chain,
        orders=sold.orders,
        returns=sold.returns,
        returnables=sold.returnables,
        customers=tuple(customers),
        carts=tuple(replace(cart, platform_ref="") for cart in chain.carts),
        articles=tuple(articles),
    )


def _with(table: dict[str, str], sold: _Sold) -> _Sold:
    """Each text that is a name of the table becomes what stands there, wherever it is."""
    told = {f'"{old}"'.encode(): f'"{new}"'.encode() for old, new in table.items()}
    body = _TEXT.sub(lambda found: told.get(found[0], found[0]), msgspec.json.encode(sold))
    return msgspec.json.decode(body, type=_Sold)
