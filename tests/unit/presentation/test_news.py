"""What comes to the queue is told once, quietly; what was there at a start, and what somebody sees, is no news."""

from dataclasses import replace
from datetime import timedelta

from app.bootstrap.words import wording_in
from app.domain.orders import Order
from app.domain.queue import Queued, queue
from app.domain.values import CustomerId, OrderId, VisitId
from app.domain.visits import Visit, VisitState
from app.presentation.news import NEWS_S, QueueNews
from app.presentation.queue_words import mark_of
from app.presentation.routes import HomeRoute, OrderRoute, PickupsRoute, RecentRoute
from tests.unit.domain.samples import NOW_AT, STORE, order, ready_order

WORDS = wording_in("it")
SOON = NOW_AT + timedelta(minutes=10)


def waiting(number: str, **changes: object) -> Order:
    """An order to prepare, promised in ten minutes."""
    made = order((), id=OrderId(f"o-{number}"), number=number, promised_at=SOON)
    return replace(made, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


def queued(*orders: Order, visits: tuple[Visit, ...] = ()) -> tuple[Queued, ...]:
    """The queue of these."""
    return queue(orders, visits, NOW_AT)


def visit(number: str) -> Visit:
    """Somebody waits for an order."""
    place = (OrderId(f"o-{number}"),)
    made = Visit(VisitId("v"), STORE, place, CustomerId("c-1"), VisitState.ARRIVED, NOW_AT)
    return replace(made, arrived_at=NOW_AT)


def at_work(*orders: Order) -> QueueNews:
    """What these orders are to somebody who was there when the program started."""
    news = QueueNews()
    news.come(queued(*orders), 0.0, is_first=False)
    return news


def said(news: QueueNews) -> tuple[str, str]:
    """The notice."""
    shown = news.notice(WORDS, NOW_AT)
    return shown.title, shown.line


def test_what_stood_there_at_a_start_is_no_news() -> None:
    news = at_work(waiting("4821"), waiting("4822"))
    assert (said(news), news.count) == (("", ""), 0)


def test_what_the_first_answer_of_the_authority_brings_is_no_news_either() -> None:
    news = at_work(waiting("4821"))
    news.come(queued(waiting("4821"), waiting("4822")), 1.0, is_first=True)
    assert news.count == 0
    news.come(queued(waiting("4821"), waiting("4822"), waiting("4823")), 2.0, is_first=False)
    assert news.count == 1


def test_a_new_order_is_told_with_its_promise_and_leads_to_it() -> None:
    news = at_work(waiting("4821"))
    news.come(queued(waiting("4821"), waiting("4900")), 1.0, is_first=False)
    assert said(news) == ("Nuovo ordine 4900", "Giulia B. · promesso alle 10:54")
    assert news.place == OrderRoute("o-4900")


def test_several_are_one_notice_that_leads_to_the_queue() -> None:
    news = at_work(waiting("4821"))
    late = replace(waiting("4902"), promised_at=NOW_AT - timedelta(minutes=1))
    news.come(queued(waiting("4821"), waiting("4900"), waiting("4901"), late), 1.0, is_first=False)
    assert said(news) == ("3 novità nei ritiri", "2 nuovi ordini, 1 in ritardo")
    assert news.place == PickupsRoute()


def test_time_alone_makes_an_order_late_and_says_so_once() -> None:
    news = at_work(waiting("4821"))
    news.tick(SOON, 1.0)
    assert news.count == 0
    news.tick(SOON + timedelta(seconds=1), 2.0)
    assert said(news)[0] == "Ordine 4821 in ritardo"
    news.put_away()
    news.tick(SOON + timedelta(seconds=2), 3.0)
    assert (said(news)[0], news.count) == ("", 1)


def test_a_customer_who_arrives_is_news() -> None:
    news = at_work(ready_order(id=OrderId("o-4821"), number="4821"))
    there = ready_order(id=OrderId("o-4821"), number="4821")
    news.come(queued(there, visits=(visit("4821"),)), 1.0, is_first=False)
    assert said(news)[0] == "Cliente in attesa per l’ordine 4821"


def test_a_notice_goes_by_itself_and_what_is_new_stays_counted_until_it_is_seen() -> None:
    news = at_work()
    news.come(queued(waiting("4900"), waiting("4901")), 1.0, is_first=False)
    news.tick(NOW_AT, 1.0 + NEWS_S)
    assert (said(news)[0], news.count) == ("", 2)
    news.seen_at(RecentRoute())
    news.seen_at(OrderRoute("o-4900"))
    assert news.count == 1
    news.seen_at(HomeRoute())
    assert news.count == 0


def test_what_left_the_queue_is_no_news_any_more() -> None:
    news = at_work()
    news.come(queued(waiting("4900")), 1.0, is_first=False)
    news.come((), 2.0, is_first=False)
    assert (said(news)[0], news.count) == ("", 0)


def test_what_comes_back_to_the_queue_after_an_undo_is_no_new_order() -> None:
    news = at_work(waiting("4821"))
    news.come(queued(), 1.0, is_first=False)
    news.come(queued(waiting("4821")), 2.0, is_first=False)
    assert news.count == 0


def test_the_chip_of_who_checked_in_carries_their_number() -> None:
    (item,) = queued(ready_order(), visits=(replace(visit("4821"), number="A 7"),))
    assert mark_of(item, WORDS, SOON).words == "A 7 · 10 min"
    assert mark_of(item, WORDS, SOON, is_long=True).words == "A 7 · Arrivato da 10 min"


def test_the_chip_of_who_is_served_calls_nobody_else() -> None:
    (item,) = queued(ready_order(), visits=(replace(visit("4821"), number="A 7", claimed_by="op-01"),))
    mark = mark_of(item, WORDS, SOON)
    assert (mark.words, mark.is_solid) == ("Servito · 10 min", False)
