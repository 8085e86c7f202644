"""Whatever a customer, a seller or a platform wrote, a paper keeps its width, its blocks and its secrets."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.orders import Order, Payment
from app.usecases.print_documents import GIFT, PICKUP, RETURN, gift_values, pickup_values
from app.usecases.print_returns import return_values
from hardware.api import PrintDocument
from hardware.printing.escpos_job import render
from hardware.printing.layout import TextLine, lay_out
from hardware.printing.plain_text import text_of
from hardware.printing.profiles import EPSON_58, GENERIC_80
from tests.unit.papers import samples

NASTY = st.sampled_from(
    (
        "\x1bp\x00\x19\xfa",
        "\u202eAILUIG",
        "{0.__class__}",
        "%s",
        "<b>x</b>",
        "\x1d(k",
        "a\r\nb",
        "\ud800",
        "•" * 300,
    )
)
TEXT = st.one_of(NASTY, st.text(max_size=400))


def hostile_order(name: str, article: str, variant: str, label: str) -> Order:
    """The sample order with everything that others write replaced."""
    done = samples.handed_over()
    lines = tuple(replace(line, name=article, variant=variant) for line in done.lines)
    return replace(done, customer_name=name, lines=lines, payment=Payment("card", label))


def papers(order: Order) -> list[PrintDocument]:
    """The three papers of an order."""
    desk, handover = samples.desk(), order.handovers[-1]
    line = order.lines[0]
    pieces = tuple(replace(piece, name=line.name, variant=line.variant) for piece in samples.BODY.pieces)
    returned = replace(
        samples.RETURNED,
        body=replace(samples.BODY, pieces=pieces),
        customer_name=order.customer_name,
        payment_label=order.payment.label,
    )
    return [
        samples.document(PICKUP, pickup_values(desk, order, handover, "T1-000318")),
        samples.document(GIFT, gift_values(desk, order, handover, "7QK2-M4X9")),
        samples.document(RETURN, return_values(desk, returned)),
    ]


@given(name=TEXT, article=TEXT, variant=TEXT, label=TEXT)
def test_hostile_texts_change_neither_width_nor_control_characters(
    name: str, article: str, variant: str, label: str
) -> None:
    for paper in papers(hostile_order(name, article, variant, label)):
        for profile in (GENERIC_80, EPSON_58):
            lines = [text_of(line) for line in lay_out(paper, profile) if isinstance(line, TextLine)]
            assert all(len(line) <= profile.columns for line in lines)
            assert all(char.isprintable() for line in lines for char in line)
            assert len(lines) < 120


@given(name=TEXT, article=TEXT)
def test_the_number_of_cuts_and_codes_is_the_templates(name: str, article: str) -> None:
    kinds = [
        [type(block).__name__ for block in paper.blocks]
        for paper in papers(hostile_order(name, article, "", "carta •••• 4471"))
    ]
    assert [blocks.count("Cut") for blocks in kinds] == [1, 1, 1]
    assert [blocks.count("Qr") + blocks.count("Barcode") for blocks in kinds] == [1, 1, 1]


@given(TEXT)
def test_bytes_of_a_hostile_paper_open_no_drawer(name: str) -> None:
    for paper in papers(hostile_order(name, name, name, name)):
        sent = b"".join(section.data for section in render(paper, GENERIC_80).sections)
        assert b"\x1bp" not in sent


def test_no_contact_and_no_surname_reaches_a_paper() -> None:
    done = hostile_order("Giulia Bianchi", "Maglia", "nera", "PayPal giulia.bianchi@example.org 333 1234567")
    done = replace(done, phone_tail="234567", customer_name="Giulia Bianchi")
    shown = "\n".join(samples.text(paper) for paper in papers(done))
    assert "Giulia B." in shown
    for secret in ("Bianchi", "bianchi", "@", "234567", "333"):
        assert secret not in shown
