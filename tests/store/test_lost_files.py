"""A store that is gone, cut off or older than its journal is noticed, and nothing is numbered twice after it."""

import shutil
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from app.contract.commands import command_hash
from app.contract.feeds import FeedRef
from app.domain.errors import Code, Problem
from app.store import recovery
from app.store.database import STORE, Database
from app.store.files import side_files
from app.store.recovery import StorePlace, open_store, rebuild_store
from app.usecases.ports import BaseRow
from tests.store.commands import add, command, encoded, seqs
from tests.store.conftest import KEY
from tests.store.test_recovery import Copies, damage, filled_store, place, terminal


def paper(seq: int, document: str, case: str) -> bytes:
    """A return as the journal keeps it."""
    body = msgspec.json.encode({"document_no": document, "number": case})
    hash_ = command_hash("k", 1, "order:o1", "u1", body)
    return msgspec.json.encode(msgspec.structs.replace(command(seq), body=Raw(body), hash=hash_))


def opened(where: StorePlace) -> tuple[list[int], tuple[int, int], list[str]]:
    """Open as a start does: commands known, the next number, open attention codes."""
    database, _ = open_store(where)
    try:
        with terminal(database).write() as tx:
            items = [item.code for item in tx.attention_open(9)]
            return seqs(tx), tx.next_command_number(), items
    finally:
        database.close()


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_store_that_is_gone_comes_back_from_the_journal(tmp_path: Path, is_empty: bool) -> None:
    path = tmp_path / "store.db"
    if is_empty:
        path.touch()
    known, number, codes = opened(place(path, encoded(1), encoded(2)))
    assert (known, number, codes) == ([1, 2], (2, 1), [Code.STORE_DAMAGED])


def test_a_first_start_is_no_damage(tmp_path: Path) -> None:
    assert opened(place(tmp_path / "store.db")) == ([], (1, 1), [])


def test_an_old_copy_put_back_is_noticed_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 2)
    where = place(path, encoded(1), encoded(2), encoded(3), encoded(4))
    known, number, codes = opened(where)
    assert (known, number, codes) == ([1, 2, 3, 4], (2, 1), [Code.STORE_DAMAGED])
    known, number, codes = opened(where)
    assert (known, number, codes) == ([1, 2, 3, 4], (2, 2), [Code.STORE_DAMAGED]), "not made anew a second time"


def test_a_missing_log_is_noticed(tmp_path: Path) -> None:
    path, saved = tmp_path / "store.db", tmp_path / "saved.db"
    filled_store(path, 1)
    database = Database(path, KEY, STORE)
    with terminal(database).write() as tx:
        add(tx)
    shutil.copy(path, saved)
    database.close()
    saved.replace(path)
    for side in side_files(path):
        side.unlink(missing_ok=True)
    known, number, _ = opened(place(path, encoded(1), encoded(2)))
    assert (known, number) == ([1, 2], (2, 1))


def test_papers_are_numbered_on_behind_those_that_left(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    where = place(path, paper(1, "A942-000007", "R-A942-0003"), paper(2, "A942-000006", "R-A942-x"))
    database, was_damaged = open_store(where)
    assert was_damaged
    with terminal(database).write() as tx:
        assert (tx.take_number("document"), tx.take_number("return_case")) == (8, 4)
    database.close()


def test_every_doubt_begins_a_generation_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 1)
    for generation in (2, 3, 4):
        damage(path, 0)
        _, number, _ = opened(place(path))
        assert number == (generation, 1), "even when nothing reads and nothing was journaled"


def test_an_interrupted_rebuild_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 3)
    damage(path, path.stat().st_size // 4096 - 1)

    class Full(Copies):
        def replay(self) -> list[bytes]:
            raise Problem(Code.DISK_FULL)

    where = place(path, encoded(3))
    with pytest.raises(Problem) as raised:
        rebuild_store(StorePlace(path, where.key, Full(), where.now_at))
    assert raised.value.code is Code.DISK_FULL
    assert not path.exists()
    known, number, codes = opened(where)
    assert (set(known) >= {1, 3}, number) == (True, (2, 1))
    assert Code.STORE_DAMAGED in codes


def test_the_authority_s_rows_are_kept_until_it_sends_them_again(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    filled_store(path, 1)
    database = Database(path, KEY, STORE)
    with terminal(database).write() as tx:
        tx.base_put("store:1", BaseRow("order", "o1", 41, b"old"), ["order:17"])
        tx.set_cursor(FeedRef("store:1", "h1", 41))
    database.close()
    database = recovery.rebuild_store(place(path))
    with terminal(database).write() as tx:
        assert tx.base_find("order", "order:17", 9) == [BaseRow("order", "o1", 0, b"old")]
        assert tx.cursor("store:1") == FeedRef("store:1")
        assert tx.base_put("store:1", BaseRow("order", "o1", 1, b"new"), [])
    database.close()
