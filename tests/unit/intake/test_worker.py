"""The first load ends however often it is killed; later only news comes in, and a cursor that lies is caught."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest

from app.central.carts import owe
from app.central.connectors.guard_pace import pace_of
from app.central.connectors.port import CartQuantity, PlatformOrder, PlatformState, PlatformUnavailable
from app.central.connectors.port_inward import (
    Page,
    PlatformArticle,
    PlatformCart,
    PlatformCartLine,
    PlatformCustomer,
    PlatformLocation,
    PlatformStock,
)
from app.central.intake.cart_look import EVERY_S, CartLook
from app.central.intake.health import ALL_ARTICLES, GONE_CUSTOMERS, OPEN_SETS, Health
from app.central.intake.leavers import AT_ONCE, TOO_MANY
from app.central.intake.people import customer_by_ref
from app.central.intake.stages import Progress, Stage, load_progress
from app.central.intake.worker import IntakeWorker
from app.domain.errors import Code
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess, PokeHub
from app.node.documents import find_cart, put_cart
from app.node.ports import NodeTx
from tests.strictness import ExpectLog
from tests.unit.connectors.careless import (
    START_AT,
    CarelessShop,
    FakeClock,
    Killed,
    Mishap,
    sample_article,
    sample_customer,
)
from tests.unit.intake.kit import Office, cart_writer, order_of

T = TypeVar("T")
LOADED = "0"
WHOLE = {Stage.ARTICLES: 5, Stage.CUSTOMERS: 3, Stage.CARTS: 1, Stage.ORDERS: 4}


class HidingShop(CarelessShop):
    """Its list of what moved tells nothing any more: the cursor of a platform that does not move `updated_at`.

    `takes_s`: how long a look at a cart takes; `written` happens between the writing of a cart and its answer.
    `lots`: which customers it was asked about; `is_lost`: that answer does not come.
    """

    is_hiding = False
    is_lost = False
    takes_s = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.asked: list[str] = []
        self.lots: list[list[str]] = []
        self.written: Callable[[], Awaitable[None]] | None = None

    async def write_cart(self, customer_ref: str, lines: Sequence[CartQuantity]) -> PlatformCart:
        """See the port."""
        told = await super().write_cart(customer_ref, lines)
        if self.written is not None:
            await self.written()
        return told

    async def articles(self, cursor: str) -> Page[PlatformArticle]:
        """See the port; which cursors it was asked with is remembered."""
        self.asked.append(cursor)
        if self.is_hiding and cursor == LOADED:
            return Page((), cursor)
        return await super().articles(cursor)

    async def gone_customers(self, refs: Sequence[str]) -> frozenset[str]:
        """See the port."""
        self.lots.append(list(refs))
        if self.is_lost:
            raise PlatformUnavailable(Code.SERVER_ERROR)
        return await super().gone_customers(refs)

    async def read_cart(self, customer_ref: str) -> PlatformCart | None:
        """See the port."""
        self.clock.elapsed_s += self.takes_s
        return await super().read_cart(customer_ref)

    async def orders(self, cursor: str) -> Page[PlatformOrder]:
        """See the port."""
        return Page((), cursor) if self.is_hiding else await super().orders(cursor)


class CountingAccess(NodeAccess):
    """Counts what is written."""

    writes = 0

    async def write(self, work: Callable[[NodeTx], T]) -> T:
        """See `NodeAccess`."""
        self.writes += 1
        return await super().write(work)


@dataclass
class Line:
    """A platform, head office, and the thread its store lives on."""

    shop: HidingShop
    office: Office
    access: CountingAccess

    def worker(self) -> IntakeWorker:
        """A process that takes in."""
        clock = self.shop.clock
        return IntakeWorker(
            self.shop,
            self.access,
            self.office.desk,
            clock,
            pace_of(self.shop.traits, clock.monotonic_s()),
            Health("careless"),
        )

    def look(self) -> CartLook:
        """Who looks at carts."""
        clock = self.shop.clock
        pace = pace_of(self.shop.traits, clock.monotonic_s())
        return CartLook(self.shop, self.access, self.office.desk, clock, pace)

    def later(self, seconds: float = 400.0) -> None:
        """Time goes by."""
        self.shop.clock.elapsed_s += seconds

    def progress(self) -> dict[Stage, Progress]:
        """How far everything came."""
        return {stage: self.office.do(partial(load_progress, stage=stage)) for stage in WHOLE}


@pytest.fixture
def line() -> Iterator[Line]:
    """Five articles, three customers, a cart, four orders."""
    shop = HidingShop(FakeClock())
    shop.places = tuple(PlatformLocation(ref, ref) for ref in ("ST01", "ST02", "AWAY"))
    shop.goods = tuple(sample_article(f"SKU-{n}", f"Articolo {n}", 100 * n) for n in range(1, 6))
    shop.people = tuple(sample_customer(f"C-{n}") for n in range(1, 4))
    shop.sold = {f"S-{n}": order_of(ref=f"S-{n}", number=f"{n}") for n in range(1, 5)}
    item = PlatformCartLine("SKU-1", "Articolo 1", 2, 100)
    shop.open_carts = {"C-1": PlatformCart("cart-1", "C-1", "EUR", (item,), START_AT)}
    thread = DbThread()
    office = Office()
    yield Line(shop, office, CountingAccess(office.store, thread, PokeHub()))
    thread.close()


async def test_everything_comes_in_and_then_nothing_is_written(line: Line) -> None:
    worker = line.worker()
    await worker.step()
    assert {stage: found.done for stage, found in line.progress().items()} == WHOLE
    assert worker.health.is_loaded
    assert worker.health.is_up
    assert {order.store for order in line.office.orders()} == {"ST01"}
    before = line.office.revs()
    line.later()
    await worker.step()
    assert line.office.revs() == before


@pytest.mark.parametrize("mishap", [Mishap.KILLED_BEFORE, Mishap.THROTTLED])
async def test_a_first_load_that_is_interrupted_anywhere_goes_on_where_it_was(
    line: Line, mishap: Mishap, expect_log: ExpectLog
) -> None:
    if mishap is Mishap.THROTTLED:
        expect_log("central.intake", "not_taken_in")
    calls = 0
    while not all(found.is_loaded for found in line.progress().values()):
        line.shop.script = [*[Mishap.NONE] * calls, mishap]
        with suppress(Killed):
            await line.worker().step()
        calls += 1
        assert calls < 20
    assert len(line.office.orders()) == WHOLE[Stage.ORDERS]
    assert len(line.office.do(lambda tx: tx.scan("customer", "", 10))) == WHOLE[Stage.CUSTOMERS]
    first = line.shop.asked[: line.shop.asked.index("4") + 1]
    assert first == sorted(first)


async def test_the_open_set_tells_what_the_cursor_hides(line: Line) -> None:
    worker = line.worker()
    await worker.step()
    line.shop.is_hiding = True
    line.shop.sold["S-1"] = replace(line.shop.sold["S-1"], state=PlatformState.CANCELLED)
    line.shop.sold["S-9"] = order_of(ref="S-9", number="9", store="ST02")
    del line.shop.sold["S-2"]
    line.later()
    await worker.step()
    assert line.office.order("1").cancel_requested_at is not None
    assert line.office.order("9").store == "ST02"
    assert [item.code for item in line.office.attention("ST01")] == [Code.ORDER_GONE_ONLINE]
    before = line.office.revs()
    line.later()
    await worker.step()
    assert line.office.revs() == before


async def test_a_poke_has_everything_asked_for_at_once(line: Line) -> None:
    worker = line.worker()
    assert await worker.step() > 1
    calls = line.shop.calls
    await worker.step()
    assert line.shop.calls == calls
    line.shop.sold["S-9"] = order_of(ref="S-9", number="9")
    worker.poke()
    await worker.step()
    assert line.office.order("9").store == "ST01"
    assert worker.health.pokes == 1


async def test_stock_that_moved_without_a_word_is_seen_in_the_next_round(line: Line) -> None:
    line.shop.traits = replace(line.shop.traits, dates_stock=False)
    worker = line.worker()
    await worker.step()
    line.shop.is_hiding = True
    sold = replace(line.shop.goods[4], stock=(PlatformStock("ST01", 3), PlatformStock("ST02", 10)))
    line.shop.goods = (*line.shop.goods[:4], sold)
    before, told = line.office.revs(), len(line.shop.asked)
    line.later()
    await worker.step()
    assert worker.health.stages[ALL_ARTICLES].asked_at is None
    worker.poke()
    await worker.step()
    for _ in range(2):
        line.later(1)
        await worker.step()
    round_ = [cursor for cursor in line.shop.asked[told:] if cursor != LOADED]
    assert round_ == ["", "2", "4"]
    assert worker.health.stages[ALL_ARTICLES].asked_at is not None
    moved = {feed for feed, rev in line.office.revs().items() if rev != before[feed]}
    assert moved == {"stock:ST01", "stock:ST02"}
    line.later(1)
    await worker.step()
    assert line.shop.asked[-1] == "4"


async def test_who_was_deleted_without_a_word_is_forgotten_once_they_are_missed_twice(line: Line) -> None:
    line.shop.traits = replace(line.shop.traits, tells_deleted=False)
    worker = line.worker()
    await worker.step()
    gone, *stay = line.shop.people
    line.shop.people = tuple(stay)

    def names() -> list[str]:
        known = (line.office.do(partial(customer_by_ref, ref=one.ref)) for one in (gone, *stay))
        return [who.display_name for who in known if who is not None]

    line.later()
    await worker.step()
    assert "" not in names()
    line.later()
    await worker.step()
    assert names() == ["", *["Giulia Bianchi"] * len(stay)]
    assert line.office.order("1").customer_name == "Giulia B."
    calls = worker.health.stages[GONE_CUSTOMERS]
    assert (calls.code, calls.asked_at) == ("", line.shop.clock.now_at())


async def test_who_is_missed_once_and_there_again_is_not_forgotten(line: Line) -> None:
    line.shop.traits = replace(line.shop.traits, tells_deleted=False)
    worker = line.worker()
    await worker.step()
    everybody = line.shop.people
    for people in (everybody[1:], everybody, everybody[1:], everybody):
        line.shop.people = people
        line.later()
        await worker.step()
    known = line.office.do(partial(customer_by_ref, ref=everybody[0].ref))
    assert known is not None
    assert known.display_name


@pytest.mark.parametrize("count", [3, TOO_MANY])
async def test_a_platform_that_knows_nobody_is_not_believed(line: Line, expect_log: ExpectLog, count: int) -> None:
    expect_log("central.intake", "not_taken_in.*nobody_known")
    line.shop.traits = replace(line.shop.traits, tells_deleted=False)
    line.shop.people = tuple(sample_customer(f"C-{n}") for n in range(count))
    worker = line.worker()
    await worker.step()
    line.shop.people = ()
    for _ in range(3):
        line.later()
        await worker.step()
    known = line.office.do(partial(customer_by_ref, ref="C-1"))
    assert known is not None
    assert known.display_name
    assert worker.health.stages[GONE_CUSTOMERS].code == "nobody_known"


async def two_lots(line: Line) -> tuple[IntakeWorker, list[PlatformCustomer]]:
    """A worker that asked for everybody once, a hundred and then five; these in the order they are asked for."""
    line.shop.traits = replace(line.shop.traits, tells_deleted=False, calls_per_s=1e6)
    everybody = {f"C-{n}": sample_customer(f"C-{n}") for n in range(AT_ONCE + 5)}
    line.shop.people = tuple(everybody.values())
    worker = line.worker()
    for _ in range(2):
        await worker.step()
        line.later()
    assert [len(lot) for lot in line.shop.lots] == [AT_ONCE, 5]
    return worker, [everybody[ref] for lot in line.shop.lots for ref in lot]


async def test_after_an_answer_that_is_not_believed_nobody_is_forgotten_until_a_whole_turn_went_well(
    line: Line, expect_log: ExpectLog
) -> None:
    expect_log("central.intake", "not_taken_in.*nobody_known")
    worker, everybody = await two_lots(line)
    gone, stay = everybody[-1], tuple(everybody[:-1])
    heard: list[tuple[str, bool]] = []
    for people in (stay, stay, everybody[AT_ONCE:-1], *[stay] * 5):
        line.shop.people = tuple(people)
        await worker.step()
        known = line.office.do(partial(customer_by_ref, ref=gone.ref))
        assert known is not None
        heard.append((worker.health.stages[GONE_CUSTOMERS].code, bool(known.display_name)))
        line.later()
    fine, doubted, forgotten = ("", True), ("nobody_known", True), ("", False)
    assert heard == [fine, fine, doubted, doubted, doubted, fine, fine, forgotten]


async def test_customers_whose_answer_was_lost_are_asked_for_again(line: Line, expect_log: ExpectLog) -> None:
    expect_log("central.intake", "not_taken_in")
    worker, _ = await two_lots(line)
    line.shop.is_lost = True
    await worker.step()
    line.later()
    line.shop.is_lost = False
    await worker.step()
    assert line.shop.lots[2:] == [line.shop.lots[0]] * 2


async def test_somebody_new_is_met_before_their_order_is_taken_in(line: Line) -> None:
    worker = line.worker()
    await worker.step()
    line.shop.people = (*line.shop.people, sample_customer("C-9"))
    line.shop.sold["S-9"] = order_of(ref="S-9", number="9", customer_ref="C-9", updated_at=START_AT + timedelta(1))
    line.later(6)
    await worker.step()
    known = line.office.do(lambda tx: customer_by_ref(tx, "C-9"))
    assert known is not None
    assert line.office.order("9").customer == known.id


async def test_a_platform_that_does_not_answer_is_left_alone_and_said_to_be_down(
    line: Line, expect_log: ExpectLog
) -> None:
    expect_log("central.intake", "not_taken_in")
    worker = line.worker()
    line.shop.script = [Mishap.NONE, *[Mishap.LOST] * 9]
    assert await worker.step() >= 0.5
    assert (line.shop.calls, worker.health.is_up) == (3, False)
    assert worker.health.stages[Stage.ARTICLES].code == Code.SERVER_ERROR
    line.shop.script = []
    line.later()
    await worker.step()
    assert worker.health.is_up


async def test_one_list_that_cannot_be_read_keeps_no_order_out(line: Line, expect_log: ExpectLog) -> None:
    expect_log("central.intake", "not_taken_in")
    worker = line.worker()
    for _ in range(3):
        line.shop.script = [Mishap.NONE, Mishap.LOST]
        await worker.step()
        line.later(60)
    assert len(line.office.orders()) == WHOLE[Stage.ORDERS]
    assert not worker.health.is_up


async def test_a_store_whose_place_is_not_there_is_named(line: Line, expect_log: ExpectLog) -> None:
    expect_log("central.intake", "location_unknown")
    line.shop.places = (PlatformLocation("ST01", "Uno"), PlatformLocation("NEW", "Nuovo"))
    worker = line.worker()
    await worker.step()
    assert (worker.health.missing, worker.health.unmapped) == (("ST02",), ("NEW",))
    assert worker.health.stages[OPEN_SETS].asked_at is not None


async def test_a_platform_that_takes_its_time_is_looked_at_as_often(line: Line) -> None:
    await line.worker().step()
    who = line.office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert who is not None
    line.shop.takes_s = EVERY_S / 2
    look, calls = line.look(), line.shop.calls
    for _ in range(3):
        await look.look(who.id)
        line.later(EVERY_S / 2)
    assert line.shop.calls == calls + 3
    await look.close()


async def test_what_the_customer_changes_while_our_own_change_is_answered_is_not_lost(line: Line) -> None:
    await line.worker().step()
    look, shop = line.look(), line.shop
    (key,) = [key for key, _ in line.office.do(lambda tx: tx.scan("cart", "", 10))]
    who = line.office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert who is not None
    await look.look(who.id)

    def pieces() -> list[int]:
        cart = line.office.do(lambda tx: find_cart(tx, key))
        return [] if cart is None else [item.quantity for item in cart.lines]

    def three(tx: NodeTx) -> None:
        cart = find_cart(tx, key)
        assert cart is not None
        cart = replace(cart, lines=(replace(cart.lines[0], quantity=3),), rev=cart.rev + 1)
        put_cart(tx, cart)
        owe(tx, cart, {"SKU-1": 3}, "ST01")

    async def changed_and_seen() -> None:
        told = shop.open_carts["C-1"]
        five = replace(told.lines[0], quantity=5)
        shop.open_carts["C-1"] = replace(told, lines=(five,), updated_at=told.updated_at + timedelta(seconds=9))
        line.later(EVERY_S)
        await look.look(who.id)
        assert pieces() == [3]

    line.office.do(three)
    shop.written = changed_and_seen
    await cart_writer(shop, line.access, line.office).step()
    line.later(EVERY_S)
    await look.look(who.id)
    assert pieces() == [5]
    await look.close()


async def test_a_cart_on_a_screen_is_looked_at_there(line: Line) -> None:
    await line.worker().step()
    look = line.look()
    (cart,) = [key for key, _ in line.office.do(lambda tx: tx.scan("cart", "", 10))]
    who = line.office.do(lambda tx: customer_by_ref(tx, "C-1"))
    assert who is not None

    def pieces() -> bytes:
        return line.office.do(lambda tx: tx.get("cart", cart)) or b""

    item = PlatformCartLine("SKU-1", "Articolo 1", 9, 100)
    line.shop.open_carts["C-1"] = PlatformCart("cart-1", "C-1", "EUR", (item,), START_AT)
    calls = line.shop.calls
    await asyncio.gather(look.look(who.id), look.look(who.id))
    await look.look(who.id)
    assert line.shop.calls == calls + 1
    writes = line.access.writes
    line.later(EVERY_S)
    await look.look(who.id)
    assert (line.shop.calls, line.access.writes) == (calls + 2, writes)
    assert b'"quantity":9' in pieces()
    del line.shop.open_carts["C-1"]
    line.later(EVERY_S)
    await look.look(who.id)
    assert b'"lines":[]' in pieces()
    line.later(EVERY_S)
    line.shop.script = [Mishap.LOST]
    await look.look(who.id)
    await look.look("nobody")
    await look.close()
