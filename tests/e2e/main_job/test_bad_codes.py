"""Whatever a scanner brings, the till answers with a stable code, and the next good order goes out."""

import secrets
from dataclasses import dataclass

from app.adapters.pickup_codes import PickupSigner
from app.demo.crew import Facts, Member
from app.demo.outside import as_facts, rows_of
from app.domain.orders import Order
from app.domain.pickup_code import parse
from tests.e2e.main_job.house import House, said
from tests.e2e.main_job.words import refusal
from tests.e2e.servers.floor import Template

UNREADABLE = (
    ("scan §not-a-code§", "code_unknown"),
    ("scan 0000-0000", "code_unknown"),
    ("scan 99999999999", "code_unknown"),
    ("scan 987654", "order_unknown"),
    ("scan 8399990001825", "code_check_digit"),
    ("scan 9780201379624", "article_unknown"),
    (f"scan {'9' * 129}", "code_too_long"),
    (f"scan {'X' * 600}", "code_too_long"),
    (f"scan PU1.{'0' * 300}", "code_too_long"),
    (f"scan PU1.{'A' * 1_990}", "code_too_long"),
    ("scan PU1.", "code_damaged"),
    ("scan PU1.ABC", "code_damaged"),
    ("scan 48\x0721", "code_control_bytes"),
    ("scan 48\x1b[2J21", "code_control_bytes"),
    ("scan 48\x0021", "code_control_bytes"),
    ("scan 48\u202e21", "code_control_bytes"),
    ("scan 4821\u200b", "code_control_bytes"),
    ('scan "', "bad_request"),
    ("return 9780201379624 too_small", "not_bought_here"),
    ("handover", "bad_request"),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A till with its clerk at work."""

    house: House
    till: Member

    async def refused(self, line: str) -> str:
        """The code of the refusal."""
        return refusal(await self.till.say(line))

    async def code(self, order: Order) -> str:
        """The signed code of an order."""
        path = f"/v1/admin/orders/{order.id}/pickup-code"
        return str(as_facts(await self.house.central.post(path))["text"])


async def open_counter(house: House) -> Counter:
    """One till, signed in."""
    till = await house.till("cassa-1")
    await house.sign_in("cassa-1")
    return Counter(house, till)


async def goes_out_once(counter: Counter, order: Order, generation: int) -> None:
    """The order is handed over, and head office has exactly that."""
    done = await counter.till.say(f"handover {order.number} {generation}")
    assert done["event"] == "handed_over", done

    def is_recorded(facts: Facts) -> bool:
        return len(rows_of(as_facts(facts["order"]), "handovers")) == 1

    path = f"/v1/admin/orders/{order.id}/ledger"
    await counter.house.central.until(path, is_recorded, "not recorded once")
    await counter.house.drained("cassa-1")


async def test_what_is_no_code_has_a_name(house: House, template: Template) -> None:
    counter = await open_counter(house)
    found = [(line, await counter.refused(line)) for line, _ in UNREADABLE]
    assert found == list(UNREADABLE)
    await goes_out_once(counter, template.cases.hand_over.order, 0)


async def test_codes_of_orders_that_may_not_go_out_have_a_reason(house: House, template: Template) -> None:
    counter, cases = await open_counter(house), template.cases
    assert await counter.refused(f"scan {await counter.code(cases.other_store.order)}") == "order_other_store"
    assert await counter.refused(f"scan {cases.cancelled.order.number}") == "order_cancelled"
    assert await counter.refused(f"handover {cases.cancelled.order.number}") == "order_cancelled"
    assert await counter.refused(f"scan {cases.collected.order.number}") == "already_handed_over"
    assert await counter.refused(f"handover {cases.age_check.order.number}") == "age_check_required"
    old = await counter.code(cases.offline.order)
    await goes_out_once(counter, cases.hand_over.order, 0)
    assert await counter.refused(f"scan {cases.hand_over.typed_code}") == "already_handed_over"
    assert await counter.refused(f"scan {await counter.code(cases.hand_over.order)}") == "already_handed_over"
    assert (await counter.till.say(f"scan {old}"))["event"] == "order"


async def test_a_forged_code_opens_nothing(house: House, template: Template) -> None:
    counter, order = await open_counter(house), template.cases.hand_over.order
    genuine = await counter.code(order)
    known = parse(genuine).body
    forger = secrets.token_bytes(32)

    def forged(key_id: int) -> str:
        signer = PickupSigner(key_id, forger)
        return signer.issue(
            order_no=known.order_no, store_no=known.store_no, generation=1, expires_at=known.expires_at
        )

    assert await counter.refused(f"scan {forged(known.key_id)}") == "code_signature"
    assert await counter.refused(f"scan {forged(known.key_id + 1)}") == "code_key_unknown"
    changed = genuine[:-9] + ("0" if genuine[-9] != "0" else "1") + genuine[-8:]
    assert await counter.refused(f"scan {changed}") == "code_signature"
    assert rows_of(as_facts((await house.ledger(order.id))["order"]), "handovers") == []
    await goes_out_once(counter, order, known.generation)


async def test_a_code_that_was_given_anew_is_worth_nothing_in_its_old_form(
    house: House, template: Template
) -> None:
    counter, order = await open_counter(house), template.cases.hand_over.order
    old = await counter.code(order)
    path = f"/v1/admin/orders/{order.id}/pickup-code"
    renewed = as_facts(await house.central.post(path, renew="true"))
    await said(counter.till, f"scan {renewed['typed']}", lambda facts: facts["event"] == "order")
    assert await counter.refused(f"handover {order.number} {parse(old).body.generation}") == "proof_revoked"
    await goes_out_once(counter, order, int(str(renewed["generation"])))
