"""What was written before the till's sum was kept is read as it was meant."""

import msgspec

from app.domain.commands import HandOverOrder
from app.domain.orders import Handover, Payment
from app.domain.returns import EffectState, ReturnCase
from app.domain.values import SignedOn

ASK = (
    b'{"order":"o-4821","ask":{"lines":[],"containers":[],"proof":{"kind":"number","generation":0,"name":""},'
    b'"is_age_checked":false,"is_paid_here":true},"document_no":"T1AA-000001","at":"2026-03-05T09:44:00Z"}'
)
ACT = b'{"id":"T1AA.1:1","at":"2026-03-05T09:44:00Z","operator":"07","station":"T1AA","store":"mi01"}'
HANDOVER = (
    b'{"act":' + ACT + b',"lines":[{"line":"a","quantity":1}],"containers":[],"proof":{"kind":"number",'
    b'"generation":0,"name":""},"reversed_by":null,"taken":[],"is_paid_here":true}'
)
PAYMENT = b'{"method":"at_pickup","label":"","is_paid":false,"correction":-500}'
CASE = (
    b'{"id":"r-1","number":"R-T1AA-0001","act":' + ACT + b',"store":"mi01","pieces":[],"rule":"withdrawal",'
    b'"place":"desk","money":"parked"}'
)


def test_a_hand_over_without_a_sum() -> None:
    """An ask of an older till, and what an older authority kept of it."""
    body = msgspec.json.decode(ASK, type=HandOverOrder)
    assert (body.ask.is_paid_here, body.ask.amount) == (True, None)
    kept = msgspec.json.decode(HANDOVER, type=Handover)
    assert (kept.is_paid_here, kept.amount) == (True, None)


def test_a_hand_over_from_before_anybody_signed() -> None:
    """Neither what a till asked for nor what was kept of it says that somebody signed."""
    assert msgspec.json.decode(ASK, type=HandOverOrder).ask.signed is None
    assert msgspec.json.decode(HANDOVER, type=Handover).signed is None
    signed = msgspec.json.decode(HANDOVER[:-1] + b',"signed":"glass"}', type=Handover)
    assert signed.signed is SignedOn.GLASS


def test_a_payment_and_a_return_without_ways_to_pay() -> None:
    """Nothing of it is said to have come in online."""
    assert msgspec.json.decode(PAYMENT, type=Payment) == Payment("at_pickup", "", is_paid=False, correction=-500)
    case = msgspec.json.decode(CASE, type=ReturnCase)
    assert (case.money, case.cash, case.at_till) == (EffectState.PARKED, EffectState.NOT_DUE, 0)
