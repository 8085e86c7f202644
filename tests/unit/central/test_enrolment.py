"""Codes, places on the roster, who becomes an edge."""

from datetime import UTC, datetime, timedelta

import pytest

from app.adapters.crypto import RandomIds
from app.central import enrolment
from app.contract.rows import EnrolAnswer, EnrolRequest, StoreConfig
from app.domain.errors import Code, Problem
from app.node.custody import alloc_feed, config_feed, publish_config
from app.node.documents import get_config
from tests.fakes.stores import MemoryNodeStore

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
IDS = RandomIds()


@pytest.fixture
def store() -> MemoryNodeStore:
    """A chain of one shop."""
    made = MemoryNodeStore()
    with made.write() as tx:
        tx.open_feed(config_feed("MI01"), "c")
        tx.open_feed(alloc_feed("MI01"), "a")
        publish_config(
            tx, StoreConfig(store="MI01", name="", address="", chain="c", market="it", pricelist="p", epoch=1)
        )
    return made


def enrolled(store: MemoryNodeStore, mode: str, key: str, at: datetime = AT) -> EnrolAnswer:
    with store.write() as tx:
        code = enrolment.create_code(tx, IDS, AT, store="MI01", mode=mode).code
    with store.write() as tx:
        return enrolment.enrol(tx, IDS, EnrolRequest(code, key * 32, "banco", mode == "edge"), at)


def test_the_first_edge_takes_office_and_the_second_waits(store: MemoryNodeStore) -> None:
    first, second = enrolled(store, "edge", "0a"), enrolled(store, "edge", "0b")
    with store.write() as tx:
        assert get_config(tx, "MI01").edge_device == first.device
        named = [row.t for row in tx.live_rows(alloc_feed("MI01"), ("", ""), 10)]
        assert named == ["authority"]
        config = enrolment.set_edge(tx, "MI01", second.device, "https://edge:8443")
    assert (config.edge_device, config.epoch, config.edge_url) == (second.device, 2, "https://edge:8443")


def test_a_mode_has_its_rights_and_no_others(store: MemoryNodeStore) -> None:
    kiosk = enrolled(store, "kiosk", "0c")
    assert "customers.search" not in kiosk.scopes
    assert "commands" not in kiosk.scopes
    assert "feed.alloc" not in enrolled(store, "clerk", "0d").scopes


def test_a_code_is_good_for_ten_minutes(store: MemoryNodeStore) -> None:
    assert enrolled(store, "clerk", "0e", AT + timedelta(minutes=10)).device
    with pytest.raises(Problem) as caught:
        enrolled(store, "clerk", "0f", AT + timedelta(minutes=10, seconds=1))
    assert (caught.value.code, caught.value.details) == (Code.ENROLMENT_CODE_INVALID, {"expired_s": 1})


def test_a_revoked_device_stays_on_the_roster_marked_and_gets_no_second_answer(store: MemoryNodeStore) -> None:
    with store.write() as tx:
        code = enrolment.create_code(tx, IDS, AT, store="MI01", mode="clerk").code
        request = EnrolRequest(code, "0a" * 32, "")
        answer = enrolment.enrol(tx, IDS, request, AT)
        enrolment.revoke(tx, answer.device)
        assert [d.is_revoked for d in get_config(tx, "MI01").devices] == [True]
        with pytest.raises(Problem) as caught:
            enrolment.enrol(tx, IDS, request, AT)
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID


def test_only_an_edge_of_the_store_is_named(store: MemoryNodeStore) -> None:
    clerk = enrolled(store, "clerk", "0a")
    with store.write() as tx, pytest.raises(Problem) as caught:
        enrolment.set_edge(tx, "MI01", clerk.device, "")
    assert caught.value.code is Code.DEVICE_UNKNOWN


@pytest.mark.parametrize("key", ["", "zz" * 32, "0a" * 31])
def test_what_is_no_key_is_refused(store: MemoryNodeStore, key: str) -> None:
    with store.write() as tx:
        code = enrolment.create_code(tx, IDS, AT, store="MI01", mode="clerk").code
        with pytest.raises(Problem) as caught:
            enrolment.enrol(tx, IDS, EnrolRequest(code, key, ""), AT)
    assert caught.value.code is Code.ENROLMENT_CODE_INVALID


@pytest.mark.parametrize(("mode", "is_edge"), [("edge", False), ("clerk", True), ("till", True)])
def test_a_code_in_the_wrong_program_is_refused_and_not_spent(
    store: MemoryNodeStore, mode: str, is_edge: bool
) -> None:
    with store.write() as tx:
        code = enrolment.create_code(tx, IDS, AT, store="MI01", mode=mode).code
        with pytest.raises(Problem) as caught:
            enrolment.enrol(tx, IDS, EnrolRequest(code, "0a" * 32, "", is_edge), AT)
        assert caught.value.code is Code.ENROLMENT_CODE_INVALID
        assert get_config(tx, "MI01").devices == []
        assert enrolment.enrol(tx, IDS, EnrolRequest(code, "0b" * 32, "", not is_edge), AT).mode == mode
