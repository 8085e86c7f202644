"""What a bag's label says: read from three steps away, scanned from near."""

from app.domain.orders import Container, ContainerState, Order
from app.usecases.paper_people import short_name
from app.usecases.paper_ports import PaperScalar
from app.usecases.plain_text import plain
from app.usecases.print_documents import PaperDesk

BAG = "bag_label"
MAX_STORE = 40


def bag_values(desk: PaperDesk, order: Order, bag: Container) -> dict[str, PaperScalar]:
    """The label of that bag; of how many is as many as there are when it is printed."""
    bags = [c for c in order.containers if c.state is not ContainerState.RETURNED_TO_STOCK]
    due_at = order.promised_at or order.placed_at
    return {
        "order_no": plain(order.number),
        "bag": int(bag.code.rpartition("-")[2]),
        "bags": max(len(bags), int(bag.code.rpartition("-")[2])),
        "place": plain(bag.place),
        "customer": short_name(order.customer_name) or desk.words.text("paper.customer"),
        "day": desk.formats.short_day(due_at),
        "due": desk.formats.time(due_at),
        "store": plain(f"{desk.chain}, {desk.shop.name}", MAX_STORE),
    }
