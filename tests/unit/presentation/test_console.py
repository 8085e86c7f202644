"""The command line's jobs: each does what its name says and answers with facts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.returnables import LineFound
from app.domain.returns import Condition
from app.domain.values import OrderId
from app.presentation.console_text import as_text
from app.usecases.ports import AttentionItem, OutboxState
from app.usecases.reprint import START_S
from app.usecases.spool import JobState
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.desk import Desk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import PIN, SIGNER
from tests.unit.usecases.sample_files import BOTTLE, CARD, GHOST, SHIRT
from tests.unit.wording.catalogues import wording

GTIN = "8001234567891"


@pytest.fixture
async def clerk(desk: Desk) -> Desk:
    """The command line with Sara at it."""
    await desk.sign_in()
    return desk


async def with_another_buyer(desk: Desk, **changes: object) -> None:
    """Somebody else bought the same shirt."""
    found = await desk.counter.returns.by_article(GTIN)
    assert isinstance(found, LineFound)
    changed: dict[str, object] = {"order": OrderId("o-4701"), "order_number": "4701", "customer": "c-9", **changes}
    line = replace(found.line, **changed)  # type: ignore[arg-type]  # names are checked by replace itself
    await desk.counter.keep("returnable", f"{line.order}/a", line)


async def test_who_is_here_and_who_works(desk: Desk) -> None:
    data = await desk.data("operators", "operators")
    assert data == {"operators": [{"number": "01", "name": "Ada Neri"}, {"number": "07", "name": "Sara Lombardi"}]}
    assert await desk.data(f"signin 07 {PIN}", "signed_in") == {"name": "Sara Lombardi", "number": "07"}
    assert await desk.code("signin 07 000001") == "pin_wrong"
    assert await desk.code(f"signin 99 {PIN}") == "operator_unknown"


async def test_customers_are_found_and_shown_in_part(clerk: Desk) -> None:
    data = await clerk.data("find Giulia Bianchi", "customers")
    assert data == {"hits": [{"id": "c-1", "name": "Giulia Bianchi", "phone": "••• 4567"}]}
    profile = await clerk.data("customer c-1 pickup", "customer")
    assert (profile["phone"], profile["email"]) == ("••• ••• 4567", "g•••@c•••.example")
    assert profile["age_s"] is None
    orders = profile["orders"]
    assert isinstance(orders, list)
    assert len(orders) == 3


async def test_a_cart_from_opening_to_order(clerk: Desk) -> None:
    cart = await clerk.data("cart c-1", "cart")
    assert (cart["id"], cart["site_total"], cart["shop_total"]) == ("k-1", 5980, 5980)
    assert (await clerk.data("cart-set k-1 sku-a 1", "cart"))["site_total"] == 2990
    added = await clerk.data(f"cart-add k-1 {BOTTLE}", "cart")
    lines = added["lines"]
    assert isinstance(lines, list)
    assert len(lines) == 2
    assert await clerk.code("cart-add k-1 8009999999991") == "article_unknown"
    assert await clerk.code("cart-set k-9 sku-a 1") == "cart_unknown"


async def test_a_cart_goes_to_the_till_at_chosen_prices(clerk: Desk) -> None:
    await clerk.event("cart c-1")
    assert await clerk.code("sell k-1 1=cheap") == "bad_request"
    assert await clerk.code("sell k-1 9=shop") == "bad_request"
    sold = await clerk.data("sell k-1 1=site 1=all points=600", "sold")
    assert (sold["state"], sold["details"]) == ("final", {"due": 2980})


async def test_a_cart_stands_aside_and_is_put_back(clerk: Desk) -> None:
    await clerk.event("cart c-1")
    assert await clerk.code("hold k-1 999") == "hold_too_long"
    assert (await clerk.data("hold k-1 2", "held"))["state"] == "final"
    holds = (await clerk.data("held", "holds"))["holds"]
    assert isinstance(holds, list)
    assert [(hold["customer"], hold["pieces"]) for hold in holds] == [("Giulia B.", 2)]
    assert (await clerk.data("release 1", "released"))["state"] == "final"


async def test_a_cart_is_reserved_as_it_was_opened(clerk: Desk) -> None:
    await clerk.event("cart c-1")
    reserved = await clerk.data("reserve k-1", "reserved")
    assert reserved["state"] == "final"
    details = reserved["details"]
    assert isinstance(details, dict)
    assert await clerk.event(f"order {details['number']}") == "order"


async def test_an_order_handed_over_undone_and_handed_over(clerk: Desk) -> None:
    order = await clerk.data("order 4821", "order")
    assert (order["is_ready"], order["is_collected"], order["places"]) == (True, False, ["A1"])
    done = await clerk.data("handover 4821", "handed_over")
    assert (done["is_collected"], done["document"]) == (True, "T1AA-000001")
    assert await clerk.code("handover 4821") == "already_handed_over"
    undone = await clerk.data(f"undo 4821 {done['command']}", "undone")
    assert undone["is_collected"] is False
    assert await clerk.code(f"undo 4821 {done['command']}") == "not_reversible"
    assert await clerk.code("handover 4821 9") == "proof_revoked"
    assert await clerk.event("handover 4821 1") == "handed_over"


async def test_an_order_that_is_not_paid_leaves_when_the_till_took_the_money(clerk: Desk) -> None:
    assert (await clerk.data("order 4830", "order"))["due"] == 11_960
    refused = await clerk.say("handover 4830 1")
    assert refused.data["code"] == "payment_required"
    assert "119,60" in as_text(refused, wording("it"), NOW_AT)
    done = await clerk.data("handover 4830 1 paid", "handed_over")
    assert (done["is_collected"], done["due"]) == (True, 0)


async def test_scans_lead_everywhere(clerk: Desk) -> None:
    expires_at = NOW_AT + timedelta(hours=5)
    code = SIGNER.issue(order_no=4821, store_no=12, generation=1, expires_at=expires_at)
    found = await clerk.data(f"scan {code}", "order")
    assert (found["number"], found["generation"]) == ("4821", 1)
    assert await clerk.event(f"scan {SHIRT}") == "article"
    assert await clerk.event(f"scan {CARD}") == "customers"
    assert await clerk.data("scan R-T1AA-0042", "return_case") == {"number": "R-T1AA-0042"}
    assert await clerk.event("scan OP-SARA01") == "badge"
    assert await clerk.code("scan 4900") == "order_not_ready"


async def test_articles_are_found_by_words(clerk: Desk) -> None:
    hits = (await clerk.data("article maglia cor", "articles"))["hits"]
    assert isinstance(hits, list)
    assert hits == [
        {
            "sku": "sku-a",
            "gtin": SHIRT,
            "name": "Maglia Corsa",
            "variant": "nera, M",
            "shop": 2990,
            "site": 2990,
            "on_hand": 5,
            "place": "A1",
        }
    ]


async def test_a_return_by_its_code(clerk: Desk) -> None:
    data = await clerk.data(f"return {GTIN} too_small", "taken_in")
    assert (data["case"], data["order"], data["refund"], data["is_pending"]) == (
        "R-T1AA-0001",
        "4790",
        2990,
        False,
    )
    assert await clerk.event(f"return {GTIN} other 4790") == "taken_in"
    assert await clerk.code(f"return {GTIN} too_small") in {"over_return", "not_bought_here"}


async def test_a_return_that_could_be_of_two_people(clerk: Desk) -> None:
    await with_another_buyer(clerk)
    answer = await clerk.say(f"return {GTIN} too_small")
    assert answer.data["code"] == "choice_needed"
    details = answer.data["details"]
    assert isinstance(details, dict)
    assert set(str(details["orders"]).split(", ")) == {"4790", "4701"}
    assert await clerk.code(f"return {GTIN} too_small 9999") == "not_bought_here"
    assert (await clerk.data(f"return {GTIN} too_small 4790", "taken_in"))["order"] == "4790"


async def test_an_older_order_of_the_same_person_may_be_named(clerk: Desk) -> None:
    await with_another_buyer(clerk, customer="c-1", received_at=NOW_AT - timedelta(days=9))
    assert await clerk.code(f"return {GTIN} too_small 9999") == "not_bought_here"
    await clerk.console.line(f"return {GTIN} too_small 4701")
    commands = await clerk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9))
    assert [b'"o-4701"' in bytes(entry.command.body) for entry in commands] == [True]


async def test_status_tells_facts(clerk: Desk) -> None:
    data = await clerk.data("status", "status")
    assert (data["is_up"], data["backlog"], data["oldest_s"], data["attention"]) == (True, 0, None, 0)
    clerk.counter.cut()
    assert await clerk.code("handover 4821") == "no_answer"
    await let_pass(60)
    data = await clerk.data("status", "status")
    assert (data["is_up"], data["code"], data["backlog"]) == (False, "no_answer", 1)
    oldest_s = data["oldest_s"]
    assert isinstance(oldest_s, float)
    assert 60 < oldest_s < 70


async def test_attention_is_listed_and_settled_by_who_may(clerk: Desk) -> None:
    item = AttentionItem("a-1", "return_unmatched", "return:r-1", {"case": "R-1"}, NOW_AT)
    await clerk.counter.door.write(lambda tx: tx.attention_put(item))
    listed = {"id": "a-1", "code": "return_unmatched", "subject": "return:r-1", "details": {"case": "R-1"}}
    listed["at"] = NOW_AT.isoformat()
    assert await clerk.data("attention", "attention") == {"items": [{**listed, "is_harmless": False}]}
    assert await clerk.code("settle a-1 mistake") == "approval_required"
    await clerk.sign_in("01")
    assert await clerk.event("settle a-1 mistake") == "settled"
    assert await clerk.data("attention", "attention") == {"items": []}
    assert await clerk.code("retry T1AA.1:1") == "not_found"


async def test_papers_again_and_papers_in_doubt(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    await paper_desk.event("handover 4821")
    assert await paper_desk.data("reprint T1AA-000001", "reprinted") == {"document": "T1AA-000001", "copy": 1}
    papers = (await paper_desk.data("papers", "papers"))["papers"]
    assert isinstance(papers, list)
    assert len(papers) == 2
    assert await paper_desk.code("paper T1AA-000001#0 came_out") == "not_found"
    [job, _] = await paper_desk.counter.spool.copies("T1AA-000001")
    assert await paper_desk.counter.spool.update(replace(job, state=JobState.UNKNOWN), was=JobState.QUEUED)
    assert (await paper_desk.data(f"paper {job.id} came_out", "paper"))["state"] == "confirmed"


@pytest.mark.parametrize("typed", ["damaged", "damaged opened", "damaged 4790 worn", "defective faulty"])
async def test_how_a_piece_looks_is_what_was_said(clerk: Desk, typed: str) -> None:
    last = typed.rsplit(maxsplit=1)[-1]
    await clerk.data(f"return {GTIN} {typed}", "taken_in")
    [entry] = await clerk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9))
    told = last if last in set(Condition) else Condition.AS_NEW
    assert f'"condition":"{told}"'.encode() in bytes(entry.command.body)


async def test_an_order_with_an_age_check_leaves_once_a_document_was_seen(clerk: Desk) -> None:
    lines = (await clerk.data("order 4832", "order"))["lines"]
    assert isinstance(lines, list)
    assert {found["min_age"] for found in lines if isinstance(found, dict)} == {18}
    assert await clerk.code("handover 4832") == "age_check_required"
    assert await clerk.code("handover 4832 1") == "age_check_required"
    assert await clerk.event("handover 4832 age-checked") == "handed_over"
    [*_, entry] = await clerk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9))
    assert b'"is_age_checked":true' in bytes(entry.command.body)


async def test_a_part_of_an_order_leaves_and_the_rest_after_it(clerk: Desk) -> None:
    assert await clerk.code(f"handover 4821 only {GTIN}x9") == "wrong_quantity"
    assert await clerk.code("handover 4821 only 8009999999991") == "line_unknown"
    done = await clerk.data(f"handover 4821 only {GTIN} {GTIN}", "handed_over")
    assert isinstance(done["lines"], list)
    assert [found["handed_over"] for found in done["lines"] if isinstance(found, dict)] == [2, 0]
    assert done["is_collected"] is False
    assert (await clerk.data("handover 4821", "handed_over"))["is_collected"] is True


async def test_goods_nobody_finds_a_sale_for(clerk: Desk) -> None:
    assert await clerk.code(f"return {BOTTLE} other") == "not_bought_here"
    data = await clerk.data(f"return-blind {BOTTLE} not_liked x2 opened", "taken_in")
    assert (data["case"], data["refund"], data["is_pending"], data["is_matched"]) == (
        "R-T1AA-0001",
        0,
        True,
        False,
    )
    [entry] = await clerk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9))
    assert b'"quantity":2' in bytes(entry.command.body)
    assert b'"condition":"opened"' in bytes(entry.command.body)
    assert await clerk.code(f"return-blind {GHOST} other") == "article_unknown"


async def test_several_pieces_come_back_at_once(clerk: Desk) -> None:
    assert await clerk.code(f"return {GTIN} too_small x3") == "over_return"
    assert await clerk.code(f"return {GTIN} too_small x0") == "wrong_quantity"
    assert (await clerk.data(f"return {GTIN} too_small x2", "taken_in"))["refund"] == 5980


async def test_what_was_listed_may_be_named_by_its_place(clerk: Desk) -> None:
    await clerk.event("find Giulia Bianchi")
    assert (await clerk.data("customer 1 pickup", "customer"))["id"] == "c-1"
    assert (await clerk.data("cart 1", "cart"))["number"] == 1
    assert (await clerk.data("cart-set 1 1 1", "cart"))["site_total"] == 2990
    assert await clerk.code("cart-set 2 1 1") == "cart_unknown"
    assert await clerk.code("customer 2 pickup") == "customer_unknown"


async def test_the_last_hand_over_is_undone(clerk: Desk) -> None:
    assert await clerk.code("undo 4821") == "not_reversible"
    await clerk.event("handover 4821")
    assert (await clerk.data("undo 4821", "undone"))["is_collected"] is False


async def test_who_leaves_leaves_nothing_open(clerk: Desk) -> None:
    await clerk.event("find Giulia Bianchi")
    assert await clerk.data("signout", "signed_out") == {"name": "Sara Lombardi"}
    assert await clerk.code("customer 1 pickup") == "operator_unknown"
    assert not clerk.console.is_over
    assert await clerk.event("quit") == "bye"
    assert clerk.console.is_over


async def test_a_locked_pin_is_unlocked_by_who_may(clerk: Desk) -> None:
    for _ in range(5):
        assert await clerk.code("signin 07 000001") == "pin_wrong"
    assert await clerk.code(f"signin 07 {PIN}") == "pin_locked"
    assert await clerk.data(f"unlock 07 01 {PIN}", "unlocked") == {"name": "Sara Lombardi", "number": "07"}
    await clerk.sign_in()


async def test_a_receipt_that_waits_is_said_to_wait(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    done = await paper_desk.data("handover 4821", "handed_over")
    assert done["is_paper_waiting"] is True
    await paper_desk.event("undo 4821")
    jobs = replace(paper_desk.console.jobs, printer_code=lambda: "printer_paper_out")
    paper_desk.console.jobs = jobs
    before_s = paper_desk.counter.clock.monotonic_s()
    done = await paper_desk.data("handover 4821", "handed_over")
    assert (done["is_paper_waiting"], done["printer"]) == (True, "printer_paper_out")
    assert paper_desk.counter.clock.monotonic_s() - before_s < START_S


async def test_a_gift_receipt_follows_a_hand_over(clerk: Desk) -> None:
    assert await clerk.code("gift 4821") == "nothing_handed_over"
    assert await clerk.event("handover 4821") == "handed_over"
    assert (await clerk.data("gift 4821", "gift"))["document"] == "T1AA-000002"
    assert await clerk.code("gift") == "bad_request"


async def test_the_drawer_is_opened_by_who_may_and_says_what_it_did(paper_desk: Desk) -> None:
    await paper_desk.sign_in()
    assert await paper_desk.event("drawer change") == "drawer"
    assert await paper_desk.code("drawer") == "bad_request"
    assert await paper_desk.code("drawer fun") == "bad_request"
