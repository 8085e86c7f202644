"""Marks a feed while a snapshot of it is loaded in parts, so that nobody reads half of it and a crash shows."""

from app.node.ports import NodeTx

KIND = "loading"


def is_loading(tx: NodeTx, feed: str) -> bool:
    """Whether the feed is not whole."""
    return tx.get(KIND, feed) is not None


def begin(tx: NodeTx, feed: str) -> None:
    """With the first part."""
    tx.put(KIND, feed, b"1")


def end(tx: NodeTx, feed: str) -> None:
    """With the last part."""
    tx.drop(KIND, feed)


def start_over(tx: NodeTx) -> list[str]:
    """Feeds whose loading broke off: emptied, so that they are asked for from the beginning."""
    feeds = [feed for feed, _ in tx.scan(KIND, "", 1_000)]
    for feed in feeds:
        tx.mirror(feed, "", [], 0, is_start=True)
        tx.drop(KIND, feed)
    return feeds
