"""Goods their maker calls back: entered and ended for the whole chain, told to every store with its settings."""

import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from app.central.devices import all_configs
from app.contract.rows import BatchRecall, StoreConfig
from app.domain.errors import Code, Problem
from app.domain.ids import Ids
from app.domain.scanning import has_check_digit
from app.hosting import audit
from app.hosting.ports import Reader
from app.node.custody import publish_config
from app.node.ports import NodeTx

KIND = "batch_recall"
MAX_NAME = 60
MAX_OPEN = 10_000
# What a batch may be of: 20 of the 82 signs (GS1 General Specifications 3.4.1 and 7.11); none says all batches.
_BATCH = re.compile(r'[!"%-?A-Z_a-z]{0,20}')


class AskRecall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods to be called back, or no longer: GTIN of 8, 12, 13 or 14 digits, one batch or `""` for all there are.
    `by` is who says so."""

    gtin: str
    batch: str
    by: str


class Recall(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is kept of one: who called the goods back and when, and who ended it; `gtin` has 14 digits."""

    id: str
    gtin: str
    batch: str
    by: str
    at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None


_decode = msgspec.json.Decoder(Recall).decode


def add_recall(tx: NodeTx, ids: Ids, ask: AskRecall, asker: Reader, now_at: datetime) -> Recall:
    """Call the goods back in every store, on the record; what is called back already stays as it is.

    Problem(BAD_REQUEST).
    """
    goods, by = _read(ask)
    _lock(tx)
    known = _open(tx, goods)
    if known is not None:
        return known
    recall = Recall(id=ids.new_id(), gtin=goods.gtin, batch=goods.batch, by=by, at=now_at)
    tx.put(KIND, recall.id, msgspec.json.encode(recall), [_term(goods)])
    audit.note(tx, now_at, "recall.add", asker, purpose=recall.id)
    _tell(tx, lambda known: [*known, goods])
    return recall


def end_recall(tx: NodeTx, ask: AskRecall, asker: Reader, now_at: datetime) -> Recall:
    """The goods may be sold again in every store; on the record.

    Problem(BAD_REQUEST; NOT_FOUND: nobody called them back).
    """
    goods, by = _read(ask)
    _lock(tx)
    known = _open(tx, goods)
    if known is None:
        raise Problem(Code.NOT_FOUND, what="recall")
    recall = msgspec.structs.replace(known, ended_by=by, ended_at=now_at)
    tx.put(KIND, recall.id, msgspec.json.encode(recall))
    audit.note(tx, now_at, "recall.end", asker, purpose=recall.id)
    _tell(tx, lambda known: [one for one in known if one != goods])
    return recall


def recalls_since(tx: NodeTx, after: str, limit: int) -> list[Recall]:
    """Those in force and those that ended, by id; `after` is the last one of the list before."""
    return [_decode(body) for _, body in tx.scan(KIND, after, limit)]


def goods_called_back(tx: NodeTx) -> list[BatchRecall]:
    """What no store may sell now; a store that opens begins with it."""
    found = (_decode(hit.body) for hit in tx.find(KIND, "open:", MAX_OPEN))
    return [BatchRecall(recall.gtin, recall.batch) for recall in found]


def _read(ask: AskRecall) -> tuple[BatchRecall, str]:
    by = "".join(char for char in ask.by if char.isprintable()).strip()[:MAX_NAME]
    good = {"gtin": has_check_digit(ask.gtin), "batch": _BATCH.fullmatch(ask.batch), "by": by}
    for what, is_good in good.items():
        if not is_good:
            raise Problem(Code.BAD_REQUEST, what=what)
    return BatchRecall(ask.gtin.zfill(14), ask.batch), by


def _term(goods: BatchRecall) -> str:
    return f"open:{goods.gtin}:{goods.batch}"


def _open(tx: NodeTx, goods: BatchRecall) -> Recall | None:
    """The recall of these very goods that is in force; a batch that begins like theirs comes behind it."""
    found = tx.find(KIND, _term(goods), 1)
    return _decode(found[0].body) if found and found[0].term == _term(goods) else None


def _lock(tx: NodeTx) -> None:
    tx.lock(KIND, *(f"config:{config.store}" for config in all_configs(tx)))


def _tell(tx: NodeTx, changed: Callable[[list[BatchRecall]], list[BatchRecall]]) -> None:
    for config in all_configs(tx):
        told: StoreConfig = msgspec.structs.replace(config, recalls=changed(config.recalls))
        publish_config(tx, told)
