"""Orders and answers written before an order could go to another shop are read as they were meant."""

import msgspec

from app.domain.commands import AnswerRecall
from app.domain.orders import Order
from app.domain.transfers import asked_for, declined_to, fetched_at, moved_from, moved_to
from app.domain.values import NO_STORE

ANSWER = b'{"order":"o-1","is_released":true,"at":"2026-01-05T09:00:00Z"}'
ORDER = (
    b'{"id":"o-1","public_no":1,"number":"1","store":"mi01","channel":"site","customer":"c-1","customer_name":"G",'
    b'"placed_at":"2026-01-05T09:00:00Z","lines":[],"payment":{"method":"card","label":""},'
    b'"custody":{"holder":"mi01","epoch":1},"applied":["T1AA.1:1"]}'
)


def test_an_answer_without_a_shop_is_one_to_a_cancel() -> None:
    assert msgspec.json.decode(ANSWER, type=AnswerRecall).target == NO_STORE


def test_an_order_without_a_word_of_it_stayed_where_it_was() -> None:
    order = msgspec.json.decode(ORDER, type=Order)
    assert (order.transfers, fetched_at(order)) == ((), "mi01")
    assert [asked_for(order), moved_to(order), moved_from(order), declined_to(order)] == [None] * 4
