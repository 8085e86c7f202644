"""Every screen in the states a day brings, good ones and bad ones, walked through for the camera."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

from app.bootstrap.curb_screens import curb_pages
from app.bootstrap.kiosk_screens import kiosk_pages
from app.bootstrap.screen_devices import customers, devices
from app.bootstrap.screen_page import customer_page, page_without_line
from app.bootstrap.screen_prepare import preparing
from app.bootstrap.screen_setup import setting_up
from app.bootstrap.screen_studio import REACTION_S, Studio
from app.bootstrap.screen_unfetched import not_fetched
from app.domain.attention import PARKED
from app.domain.customers import ConsentPurpose, Purpose
from app.domain.errors import Code, Problem
from app.domain.staff import ApprovalReason
from app.presentation.customer_state import Tab
from app.presentation.places import make_model
from app.presentation.routes import (
    ArticleRoute,
    AttentionRoute,
    CustomerRoute,
    CustomersRoute,
    DayRoute,
    HelpRoute,
    HomeRoute,
    OrderRoute,
    PaperRoute,
    RecentRoute,
    ReturnRoute,
    SettingsRoute,
)
from app.usecases.find import reveal_ask
from app.usecases.ports import AttentionItem, OutboxState, TerminalTx
from app.usecases.serve_cart import ServeCart, ServedCart
from app.usecases.station import Operator
from hardware.api import Pack
from hardware.symbology.reading import scan_read

SAMPLE_FAULT = "F-3A91C2"
SAMPLE_NOTE = "Chiama dopo le 18, in cassa chiede la ricevuta di cortesia."
SAMPLE_CART_CODE = b"CT1.sample-of-a-cart.in-another-shop"
WRONG, TRIES = "000000", 6
FEW = 10


async def walk(studio: Studio) -> None:
    """All of them, in the order of a day."""
    for part in (
        _locked,
        _queues,
        _finding,
        _customers,
        _goods,
        _attention,
        _line_cut,
        _orders,
        preparing,
        not_fetched,
        _day,
        _rest,
        _notices,
        kiosk_pages,
        curb_pages,
        Studio.gallery,
        Studio.hands_beside,
        customers,
        _shop_down,
    ):
        await part(studio)


async def _locked(studio: Studio) -> None:
    await studio.settled()
    await studio.picture("01-sign-in")
    studio.choose(studio.clerk, studio.clerk.pin[:3])
    await studio.picture("01-sign-in-digits")
    other = next(p for p in studio.sample.staff if p.stores == studio.clerk.stores and p is not studio.clerk)
    for attempt in range(TRIES):
        studio.choose(other, WRONG)
        await studio.settled()
        if attempt == 0:
            await studio.picture("01-sign-in-wrong")
    await studio.picture("01-sign-in-locked-out")
    studio.choose(studio.clerk, studio.clerk.pin)
    await studio.settled()
    await studio.counter.open()
    await studio.settled()


async def _queues(studio: Studio) -> None:
    await studio.picture("02-home")
    studio.model.choose_card("arrivals")
    await studio.picture("02-home-empty")
    studio.model.choose_card("pickups")
    unread = make_model(studio.desk, HomeRoute())

    def nothing_read() -> None:
        unread.refresh()
        studio.window.screen_shown.draw(unread.state)
        studio.window.screen_shown.panel.show_foot(unread.foot)

    await studio.picture("02-home-loading", nothing_read)
    await studio.counter.reload()


async def _finding(studio: Studio) -> None:
    hands = studio.hands
    await hands.keys(studio.cases.cart_customer.phone[-4:])
    await studio.settled()
    await studio.picture("03-search")
    studio.window.top.omnibox.setText("zyx")
    await studio.settled()
    await studio.picture("03-search-none")
    studio.window.top.omnibox.clear()
    studio.counter.open_palette()
    await hands.keys("re")
    await studio.settled()
    await studio.picture("10-palette")
    await hands.keys("zyx")
    await studio.picture("10-palette-none")
    studio.counter.palette.hide()
    studio.counter.scanned(scan_read(b"ZZ-9\x1d/mai vista", "", studio.desk.now_at))
    await studio.settled()
    await studio.picture("10-unread")
    studio.counter.unread.hide()


async def _customers(studio: Studio) -> None:
    person = studio.cases.cart_customer
    await studio.loading("04-customer-loading", CustomerRoute(person.id, Purpose.ASSISTANCE))
    await studio.place("04-customers", CustomersRoute())
    await studio.place("04-customer", CustomerRoute(person.id, Purpose.ASSISTANCE))
    studio.model.select(str(studio.cases.cart.lines[0].sku))
    await studio.picture("04-customer-line")
    studio.model.select("")
    studio.model.look_at(Tab.NOTES)
    studio.model.write_note(SAMPLE_NOTE)
    await studio.settled()
    studio.model.answer(ConsentPurpose.PROFILING.value, is_given=True)
    await studio.settled()
    await studio.picture("04-customer-notes")
    asked = asyncio.create_task(studio.desk.approval_for(reveal_ask(person.id, studio.desk.session.who)))
    await studio.settled()
    studio.counter.approval.choose_reason(ApprovalReason.CUSTOMER_CARE.value)
    await studio.picture("04-customer-approval")
    studio.counter.approval.cancel()
    with suppress(Problem):
        await asked
    with_cart = {cart.customer for cart in studio.sample.carts}
    near = next(
        order.customer
        for order in studio.sample.orders
        if order.store == studio.cases.hand_over.order.store and order.customer and order.customer not in with_cart
    )
    await studio.place("04-customer-without-cart", CustomerRoute(near, Purpose.PICKUP))
    await _unshown_cart(studio, CustomerRoute(near, Purpose.PICKUP))


class _UnshownCarts(ServeCart):
    """Those of a web shop that shows none unasked."""

    async def open(self, customer_id: str, operator: Operator) -> ServedCart:
        """Its customer has to show it."""
        raise Problem(Code.CART_NOT_SHOWN)


async def _unshown_cart(studio: Studio, route: CustomerRoute) -> None:
    """A cart that has to be handed over, and a code of one where that is not needed."""
    jobs, cart = studio.desk.jobs, studio.desk.jobs.cart
    unshown = _UnshownCarts(cart.lookups, cart.online, cart.acting, cart.station, cart.new_id)
    model = make_model(replace(studio.desk, jobs=replace(jobs, cart=unshown)), route)
    await model.open()

    def asked_for() -> None:
        model.refresh()
        studio.window.screen_shown.draw(model.state)

    await studio.picture("04-customer-cart-unshown", asked_for)
    studio.counter.scanned(scan_read(SAMPLE_CART_CODE, "", studio.desk.now_at))
    await studio.settled()
    await studio.picture("04-customer-cart-code")
    studio.counter.unread.hide()


async def _goods(studio: Studio) -> None:
    returnable = studio.cases.returnable
    await studio.loading("07-article-loading", ArticleRoute(str(studio.cases.cart.lines[0].sku)))
    await studio.place("07-article", ArticleRoute(str(studio.cases.cart.lines[0].sku)))
    expired = Pack(batch="L2611", serial="A7-0042", use_by=date(2026, 1, 31))
    await studio.place("07-article-expired", ArticleRoute(str(studio.cases.cart.lines[1].sku), expired))
    await studio.place("06-return-start", ReturnRoute())
    await studio.place("06-return", ReturnRoute(gtin=returnable.gtin))
    studio.counter.press_foot(studio.model.foot.primary.id)
    await studio.settled()
    await studio.picture("06-return-asking")
    studio.counter.press_foot(studio.model.foot.secondary[0].id)
    await studio.settled()


async def _attention(studio: Studio) -> None:
    await studio.place("08-attention-empty", AttentionRoute())
    await put_attention(studio)
    await studio.picture("08-attention")


async def put_attention(studio: Studio) -> None:
    """Something waits for a person: about what was done here, about what head office said, about this machine."""
    await studio.desk.jobs.door.write(partial(_put, studio))
    await studio.counter.reload()
    await studio.settled()


def _put(studio: Studio, tx: TerminalTx) -> None:
    now_at, collected = studio.desk.now_at, studio.cases.collected.order
    done = tx.outbox_list(tuple(OutboxState), FEW)[:1]
    for command in (entry.command for entry in done):
        why: dict[str, str | int | bool] = {"why": Code.SERVER_ERROR}
        tx.attention_put(AttentionItem(f"{PARKED}{command.id}", Code.COMMAND_PARKED, command.key, why, now_at))
    about = {"order": collected.number}
    tx.attention_put(AttentionItem("online", Code.COLLECTED_ELSEWHERE, f"order:{collected.id}", {**about}, now_at))
    tx.attention_put(AttentionItem("rebuilt", Code.CATALOGUE_REBUILT, "catalog.db", {}, now_at))


async def _line_cut(studio: Studio) -> None:
    order, person = studio.cases.offline.order, studio.cases.cart_customer
    await studio.line(is_there=False)
    await studio.place("09-order-line-cut", OrderRoute(order.id, order.pickup.generation))
    await studio.line(is_there=False)
    await page_without_line(studio, order)
    await studio.line(is_there=False)
    await studio.place("09-customer-line-cut", CustomerRoute(person.id, Purpose.PICKUP))
    studio.model.look_at(Tab.NOTES)
    studio.model.write_note(SAMPLE_NOTE)
    studio.model.answer(ConsentPurpose.THIRD_PARTIES.value, is_given=True)
    await studio.line(is_there=False)
    await studio.picture("09-customer-to-send")
    await studio.line(is_there=False)
    await studio.place("09-return-line-cut", ReturnRoute(gtin=studio.cases.returnable.gtin))
    await studio.line(is_there=True)


async def _orders(studio: Studio) -> None:
    cases = studio.cases
    order = cases.hand_over.order
    refused = {"collected": cases.collected, "other-shop": cases.other_store, "cancelled": cases.cancelled}
    for name, case in refused.items():
        await studio.place(f"05-order-{name}", OrderRoute(case.order.id, case.order.pickup.generation))
    await studio.place("05-order-unpaid", OrderRoute(cases.unpaid.order.id, cases.unpaid.order.pickup.generation))
    await studio.place("05-order", OrderRoute(order.id, order.pickup.generation))
    await customer_page(studio, order)
    studio.counter.press_foot("partial")
    await studio.settled()
    await studio.picture("05-order-partial")
    studio.counter.press_foot("partial")
    await studio.settled()
    studio.counter.press_foot("hand_over")
    await studio.settled()
    await studio.picture("05-order-done")


async def _day(studio: Studio) -> None:
    await studio.place("11-recent", RecentRoute())
    [newest, *_] = await studio.desk.jobs.papers.recent()
    await studio.place("11-paper", PaperRoute(newest.document_id))
    await studio.place("11-day", DayRoute())
    studio.counter.press_foot("ask")
    await studio.settled()
    await studio.picture("11-day-asking")
    studio.counter.press_foot("not_now")
    await studio.settled()


async def _rest(studio: Studio) -> None:
    studio.desk.preferences.has_hints = True
    await studio.place("11-hint", AttentionRoute())
    studio.desk.preferences.has_hints = False
    await devices(studio)
    await studio.place("13-settings", SettingsRoute())
    await setting_up(studio)
    await studio.place("14-help", HelpRoute("pickup"))


async def _notices(studio: Studio) -> None:
    """A cart becomes an order of this shop while somebody reads the help; and something breaks."""
    jobs, who, came = studio.desk.jobs, studio.desk.session.who, asyncio.Event()
    stop = studio.counter.subscribe(lambda state: came.set() if state.news.title else None)
    served = await jobs.cart.open(studio.cases.cart_customer.id, who)
    await jobs.cart.reserve(served, who)
    async with asyncio.timeout(REACTION_S):
        await came.wait()
    stop()
    await studio.picture("14-news")
    studio.desk.faults.tell(SAMPLE_FAULT)
    await studio.picture("14-fault")
    studio.desk.faults.tell("")


async def _shop_down(studio: Studio) -> None:
    """Last: the shop's server does not come back."""
    order = studio.cases.offline.order
    studio.here.edge.process.terminate()
    await studio.hands.until(lambda: not studio.desk.jobs.link().is_up, REACTION_S)
    await studio.place("15-order-shop-down", OrderRoute(order.id, order.pickup.generation))
