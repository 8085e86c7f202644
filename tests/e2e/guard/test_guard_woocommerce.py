"""What WooCommerce would do twice is done once with the guard before it, whatever becomes of the answers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from app.central.connectors.intents import (
    IntentState,
    intents_for_message,
    intents_for_ready,
    put_intents,
)
from app.central.connectors.port import PlatformState
from app.central.connectors.woocommerce.connector import WooCommerce
from app.central.connectors.woocommerce.settings import WOO_TRAITS
from tests.contract.connectors.woo.recordings import Json
from tests.contract.connectors.woo.rig import SETTINGS, WooRig, woo_rig
from tests.contract.connectors.woo.server import Fault
from tests.contract.connectors.woo.shop import set_meta
from tests.e2e.guard.lives import Lives
from tests.unit.connectors.samples import sample_order, start_life

_TRAITS = replace(WOO_TRAITS, call_timeout_s=2.0, settle_s=0.1, calls_per_s=2000.0, burst=2000)
_EFFECTS = 4


@pytest.fixture
async def woo() -> AsyncIterator[WooRig]:
    """The sample order, its lines under the names central knows them by, and a connector that is quick."""
    async with woo_rig() as rig:
        for item, name in zip(rig.shop.orders[12]["line_items"], ("l1", "l2"), strict=True):
            set_meta(item, "_bancone_line", name, rig.shop.next_id())
        quick = WooCommerce(rig.server.url, key="k", secret="s", settings=SETTINGS, traits=_TRAITS)
        yield replace(rig, connector=quick)
        await quick.close()


async def _lived(woo: WooRig, faults: Sequence[Fault]) -> Lives:
    """A hand-over and a return, through those faults, to the end."""
    woo.server.faults += faults
    lives = Lives(woo.connector)
    with lives.store.store.write() as tx:
        start_life(tx, sample_order("o-12", "12"))
    await lives.live_until(_EFFECTS, "life")
    return lives


@pytest.mark.parametrize(
    "faults", [[], [Fault.CUT_AFTER], [Fault.HTML_AFTER], [Fault.CUT_BEFORE], [Fault.THROTTLED, Fault.CUT_AFTER]]
)
async def test_a_customer_is_told_once_and_only_what_there_is_a_text_for(woo: WooRig, faults: list[Fault]) -> None:
    woo.server.faults += faults
    lives, order = Lives(woo.connector), sample_order("o-12", "12")
    wanted = intents_for_ready(order, "a-1", order.placed_at)
    wanted += intents_for_message(order, "a-2", PlatformState.COLLECTED, order.placed_at)
    with lives.store.store.write() as tx:
        put_intents(tx, wanted)
    await lives.live_until(len(wanted), "life")
    assert lives.states == {
        "a-1/ready": IntentState.CONFIRMED,
        "a-1/message-ready": IntentState.CONFIRMED,
        "a-2/message-collected": IntentState.DROPPED,
    }
    assert woo.server.faults == []
    told = (await woo.connector.read_order("12")).messages
    assert [(message.kind, message.reference) for message in told] == [("ready", "bancone:a-1/message-ready")]


def _refunds(woo: WooRig) -> list[Json]:
    return [asked.body for asked in woo.server.asked if asked.method == "POST"]


@pytest.mark.parametrize(
    "faults",
    [
        [],
        [Fault.CUT_AFTER] * 4,
        [Fault.HTML_AFTER] * 4,
        [Fault.CUT_BEFORE] * 4,
        [Fault.HTML, Fault.CUT_AFTER, Fault.CUT_BEFORE, Fault.HTML_AFTER, Fault.THROTTLED, Fault.CUT_AFTER],
    ],
)
async def test_one_hand_over_one_refund_one_restock(woo: WooRig, faults: list[Fault]) -> None:
    shoe = woo.shop.products[woo.articles["SKU-1"]]
    before = shoe["stock_quantity"]
    lives = await _lived(woo, faults)
    assert set(lives.states.values()) == {IntentState.CONFIRMED}
    assert woo.server.faults == []
    order = await woo.connector.read_order("12")
    assert (order.raw_state, len(order.fulfilments), [r.amount for r in order.refunds]) == ("completed", 1, [4990])
    assert ([line.returned for line in order.lines], len(order.restocks)) == ([1, 0], 1)
    assert shoe["stock_quantity"] == before + 1
    assert woo.shop.gateway == 0


async def test_a_refund_that_is_too_high_is_a_persons_matter_after_one_try(woo: WooRig) -> None:
    woo.shop.orders[12]["total"] = "49.89"
    lives = await _lived(woo, [])
    refund = next(state for intent, state in lives.states.items() if intent.endswith("/refund"))
    assert refund is IntentState.PARKED
    assert [body for body in _refunds(woo) if body["amount"] != "0.00"] == []


async def test_a_500_that_means_no_is_not_asked_again(woo: WooRig) -> None:
    woo.shop.refuses = True
    lives = await _lived(woo, [])
    refund = next(state for intent, state in lives.states.items() if intent.endswith("/refund"))
    assert (refund, len([body for body in _refunds(woo) if body["amount"] == "49.90"])) == (IntentState.PARKED, 1)
