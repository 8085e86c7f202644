"""What acts ask of the platform, written once, and what a return learns of it."""

from dataclasses import replace

from app.central.connectors.intents import (
    Effect,
    IntentState,
    case_after,
    intents_for_handover,
    intents_for_ready,
    intents_for_return,
    intents_of,
    open_intents,
    put_intents,
)
from app.domain.returns import Disposition, EffectState, Tender
from app.domain.values import OrderId
from tests.fakes.stores import MemoryNodeStore
from tests.unit.connectors.careless import START_AT
from tests.unit.connectors.samples import sample_case, sample_handover, sample_order


def test_writing_an_act_twice_writes_its_intents_once() -> None:
    store, order = MemoryNodeStore(), sample_order()
    for _ in range(2):
        with store.write() as tx:
            put_intents(tx, intents_for_handover(order, sample_handover()))
            put_intents(tx, intents_for_return(order, sample_case(), "ST01"))
    with store.read() as tx:
        intents = intents_of(tx, OrderId("o1"))
        assert intents_of(tx, OrderId("o")) == ()
        assert len(open_intents(tx, 10)) == 4
    assert [(i.n, i.id) for i in intents] == [
        (1, "T001.1:1/collected"),
        (2, "T001.1:2/return_record"),
        (3, "T001.1:2/refund"),
        (4, "T001.1:2/restock"),
    ]


def test_a_voucher_moves_no_money_and_a_broken_piece_no_stock() -> None:
    case = sample_case()
    broken = replace(case.pieces[0], disposition=Disposition.SUPPLIER)
    case = replace(case, tender=Tender.VOUCHER, pieces=(broken,))
    assert [i.effect for i in intents_for_return(sample_order(), case, "ST01")] == [Effect.RETURN_RECORD]


def test_pieces_of_one_line_are_added_up_and_unmatched_ones_left_out() -> None:
    case = sample_case()
    case = replace(case, pieces=(*case.pieces, *case.pieces, replace(case.pieces[0], line=None)))
    restock = intents_for_return(sample_order(), case, "ST02")[-1]
    assert (restock.effect, restock.location) == (Effect.RESTOCK, "ST02")
    assert [piece.quantity for piece in restock.lines] == [2]


def test_a_blind_return_asks_nothing_until_it_is_matched() -> None:
    assert intents_for_return(sample_order(), replace(sample_case(), order=None), "ST01") == ()


def test_each_effect_of_a_return_is_told_apart() -> None:
    case, order = sample_case(), sample_order()
    record, refund, restock = intents_for_return(order, case, "ST01")
    parked = case_after(case, replace(refund, state=IntentState.PARKED), START_AT)
    assert (parked.record, parked.money, parked.stock) == ("pending", "parked", "pending")
    assert parked.refunded_at is None
    paid = case_after(parked, replace(refund, state=IntentState.CONFIRMED), START_AT)
    assert (paid.money, paid.refunded_at) == (EffectState.CONFIRMED, START_AT)
    dropped = case_after(paid, replace(restock, state=IntentState.DROPPED), START_AT)
    recorded = case_after(dropped, replace(record, state=IntentState.CONFIRMED), START_AT)
    assert (recorded.record, recorded.money, recorded.stock) == ("confirmed", "confirmed", "not_due")


def test_ready_tells_the_state_and_the_customer() -> None:
    effects = intents_for_ready(sample_order(), "T001.1:5", START_AT)
    assert [(i.effect, i.message) for i in effects] == [(Effect.READY, ""), (Effect.MESSAGE, "ready")]
