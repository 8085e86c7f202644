"""Orders written before anybody could say what they want instead are read as they were meant."""

import msgspec

from app.domain.orders import OrderLine
from app.domain.values import Substitution

LINE = (
    b'{"id":"a","sku":"sku-a","gtin":"8001234567891","name":"Maglia Corsa","variant":"nera, M","unit_price":2990,'
    b'"progress":{"reserved":1,"picking":0,"picked":0,"short":0,"packed":0,"handed_over":0,"cancelled":0},'
    b'"discount":0,"returned":0,"is_final_sale":false,"min_age":0,"is_cold":false,"bundle_of":0}'
)


def test_a_line_without_a_rule_wants_nothing_instead() -> None:
    line = msgspec.json.decode(LINE, type=OrderLine)
    assert (line.substitution, line.replaces) == (Substitution.NONE, None)
