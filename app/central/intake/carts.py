"""A platform's cart merged into ours, line by line: what the customer changed there, not our own echo; pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from app.central.connectors.port_inward import PlatformCart
from app.domain.carts import MAX_PIECES, Cart, CartLine


def merged(
    ours: Cart,
    told: PlatformCart,
    seen: Mapping[str, int],
    owed: Mapping[str, int],
    *,
    new_line: Callable[[str], CartLine],
    at: datetime,
) -> Cart:
    """Our cart with what was changed at the platform since it was `seen` there last (pieces by SKU).

    A line that is the same as then was not touched there; one that is what ours is already is our own echo; one
    for which a change of ours is still `owed` keeps ours, which is on its way. Every other difference is the
    customer's, and the line gets a new rev, so that nobody changes it as they saw it before.
    """
    wanted = {line.sku: min(line.quantity, MAX_PIECES) for line in told.lines}
    rev = ours.rev + 1
    lines: list[CartLine] = []
    for line in ours.lines:
        quantity = _agreed(line.sku, line.quantity, wanted, seen, owed)
        priced = next((item.unit_price for item in told.lines if item.sku == line.sku), line.unit_price)
        if (quantity, priced) == (line.quantity, line.unit_price):
            lines.append(line)
        elif quantity:
            lines.append(replace(line, quantity=quantity, unit_price=priced, rev=rev))
    known = {line.sku for line in ours.lines}
    for item in told.lines:
        quantity = 0 if item.sku in known else _agreed(item.sku, 0, wanted, seen, owed)
        if quantity:
            fresh = replace(new_line(item.sku), quantity=quantity, unit_price=item.unit_price, rev=rev)
            lines.append(fresh if fresh.name else replace(fresh, name=item.name))
    if tuple(lines) == ours.lines:
        return replace(ours, platform_ref=told.ref)
    return replace(ours, lines=tuple(lines), rev=rev, updated_at=at, platform_ref=told.ref)


def _agreed(
    sku: str, ours: int, wanted: Mapping[str, int], seen: Mapping[str, int], owed: Mapping[str, int]
) -> int:
    now = wanted.get(sku, 0)
    return ours if sku in owed or now == seen.get(sku, 0) else now
