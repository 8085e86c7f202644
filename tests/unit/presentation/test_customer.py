"""A customer at the counter: masked until asked for, the cart beside the shop, a pickup of what is here."""

import asyncio
from dataclasses import replace

from app.domain.carts import CartLine
from app.domain.customers import Purpose
from app.domain.errors import Code
from app.domain.values import Sku
from app.node.documents import put_cart
from app.presentation.routes import CartsRoute, CustomerRoute, OrderRoute, ReturnRoute
from app.presentation.viewmodels.customer import (
    HOLD,
    OPEN_ORDER,
    RELEASE,
    RESERVE,
    RETURN,
    SELL,
    CustomerModel,
)
from app.presentation.viewmodels.start import StartModel
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import MANAGER, sample_cart
from tests.unit.usecases.sample_files import BOTTLE, SHIRT

BOTTLES = CartLine("l-2", Sku("sku-b"), BOTTLE, "Borraccia termica", "verde", 1, 1790, 2)


async def opened(at: CounterDesk, customer: str = "c-1", purpose: Purpose = Purpose.ASSISTANCE) -> CustomerModel:
    """A customer on screen."""
    route = CustomerRoute(customer, purpose)
    at.desk.navigator.go(route)
    model = CustomerModel(at.desk, route)
    await model.open()
    return model


def quantities(at: CounterDesk) -> dict[str, int]:
    """The cart as central has it."""
    return {line.sku: line.quantity for line in at.counter.online.carts["k-1"].lines}


async def test_before_it_is_opened_it_says_who_it_will_be_and_offers_nothing(at: CounterDesk) -> None:
    model = CustomerModel(at.desk, CustomerRoute("c-1", Purpose.PICKUP))
    assert model.state.is_loading
    assert model.state.cart.is_loading
    assert not model.foot.primary.is_enabled


async def test_contact_is_masked_and_shown_only_to_who_may(at: CounterDesk) -> None:
    model = await opened(at)
    phone = model.state.facts[0]
    assert (phone.value, phone.act) == ("••• ••• 4567", "Mostra")
    model.show_fact("phone")
    await let_pass(0.1)
    at.desk.approvals.answer(at.desk.approvals.pending, None)
    await at.settled()
    assert model.state.facts[0].value == phone.value
    assert "autorizzazione" in model.state.says[0].title
    at.desk.session.begin(MANAGER)
    await model.open()
    model.show_fact("phone")
    await at.settled()
    assert model.state.facts[0].value == "333 123 4567"
    shown = [entry[1:] for entry in at.counter.audit() if entry[0] == "customer_contact_shown"]
    assert shown == [(MANAGER.id, "c-1", {"fact": "phone"})]


async def test_who_signs_in_next_opens_it_anew_and_sees_nothing_shown_to_another(at: CounterDesk) -> None:
    at.desk.session.begin(MANAGER)
    model = await opened(at)
    model.show_fact("phone")
    await at.settled()
    at.desk.session.begin(replace(MANAGER, id="op-02"))
    await model.open()
    assert model.state.facts[0].act == "Mostra"
    openers = [actor for event, actor, *_ in at.counter.audit() if event == "customer_opened"]
    assert openers == [MANAGER.id, "op-02"]


async def test_every_press_counts_and_a_removed_line_comes_back(at: CounterDesk) -> None:
    model = await opened(at)
    for _ in range(3):
        model.step("sku-a", 1)
    assert model.state.cart.rows[0].quantity == "5"
    await at.settled()
    assert quantities(at) == {"sku-a": 5}
    model.remove("sku-a")
    await at.settled()
    assert quantities(at) == {}
    latest = at.desk.notices.latest
    assert latest is not None
    assert latest.undo is not None
    latest.undo()
    await at.settled()
    assert quantities(at) == {"sku-a": 5}


async def test_a_press_while_another_is_written_follows_it(at: CounterDesk) -> None:
    model = await opened(at)
    model.step("sku-a", 1)
    for _ in range(20):
        if "change k-1 sku-a 3" in at.counter.online.asked:
            break
        await asyncio.sleep(0)
    model.step("sku-a", 1)
    await at.settled()
    assert quantities(at) == {"sku-a": 4}


