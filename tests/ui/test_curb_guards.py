"""What a shop wants checked is asked at the car as at its counter: documents, names, signatures."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.orders import Order
from app.domain.values import CustomerId, OrderId
from app.presentation.curb.states import Page
from app.presentation.marks import Glyph
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.curb_bench import GROWN_UP, CurbBench, curb_at, curb_shop
from tests.unit.domain.samples import ready_order

ASKED = OrderId("o-6001")


def named(key: OrderId, number: int, name: str) -> Order:
    """A ready order for somebody of that name."""
    made = ready_order(id=key, number=str(number), public_no=number, customer=CustomerId(f"c-{number}"))
    return replace(made, customer_name=name)


async def at_car(tablet: CurbBench, order: OrderId) -> None:
    """The car of an order is in hand, its bags scanned."""
    await tablet.sign_in()
    tablet.arrive(order, "P4")
    await tablet.seen(order)
    tablet.model.pressed("claim")
    await tablet.until(lambda: tablet.at(Page.VISIT))
    await tablet.settled()
    tablet.model.hands.scanned |= {bag.id for bag in tablet.model.bags()}
    tablet.model.refresh()


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_document_is_looked_at_where_the_shop_wants_it(
    tmp_path: Path, lookups: TerminalFiles, look: Look, is_wanted: bool
) -> None:
    async with curb_at(tmp_path, lookups, shop=curb_shop(check_age=is_wanted)) as tablet:
        await at_car(tablet, GROWN_UP)
        state = tablet.model.state
        assert state.primary.id == ("age" if is_wanted else "hand_over")
        assert any(note.glyph is Glyph.ID_CARD for note in state.notes) is is_wanted
        assert state.head is not None
        assert ("18+" in state.head.facts) is is_wanted
        tablet.model.pressed("hand_over")
        await tablet.settled()
        assert tablet.orders(GROWN_UP).is_collected is not is_wanted


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_a_like_name_is_shown_beside_the_one_in_hand(
    tmp_path: Path, lookups: TerminalFiles, look: Look, is_wanted: bool
) -> None:
    both = named(ASKED, 6001, "Marco Russi"), named(OrderId("o-6002"), 6002, "Marco Rossi")
    shop = curb_shop(*both, check_names=is_wanted)
    async with curb_at(tmp_path, lookups, shop=shop) as tablet:
        await at_car(tablet, ASKED)
        found = [note.words for note in tablet.model.state.notes if note.glyph is Glyph.USERS]
        assert bool(found) is is_wanted
        assert all("Marco Russi" in words and "Marco Rossi" in words for words in found)
