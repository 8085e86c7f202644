"""Notes and consents through a shop to central: written once, recorded once, taken off by who may."""

import pytest

from app.central.written import record_written
from app.contract.commands import CommandLine, Outcome, Result
from app.contract.rows import RosterStaff
from app.domain.commands import Body, ChangeConsent, NoteCustomer, WithdrawNote
from app.domain.customers import ConsentPurpose, Customer
from app.domain.errors import Code
from app.hosting import audit
from app.node.chain_node import ChainNode, NoRecorder
from app.node.documents import find_customer
from app.node.intake import Sender
from tests.unit.domain.samples import NOW_AT, STORE
from tests.unit.node.shop import EDGE, Shop, command, shop_config

NOTE = NoteCustomer("c-1", "chiama dopo le 18", NOW_AT)
YES = ChangeConsent("c-1", ConsentPurpose.MARKETING, is_given=True, text_version="2025-1", at=NOW_AT)
STAFF = [
    RosterStaff(id="op-07", name="Sara Lombardi", number="07", role="clerk", verifier="v"),
    RosterStaff(id="op-08", name="Ugo Rota", number="08", role="clerk", verifier="v"),
    RosterStaff(id="op-01", name="Ada Neri", number="01", role="manager", verifier="v"),
]


@pytest.fixture
def shop() -> Shop:
    """A shop of two clerks and a manager, whose central keeps records."""
    return Shop((), shop_config(staff=STAFF), chain=ChainNode(NoRecorder(), written=record_written))


def sent(shop: Shop, body: Body, seq: int, actor: str = "op-07") -> Result:
    """What a till sends, answered by central."""
    shop.receive(CommandLine(cmd=command(body, seq, actor=actor)))
    [result] = shop.relay()
    return result


def giulia(shop: Shop) -> Customer:
    """The customer as central has her."""
    with shop.central.read() as tx:
        found = find_customer(tx, "c-1")
    assert found is not None
    return found


def test_the_shop_takes_it_and_central_decides(shop: Shop) -> None:
    [taken] = shop.receive(CommandLine(cmd=command(NOTE, 1)))
    assert (taken.outcome, taken.code, taken.final) == (Outcome.OK, Code.WAITING_FOR_CENTRAL, False)
    assert giulia(shop).notes == ()
    [final] = shop.relay()
    assert (final.outcome, final.final) == (Outcome.OK, True)
    [note] = giulia(shop).notes
    assert (note.id, note.by, note.store) == (final.id, "op-07", STORE)


def test_what_is_relayed_twice_is_written_and_recorded_once(shop: Shop) -> None:
    line = CommandLine(cmd=command(YES, 1), epoch=1)
    for _ in range(2):
        with shop.central.write() as tx:
            shop.chain.receive(tx, Sender(EDGE, STORE, is_relay=True), [line], NOW_AT)
    assert len(giulia(shop).consents) == 1
    with shop.central.read() as tx:
        [record] = audit.of_subject(tx, "c-1")
    assert (record.event, record.purpose) == ("customer.consent_given", "marketing")
    assert (record.actor, record.device, record.origin) == ("op-07", EDGE, "T1AA")


def test_an_answer_nobody_saw_is_refused_and_not_recorded(shop: Shop) -> None:
    sent(shop, YES, 1)
    sent(shop, ChangeConsent("c-1", ConsentPurpose.MARKETING, is_given=False, text_version="", at=NOW_AT), 2)
    refused = sent(shop, YES, 3)
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.CONSENT_CHANGED)
    with shop.central.read() as tx:
        events = [record.event for record in audit.of_subject(tx, "c-1")]
    assert events == ["customer.consent_given", "customer.consent_withdrawn"]


@pytest.mark.parametrize(
    ("actor", "outcome"), [("op-07", Outcome.OK), ("op-01", Outcome.OK), ("op-08", Outcome.REJECTED)]
)
def test_a_note_is_taken_off_by_its_author_or_a_supervisor(shop: Shop, actor: str, outcome: Outcome) -> None:
    written = sent(shop, NOTE, 1)
    result = sent(shop, WithdrawNote("c-1", written.id, NOW_AT), 2, actor)
    assert result.outcome is outcome
    assert bool(giulia(shop).notes) is (outcome is Outcome.REJECTED)
    assert result.code == ("" if outcome is Outcome.OK else Code.PERMISSION_DENIED)


def test_of_an_unknown_customer_nothing_is_written(shop: Shop) -> None:
    refused = sent(shop, NoteCustomer("c-9", "x", NOW_AT), 1)
    assert (refused.outcome, refused.code) == (Outcome.REJECTED, Code.CUSTOMER_UNKNOWN)