async def test_a_scan_adds_to_the_cart_that_is_open(at: CounterDesk) -> None:
    model = await opened(at)
    assert await model.take_scan(at.read(SHIRT))
    assert quantities(at) == {"sku-a": 3}
    assert model.state.cart.rows[0].added == "aggiunta al banco"


async def test_a_cart_that_somebody_changed_is_opened_anew_and_says_so(at: CounterDesk) -> None:
    model = await opened(at)
    cart = at.counter.online.carts["k-1"]
    line = replace(cart.lines[0], quantity=7, rev=9)
    at.counter.online.carts["k-1"] = replace(cart, lines=(line,), rev=9)
    model.step("sku-a", 1)
    await at.settled()
    assert model.state.cart.rows[0].quantity == "7"
    assert model.state.cart.live is not None
    assert model.state.cart.live.words == "Cambiato ora dal cliente"


async def test_without_the_line_the_cart_stays_to_be_looked_at(at: CounterDesk) -> None:
    model = await opened(at)
    at.counter.online.fault = Code.NO_ANSWER
    model.step("sku-a", 1)
    await at.settled()
    assert model.state.cart.rows[0].quantity == "2"
    assert model.state.cart.live is not None
    assert model.state.cart.live.words.startswith("Com’era alle")
    assert not model.foot.primary.is_enabled
    model.step("sku-a", 1)
    assert model.state.cart.rows[0].quantity == "2"


async def test_the_cart_is_read_again_while_it_is_on_screen(at: CounterDesk) -> None:
    model = await opened(at)
    asked = len(at.counter.online.asked)
    model.tick()
    await at.settled()
    assert len(at.counter.online.asked) == asked
    await let_pass(60)
    model.tick()
    await at.settled()
    assert len(at.counter.online.asked) == asked + 1


async def test_a_platform_that_takes_its_time_is_not_asked_half_as_often(at: CounterDesk) -> None:
    model = await opened(at)
    at.counter.online.takes_s = 0.4
    asked = len(at.counter.online.asked)
    for _ in range(3):
        await let_pass(0.6)
        model.tick()
        await at.settled()
    assert len(at.counter.online.asked) == asked + 2


async def test_what_the_customer_changes_on_the_phone_is_seen_within_a_moment(at: CounterDesk) -> None:
    model = await opened(at)
    cart = at.counter.online.carts["k-1"]
    moved = replace(cart, lines=(replace(cart.lines[0], quantity=7, rev=9),), rev=9)
    at.counter.online.carts["k-1"] = moved
    await let_pass(1)
    model.tick()
    await at.settled()
    assert model.state.cart.rows[0].quantity == "7"
    assert model.state.cart.live is not None
    assert model.state.cart.live.words == "Cambiato ora dal cliente"
    at.counter.online.carts["k-1"] = cart
    await let_pass(20)
    model.tick()
    await at.settled()
    assert model.state.cart.rows[0].quantity == "7", "an answer that is older than what is here"


async def test_what_is_not_here_is_left_online_unless_the_clerk_says_otherwise(at: CounterDesk) -> None:
    both = replace(sample_cart(), lines=(*sample_cart().lines, BOTTLES))
    at.counter.online.carts["k-1"] = both
    model = await opened(at)
    price, take = model.state.decisions
    assert (price.id, price.chosen, take.id, take.chosen) == ("price:sku-b", "shop", "take:sku-b", "here")
    assert model.state.sums is not None
    assert model.state.sums.total == "59,80\N{NO-BREAK SPACE}€"
    assert model.state.sums.rows[-1] == ("Resta online: 1 pezzo", "")
    model.decide("take:sku-b", "all")
    assert model.state.sums.total == "76,70\N{NO-BREAK SPACE}€"
    assert [row.is_at_shop_price for row in model.state.cart.rows] == [False, True]
    model.decide("price:sku-b", "site")
    assert model.state.sums.total == "77,70\N{NO-BREAK SPACE}€"
    assert model.state.sums.rows[1][1] == "+1,00\N{NO-BREAK SPACE}€"
    assert [row.is_at_shop_price for row in model.state.cart.rows] == [False, False]
    assert "vale il prezzo del sito" in model.state.cart.rows[1].spoken


