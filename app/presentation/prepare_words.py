"""The shop floor in words: what is read from afar, the lines of the walk, where bags may stand."""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.contract.rows import Place
from app.domain.orders import STANDING, Container, Order, OrderLine
from app.domain.preparing import Missing, Phase, Stop, picked_pieces, place_key
from app.domain.queue import Queued, bags, places
from app.domain.values import Sku
from app.presentation.events import Choice
from app.presentation.marks import Glyph, Mark, Tone
from app.presentation.order_words import swap_line
from app.presentation.prepare_state import Big, PieceRow
from app.presentation.queue_words import number_parts, short_list
from app.presentation.weigh_words import per_kilo, weight_line
from app.presentation.wording import Wording
from app.usecases.plain_text import plain

MAX_SHELVES = 4
MAX_CODE = 14
STEPS = (Phase.PICK, Phase.PACK, Phase.STAGE, Phase.READY)


def steps(phase: Phase, words: Wording) -> tuple[tuple[str, bool], ...]:
    """The four steps, and which of them are behind us."""
    reached = len(STEPS) if phase is Phase.DONE else STEPS.index(phase) if phase in STEPS else 0
    return tuple((words.text(f"prepare.step.{step}"), number < reached) for number, step in enumerate(STEPS))


def order_mark(order: Order) -> Mark:
    """Which order pieces are for: the digits people say, and for whom."""
    return Mark(f"{number_parts(order.number)[1]} · {order.customer_name}", Glyph.SHOPPING_BAG)


def place_line(place: str, known: Sequence[Place]) -> str:
    """What a place is called."""
    return next((found.name for found in known if found.code == place), "")


def big_stop(order: Order, stop: Stop, known: Sequence[Place], words: Wording) -> Big:
    """Where to go, and how many to take there."""
    line = order.line(stop.line)
    found = line.progress.picked
    taken = words.text("prepare.taken", n=found, total=found + stop.quantity) if found else ""
    taken, count = taken or per_kilo(order, line, words), weight_line(line, words) or str(stop.quantity)
    place = plain(stop.place, MAX_CODE) or "—"
    where = place_line(stop.place, known) or words.text(
        "prepare.place.unknown" if not stop.place else "prepare.shelf"
    )
    times = count if weight_line(line, words) else f"{count} ×"
    spoken = f"{place}, {times} {line.name}, {line.variant}, {order.number}"
    labels = (words.text("prepare.go_to"), words.text("prepare.take"))
    mark = order_mark(order)
    return Big(
        line.sku,
        Glyph.SHIRT,
        labels,
        (place, count),
        (where, taken),
        line.name,
        line.variant,
        mark,
        spoken,
    )


def big_bag(
    order: Order, bag: Container | None, code: str, words: Wording, kept: frozenset[str] = frozenset()
) -> Big:
    """The bag to be filled or to be put away."""
    pieces = bag.contents if bag else [piece for piece in picked_pieces(order) if piece.line not in kept]
    inside = sum(piece.quantity for piece in pieces)
    shown = plain(code, MAX_CODE)
    labels = (words.text("prepare.bag"), words.text("prepare.inside"))
    line = words.text("prepare.bag.label" if bag is None else "prepare.bag.closed")
    spoken = f"{shown}, {words.plural('queue.pieces', inside)}, {order.customer_name}"
    return Big(
        "",
        Glyph.SHOPPING_BAG,
        labels,
        (shown, str(inside)),
        (line, ""),
        order.customer_name,
        words.text("prepare.order", number=order.number),
        None,
        spoken,
    )


def big_order(order: Order, words: Wording) -> Big:
    """A whole order: where its bags stand."""
    where, count = short_list(places(order)) or "—", bags(order)
    labels = (words.text("order.place"), words.text("order.bags"))
    spoken = f"{order.number}, {order.customer_name}, {where}, {words.plural('queue.bags', count)}"
    return Big(
        "",
        Glyph.PACKAGE_CHECK,
        labels,
        (where, str(count)),
        (words.text("order.place.shelf") if count else "", ""),
        order.customer_name,
        words.text("prepare.order", number=order.number),
        None,
        spoken,
    )


