"""What a bag's label says: read from three steps away, scanned from near."""

from app.domain.orders import Container, ContainerState, Order
from app.usecases.paper_people import short_name
from app.usecases.paper_ports import PaperScalar
from app.usecases.plain_text import plain
from app.usecases.print_documents import PaperDesk

BAG = "bag_label"
MAX_STORE = 40


def bag_values(desk: PaperDesk, order: Order, bag: Container) -> dict[str, PaperScalar]:
    """The label of that bag. Of how many it is one is known once nothing is left to be bagged."""
    number = int(bag.code.rpartition("-")[2])
    due_at = order.promised_at or order.placed_at
    return {
        "order_no": plain(order.number),
        "bag": number,
        "which": f"{number}/{max(_bags(order), number)}" if _is_packed(order) else str(number),
        "place": plain(bag.place),
        "customer": short_name(order.customer_name) or desk.words.text("paper.customer"),
        "day": desk.formats.short_day(due_at),
        "due": desk.formats.time(due_at),
        "store": plain(f"{desk.chain}, {desk.shop.name}", MAX_STORE),
    }


def _bags(order: Order) -> int:
    return sum(bag.state is not ContainerState.RETURNED_TO_STOCK for bag in order.containers)


def _is_packed(order: Order) -> bool:
    """Whether no piece is still on a shelf, in a hand, or looked for."""
    left = (line.progress for line in order.lines)
    return not any(p.reserved + p.picking + p.picked + p.short for p in left)
