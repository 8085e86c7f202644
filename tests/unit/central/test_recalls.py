"""Goods that are called back: in every store until somebody ends it, and who said so."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import json

from app.central.opening import NewStore, Wanted, keep_stores
from app.central.recalls import AskRecall, Recall, add_recall, end_recall, recalls_since
from app.contract.rows import BatchRecall, RosterDevice
from app.domain.errors import Code, Problem
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.documents import get_config
from tests.unit.intake.kit import CHAIN, STORES, Office

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EAN = "8001234567897"
GTIN = EAN.zfill(14)
BY = "Anna Prova"
ADMIN = Reader(RosterDevice("admin", "", "admin", []), "admin")


def added(office: Office, batch: str, by: str = BY, gtin: str = EAN) -> Recall:
    return office.do(lambda tx: add_recall(tx, office.ids, AskRecall(gtin, batch, by), ADMIN, AT))


def ended(office: Office, batch: str) -> Recall:
    return office.do(lambda tx: end_recall(tx, AskRecall(EAN, batch, "Ugo Prova"), ADMIN, AT + timedelta(days=1)))


def told(office: Office) -> list[list[BatchRecall]]:
    """What each store is told not to sell."""
    return office.do(lambda tx: [get_config(tx, store.id).recalls for store in STORES])


def test_a_batch_is_called_back_in_every_store_until_that_is_ended() -> None:
    office = Office()
    assert (added(office, "LOT7").gtin, added(office, "LOT77").batch) == (GTIN, "LOT77")
    assert told(office) == [[BatchRecall(GTIN, "LOT7"), BatchRecall(GTIN, "LOT77")]] * 2
    assert ended(office, "LOT7").ended_by == "Ugo Prova"
    assert told(office) == [[BatchRecall(GTIN, "LOT77")]] * 2


def test_both_acts_are_on_the_record() -> None:
    office = Office()
    recall = added(office, "LOT7")
    added(office, "LOT7")
    ended(office, "LOT7")
    kept = office.do(lambda tx: [json.decode(body, type=audit.AuditRecord) for _, body in tx.scan("audit", "", 9)])
    assert [(one.event, one.actor, one.purpose) for one in kept] == [
        ("recall.add", "admin", recall.id),
        ("recall.end", "admin", recall.id),
    ]


def test_all_of_an_article_and_one_batch_of_it_are_two_things() -> None:
    office = Office()
    added(office, "LOT7")
    added(office, "")
    ended(office, "")
    assert told(office)[0] == [BatchRecall(GTIN, "LOT7")]


def test_what_is_called_back_already_stays_as_it_is_and_may_come_again_once_it_is_over() -> None:
    office = Office()
    first = added(office, "LOT7")
    assert added(office, "LOT7", "Ugo Prova") == first
    assert told(office)[0] == [BatchRecall(GTIN, "LOT7")]
    ended(office, "LOT7")
    assert added(office, "LOT7").id != first.id
    kept = office.do(lambda tx: recalls_since(tx, "", 10))
    assert [(recall.by, recall.ended_by) for recall in kept] == [(BY, "Ugo Prova"), (BY, "")]
    assert office.do(lambda tx: recalls_since(tx, first.id, 10)) == kept[1:]


def test_a_store_that_opens_begins_with_what_the_others_must_not_sell() -> None:
    office = Office()
    added(office, "LOT7")
    added(office, "LOT8")
    ended(office, "LOT8")
    third = NewStore(id="ST03", locations=["ST03"], name="Tre")
    office.do(lambda tx: keep_stores(tx, Wanted(CHAIN, (*STORES, third)), office.ids))
    config = office.do(lambda tx: get_config(tx, "ST03"))
    assert config.recalls == [BatchRecall(GTIN, "LOT7")]
    assert told(office)[0] == config.recalls, "and a start of head office leaves it to them"


@pytest.mark.parametrize(
    ("gtin", "batch", "by", "what"),
    [
        ("8001234567898", "LOT7", BY, "gtin"),
        ("4821", "LOT7", BY, "gtin"),
        (EAN, "LOT 7", BY, "batch"),
        (EAN, "L" * 21, BY, "batch"),
        (EAN, "LOT7\n", BY, "batch"),
        (EAN, "LOT7", " \u202e", "by"),
    ],
)
def test_what_cannot_be_meant_is_refused(gtin: str, batch: str, by: str, what: str) -> None:
    office = Office()
    with pytest.raises(Problem) as refused:
        added(office, batch, by, gtin)
    assert (refused.value.code, refused.value.details) == (Code.BAD_REQUEST, {"what": what})
    assert told(office) == [[], []]


def test_what_nobody_called_back_cannot_be_ended() -> None:
    office = Office()
    added(office, "LOT77")
    with pytest.raises(Problem) as refused:
        ended(office, "LOT7")
    assert refused.value.code is Code.NOT_FOUND
    assert told(office)[0] == [BatchRecall(GTIN, "LOT77")]