async def test_the_cart_becomes_a_pickup_and_the_way_leads_to_it(at: CounterDesk) -> None:
    model = await opened(at)
    assert model.take_digit("2")
    assert model.foot.primary.id == RESERVE
    await at.press(model, RESERVE)
    assert at.said().startswith("Ritiro P")
    assert model.foot.primary.id == OPEN_ORDER
    await at.press(model, OPEN_ORDER)
    place = at.desk.navigator.at
    assert isinstance(place, OrderRoute)
    assert place.order.startswith("r-")


async def test_the_cart_goes_to_the_till_and_points_pay_for_some(at: CounterDesk) -> None:
    model = await opened(at, purpose=Purpose.LOYALTY)
    assert model.foot.primary.id == SELL
    assert [way.is_chosen for way in model.state.ways] == [True, False, False]
    model.use_points()
    assert model.state.sums is not None
    assert (model.state.sums.total, model.state.sums.use_points) == ("29,80\N{NO-BREAK SPACE}€", "Non usarli")
    model.go("pickup")
    assert model.state.sums.total == "59,80\N{NO-BREAK SPACE}€"
    model.go("till")
    await at.press(model, SELL)
    assert at.said() == "In cassa: da battere 29,80\N{NO-BREAK SPACE}€"


async def test_a_cart_stands_aside_under_its_terms_until_it_is_put_back(at: CounterDesk) -> None:
    at.counter.online.carts["k-1"] = replace(sample_cart(), lines=(*sample_cart().lines, BOTTLES))
    model = await opened(at)
    model.go("hold")
    model.decide("price:sku-b", "site")
    model.decide("take:sku-b", "all")
    model.decide("until", "24")
    with at.counter.shop.central.write() as tx:
        put_cart(tx, at.counter.online.carts["k-1"])
    await at.press(model, HOLD)
    assert at.said() == "Messo da parte"
    assert model.state.cart.held is not None
    carts = StartModel(at.desk, CartsRoute())
    await carts.open()
    row = carts.state.recent[0]
    assert (row.title, row.line.startswith("3 pezzi · Da parte fino alle")) == ("Giulia B.", True)
    carts.open_recent(row.id)
    assert at.desk.navigator.at == CustomerRoute("c-1", Purpose.ASSISTANCE)
    again = await opened(at)
    assert [row.is_at_shop_price for row in again.state.cart.rows] == [False, False]
    assert [decision.chosen for decision in again.state.decisions] == ["site", "all"]
    assert again.foot.secondary[0].id == RELEASE
    await at.press(again, RELEASE)
    await let_pass(1)
    await again.reload()
    assert again.state.cart.held is None


async def test_only_ways_there_are_answer_to_a_digit(at: CounterDesk) -> None:
    model = await opened(at)
    assert not model.take_digit("9")
    at.counter.online.fault = Code.NO_ANSWER
    model.step("sku-a", 1)
    await at.settled()
    assert not model.takes_digits
    assert not model.take_digit("2")


async def test_the_purpose_decides_what_comes_first(at: CounterDesk) -> None:
    assert (await opened(at, purpose=Purpose.PICKUP)).foot.primary.id == OPEN_ORDER
    model = await opened(at, purpose=Purpose.RETURN)
    assert model.foot.primary.id == RETURN
    await at.press(model, RETURN)
    assert at.desk.navigator.at == ReturnRoute(customer="c-1")


async def test_an_unknown_customer_is_said_and_nothing_is_offered(at: CounterDesk) -> None:
    model = await opened(at, "c-9")
    assert model.state.refusal is not None
    assert "cliente" in model.state.refusal.title.lower()
    assert not model.foot.primary.words
    assert not any(what.startswith("cart") for what in at.counter.online.asked)
