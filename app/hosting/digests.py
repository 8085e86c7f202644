"""Sums over a host's feeds, made beside its acts and once for all who compare theirs with the same state."""

from dataclasses import dataclass, field

from app.contract.feeds import Digest
from app.node import feeds
from app.node.ports import NodeTx


@dataclass(slots=True)
class Digests:
    """Owns the last sums of each feed; its method runs on the thread that may take seconds."""

    _made: dict[str, Digest] = field(default_factory=dict)

    def of(self, tx: NodeTx, feed: str) -> Digest:
        """Sums over the feed's live rows in this view. Problem(NOT_FOUND)."""
        state, made = feeds.feed_state(tx, feed), self._made.get(feed)
        if made is None or (made.id, made.rev) != (state.id, state.rev):
            made = self._made[feed] = feeds.digest(tx, feed)
        return made
