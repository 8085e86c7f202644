"""What waits for a person, in `store.db`."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.usecases.ports import AttentionItem

_details = msgspec.json.Decoder(dict[str, str | int | bool])
_COLUMNS = "SELECT id, code, subject, details, at, settled_at, settled_by FROM attention"
_PUT = """
INSERT INTO attention (id, code, subject, details, at, settled_at, settled_by) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET code = excluded.code, subject = excluded.subject, details = excluded.details,
at = excluded.at, settled_at = excluded.settled_at, settled_by = excluded.settled_by
"""
_OPEN = f"{_COLUMNS} WHERE settled_at IS NULL ORDER BY at, id LIMIT ?"
_SETTLED = f"{_COLUMNS} WHERE settled_at IS NOT NULL ORDER BY settled_at DESC, id LIMIT ?"


class AttentionRows:
    """Attention items as one transaction of `store.db` sees them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._run = connection.exec_driver_sql

    def put(self, item: AttentionItem) -> None:
        """Write or replace an item."""
        settled = None if item.settled_at is None else item.settled_at.isoformat()
        details = msgspec.json.encode(item.details)
        values = (item.id, item.code, item.subject, details, item.at.isoformat(), settled, item.settled_by)
        self._run(_PUT, values)

    def get(self, item_id: str) -> AttentionItem | None:
        """An item."""
        row = self._run(f"{_COLUMNS} WHERE id = ?", (item_id,)).one_or_none()
        return None if row is None else _item(tuple(row))

    def open(self, limit: int) -> list[AttentionItem]:
        """Items nobody has settled, oldest first."""
        return [_item(tuple(row)) for row in self._run(_OPEN, (limit,))]

    def settled(self, limit: int) -> list[AttentionItem]:
        """Items somebody has settled, the last one first."""
        return [_item(tuple(row)) for row in self._run(_SETTLED, (limit,))]


def _item(row: tuple[str, str, str, bytes, str, str | None, str]) -> AttentionItem:
    item_id, code, subject, details, at, settled_at, settled_by = row
    settled = None if settled_at is None else datetime.fromisoformat(settled_at)
    return AttentionItem(
        item_id, code, subject, _details.decode(details), datetime.fromisoformat(at), settled, settled_by
    )
