"""What a store set for itself, where the node decides: promises, holds, the age check."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import Code, Problem
from app.domain.handover import HandoverAsk, hand_over
from app.domain.orders import Proof, ProofKind
from app.domain.values import Custody, OrderId
from app.node.documents import put_order
from app.node.rules import handover_rules, promised_at, recorded_rules
from tests.fakes.stores import MemoryNodeStore
from tests.unit.domain.samples import NOW_AT, act, ready_order
from tests.unit.node.shop import shop_config

ALWAYS = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def test_so_many_orders_are_promised_for_an_hour() -> None:
    store, config = MemoryNodeStore(), shop_config(hours=ALWAYS, orders_per_hour=2)
    with store.write() as tx:
        first = promised_at(tx, config, NOW_AT)
        assert first == NOW_AT + timedelta(hours=2)
        for n in range(2):
            made = ready_order(id=OrderId(f"o-{n}"), number=str(n), public_no=n, promised_at=first)
            put_order(tx, replace(made, custody=Custody(config.store)))
        then = promised_at(tx, config, NOW_AT)
    assert then == first.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def test_an_hour_says_nothing_where_any_number_is_promised() -> None:
    with MemoryNodeStore().write() as tx:
        assert promised_at(tx, shop_config(), NOW_AT) == NOW_AT + timedelta(hours=2)


def test_holds_and_guards_are_the_stores_own() -> None:
    config = shop_config(hold_days=12, must_scan_containers=True, check_age=False, sign_above=5_000)
    rules = handover_rules(config)
    assert (rules.hold_days, rules.must_scan_containers, rules.check_age) == (12, True, False)
    assert (rules.sign_above, rules.sign_delegates, rules.check_names) == (5_000, False, True)
    kept = recorded_rules(config)
    assert kept.sign_above == 0
    assert (kept.hold_days, kept.must_scan_containers, kept.check_age) == (12, False, False)


def test_the_age_check_is_asked_for_where_the_store_wants_it() -> None:
    made = ready_order()
    grown = replace(made, lines=tuple(replace(one, min_age=18) for one in made.lines))
    ask = HandoverAsk(proof=Proof(ProofKind.CODE, grown.pickup.generation))
    with pytest.raises(Problem) as caught:
        hand_over(grown, ask, act(), handover_rules(shop_config()))
    assert caught.value.code == Code.AGE_CHECK_REQUIRED
    assert hand_over(grown, ask, act(), handover_rules(shop_config(check_age=False))).handovers
