"""Settings at central: one version after the other, told to the store's terminals, recorded."""

from datetime import UTC, datetime

import msgspec
import pytest

from app.central.shop_settings import Wanted, change_settings, kept_settings
from app.contract.rows import RosterDevice
from app.domain.errors import Code, Problem
from app.domain.shop_settings import ShopSettings, settings_of
from app.hosting.audit import AuditRecord, first_break
from app.hosting.ports import Reader
from app.node.custody import alloc_feed, config_feed, publish_config
from app.node.documents import get_config
from app.node.ports import NodeTx
from tests.fakes.stores import MemoryNodeStore
from tests.unit.node.shop import shop_config

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CONFIG = shop_config()
WHO = CONFIG.staff[0]
READER = Reader(RosterDevice("E1AA", "", "edge", []), WHO.id, "T1AA")


@pytest.fixture
def store() -> MemoryNodeStore:
    """A chain of one shop."""
    made = MemoryNodeStore()
    with made.write() as tx:
        tx.open_feed(config_feed(CONFIG.store), "c")
        tx.open_feed(alloc_feed(CONFIG.store), "a")
        publish_config(tx, CONFIG)
    return made


def wanted(key: str, value: int, base_rev: int = 0) -> Wanted:
    return Wanted(settings_of(CONFIG).with_value(key, value), base_rev, WHO.id)


def change(tx: NodeTx, asked: Wanted) -> int:
    return change_settings(tx, CONFIG.store, asked, READER, AT).rev


def test_a_change_is_kept_told_and_recorded(store: MemoryNodeStore) -> None:
    with store.write() as tx:
        assert change(tx, wanted("hold.days", 9)) == 1
        config = get_config(tx, CONFIG.store)
        assert (config.hold_days, config.settings_rev) == (9, 1)
        assert (config.settings_by, config.settings_at) == (WHO.id, AT)
        assert config.staff == CONFIG.staff
        [row] = tx.live_rows(config_feed(CONFIG.store), ("", ""), 10)
        assert b'"hold_days":9' in msgspec.json.encode(row.d)
        kept = kept_settings(tx, CONFIG.store)
        assert (kept.by, kept.values["hold.days"]) == (WHO.name, 9)
        body = tx.get("audit", f"{1:012d}")
        assert body is not None
        found = msgspec.json.decode(body, type=AuditRecord)
        assert (found.event, found.actor, found.origin) == ("settings.change", WHO.id, "T1AA")
        assert found.purpose == f"{CONFIG.store}:1:hold.days"
        assert first_break(tx) is None


def test_two_people_do_not_write_over_each_other(store: MemoryNodeStore) -> None:
    with store.write() as tx:
        change(tx, wanted("hold.days", 9))
        with pytest.raises(Problem) as caught:
            change(tx, wanted("waits.late_s", 300))
        assert (caught.value.code, caught.value.details["by"]) == (Code.SETTINGS_CHANGED, WHO.name)
        assert get_config(tx, CONFIG.store).wait_late_s == CONFIG.wait_late_s


def test_the_same_change_sent_again_is_taken_for_the_same(store: MemoryNodeStore) -> None:
    with store.write() as tx:
        assert change(tx, wanted("hold.days", 9)) == change(tx, wanted("hold.days", 9)) == 1


def test_what_is_not_in_order_changes_nothing(store: MemoryNodeStore) -> None:
    with store.write() as tx:
        for settings, count in ((wanted("hold.days", 900), 1), (Wanted(ShopSettings(), 0, WHO.id), 25)):
            with pytest.raises(Problem) as caught:
                change(tx, settings)
            assert caught.value.code == Code.SETTINGS_UNFIT
            assert caught.value.details["count"] == count
        assert get_config(tx, CONFIG.store) == CONFIG
