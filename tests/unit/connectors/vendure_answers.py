"""An order as Vendure tells it, for tests that need no Vendure."""

from datetime import UTC, datetime

from app.central.connectors.vendure.settings import VendurePlace, VendureSettings
from app.central.connectors.vendure.wire import (
    CustomerNode,
    FulfilmentNode,
    HistoryData,
    HistoryList,
    HistoryNode,
    LineNode,
    MethodNode,
    Node,
    OrderNode,
    PaymentNode,
    PiecesNode,
    RefundNode,
    ShippingNode,
    VariantOfLine,
)

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SETTINGS = VendureSettings(
    url="http://shop.invalid",
    places={"ST01": VendurePlace("5", ("ritiro-1",)), "ST02": VendurePlace("6", ("ritiro-2",))},
    user="till",
    password="t0psecret",
    gtin_field="gtin",
    due_methods=("in-negozio",),
)


def line(
    line_id: str, quantity: int, price: int, *, placed: int | None = None, paid: int | None = None
) -> LineNode:
    """A line; `paid` is the prorated price of one piece."""
    one = price if paid is None else paid
    return LineNode(
        line_id,
        quantity,
        quantity if placed is None else placed,
        price,
        price * quantity,
        one,
        one * quantity,
        VariantOfLine(f"v{line_id}", f"SKU-{line_id}", "Scarpa", {"gtin": "8399990000254"}),
    )


def fulfilment(fulfilment_id: str, state: str, pieces: dict[str, int], code: str = "") -> FulfilmentNode:
    """A fulfilment of these pieces."""
    lines = [PiecesNode(line_id, count) for line_id, count in pieces.items()]
    return FulfilmentNode(fulfilment_id, state, lines, code)


def note(text: str) -> HistoryNode:
    """A private note."""
    return HistoryNode("ORDER_NOTE", AT, HistoryData(note=text))


def moved(fulfilment_id: int, to: str) -> HistoryNode:
    """A fulfilment came to a state."""
    return HistoryNode("ORDER_FULFILLMENT_TRANSITION", AT, HistoryData(fulfillment_id=fulfilment_id, to=to))


def payment(amount: int, *refunds: RefundNode, state: str = "Settled", method: str = "carta") -> PaymentNode:
    """A payment with refunds."""
    return PaymentNode("p1", method, amount, state, list(refunds))


def order(
    *fulfilments: FulfilmentNode,
    state: str = "PaymentSettled",
    lines: list[LineNode] | None = None,
    payments: list[PaymentNode] | None = None,
    history: list[HistoryNode] | None = None,
    method: str = "ritiro-1",
) -> OrderNode:
    """Two shoes at 49,90 and a shirt at 20,00, paid; `history` the oldest first."""
    sold = [line("1", 2, 4990), line("2", 1, 2000)] if lines is None else lines
    return OrderNode(
        id="7",
        code="KNSHMV2P",
        state=state,
        created_at=AT,
        updated_at=AT,
        currency_code="EUR",
        total_with_tax=sum(one.prorated_line_price_with_tax for one in sold),
        shipping_with_tax=0,
        lines=sold,
        shipping_lines=[ShippingNode(MethodNode(method))],
        history=HistoryList(list(reversed(history or []))),
        order_placed_at=AT,
        customer=CustomerNode("9", "Giulia", "Bianchi", "giulia@example.invalid", AT, None, Node("3")),
        payments=[payment(11980)] if payments is None else payments,
        fulfillments=list(fulfilments),
    )