def _row(
    order: Order,
    line: OrderLine,
    row: tuple[str, int],
    mark: Mark,
    words: Wording,
    *,
    is_now: bool,
    is_going: bool,
) -> PieceRow:
    place, quantity = row
    swap = swap_line(order, line, words) or weight_line(line, words)
    spoken = ", ".join(
        part for part in (place, f"{quantity} × {line.name}", line.variant, swap, order.number, mark.words) if part
    )
    tail = number_parts(order.number)[1]
    return PieceRow(
        f"{order.id}/{line.id}",
        line.sku,
        plain(place, MAX_CODE),
        line.name,
        " · ".join(part for part in (swap, line.variant) if part),
        quantity,
        tail,
        mark,
        is_now,
        is_going,
        spoken,
    )


def walk_rows(
    orders: Sequence[Order], stops: Sequence[Stop], now: Stop | None, lies: Mapping[Sku, str], words: Wording
) -> tuple[PieceRow, ...]:
    """What is still to fetch, by place, then what is in the basket or missing; `lies`: empty after the walk."""
    by_id = {order.id: order for order in orders}
    to_pick = Mark(words.text("piece.to_pick"), Glyph.CIRCLE)
    rows = [
        _row(
            by_id[stop.order],
            by_id[stop.order].line(stop.line),
            (stop.place or "—", stop.quantity),
            to_pick,
            words,
            is_now=stop is now,
            is_going=True,
        )
        for stop in stops
    ]
    shown = {row.id for row in rows}
    for order in orders:
        for line in order.lines:
            if f"{order.id}/{line.id}" not in shown and line.progress.cancelled < line.quantity:
                mark = _far(line, words)
                row = lies.get(line.sku, ""), line.quantity - line.progress.cancelled
                rows.append(_row(order, line, row, mark, words, is_now=False, is_going=not lies))
    return tuple(rows)


def _far(line: OrderLine, words: Wording) -> Mark:
    if line.progress.short:
        return Mark(words.text("piece.short"), Glyph.CIRCLE_DOT, Tone.WARNING)
    if line.progress.picking or line.progress.reserved:
        return Mark(words.text("prepare.colleague"), Glyph.USERS, Tone.INFO)
    return Mark(words.text("piece.picked"), Glyph.CHECK, Tone.SUCCESS)


def basket_rows(order: Order, kept: frozenset[str], words: Wording) -> tuple[PieceRow, ...]:
    """What goes into this bag, and what is kept for another one."""
    going = Mark(words.text("prepare.in_bag"), Glyph.CHECK, Tone.SUCCESS)
    stays = Mark(words.text("prepare.next_bag"), Glyph.CIRCLE)
    return tuple(
        _row(
            order,
            order.line(piece.line),
            ("", piece.quantity),
            stays if piece.line in kept else going,
            words,
            is_now=False,
            is_going=piece.line not in kept,
        )
        for piece in picked_pieces(order)
    )


def shelf_choices(
    order: Order, known: Sequence[Place], queue: Sequence[Queued], words: Wording
) -> tuple[Choice, ...]:
    """Where its bag may stand: with its others first, then where least stands."""
    taken = Counter(
        bag.place for item in queue for bag in item.order.containers if bag.state in STANDING and bag.place
    )
    own = set(places(order))
    ranked = sorted(known, key=lambda place: (place.code not in own, taken[place.code], place_key(place.code)))
    return tuple(
        Choice(place.code, str(number), place.code, _shelf_line(place, own, taken[place.code], words))
        for number, place in enumerate(ranked[:MAX_SHELVES], 1)
    )


def _shelf_line(place: Place, own: set[str], count: int, words: Wording) -> str:
    if place.code in own:
        return words.text("prepare.shelf.own")
    return words.plural("queue.bags", count) if count else words.text("prepare.shelf.free")


def missing_choices(words: Wording) -> tuple[Choice, ...]:
    """Why pieces are not there."""
    return tuple(
        Choice(
            why.value, str(number), words.text(f"prepare.missing.{why}"), words.text(f"prepare.missing.{why}.line")
        )
        for number, why in enumerate(Missing, 1)
    )
