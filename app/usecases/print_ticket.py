"""What the ticket of a kiosk says: a number to be called with, no name, of the order its last digits."""

from app.usecases.paper_ports import PaperScalar, PaperValues
from app.usecases.plain_text import plain
from app.usecases.ports import Ticket
from app.usecases.print_documents import PaperDesk

TICKET = "kiosk_ticket"


def ticket_values(desk: PaperDesk, ticket: Ticket) -> PaperValues:
    """The paper of a check-in; who was not told how many wait reads nothing of it."""
    values: dict[str, PaperScalar] = {
        "store_sign": desk.chain.upper(),
        "number": plain(ticket.number),
        "order_masked": f"\N{BULLET}\N{BULLET}\N{BULLET}\N{BULLET} {plain(ticket.number_end)}",
        "bags": ticket.bags,
        "arrived_at": desk.formats.weekday_time(ticket.arrived_at),
        "is_next": ticket.ahead == 0,
    }
    return values if not ticket.ahead else values | {"ahead": ticket.ahead}
