"""Keeps the marks of heard request numbers among the node's own documents."""

from app.hosting.dbthread import DbThread
from app.node.ports import NodeStore

_KIND = "seq_mark"


class StoredMarks:
    """The durable `SeqMarks` of a host: reads and writes on its database thread."""

    def __init__(self, db: DbThread, store: NodeStore) -> None:
        self._db = db
        self._store = store

    async def load(self, device_id: str) -> int:
        """The mark, 0 for none."""

        def work() -> int:
            with self._store.read() as tx:
                return int(tx.get(_KIND, device_id) or b"0")

        return await self._db.run(work)

    async def save(self, device_id: str, mark: int) -> None:
        """Raise the mark; another process of the same host may have raised it higher."""

        def work() -> None:
            with self._store.write() as tx:
                tx.lock(f"{_KIND}/{device_id}")
                known = int(tx.get(_KIND, device_id) or b"0")
                tx.put(_KIND, device_id, str(max(known, mark)).encode())

        await self._db.run(work)
