"""The first load of the catalogue as its feeds bring it: three snapshots gathered in one file, adopted at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from app.contract.feeds import FeedRef, FeedRow, Page
from app.store.catalog import CatalogStore
from app.store.catalog_load import CatalogLoad, loading

Slices = Callable[[], Iterable[Sequence[FeedRow]]]
FEEDS = 3
"""Articles, prices and stock of one shop."""
PATIENCE_S = 120.0
"""How long a load waits for the next feed that has not come: a shop's server that is being filled itself has the
articles well before it has the stock."""


class FirstLoad:
    """Owns a load that stays open from the first snapshot to the last; on `catalog-write`.

    It ends when every feed of the catalogue has arrived, or when PATIENCE_S went by without another one of them:
    articles without the stock that is on its way would be said to be out.
    """

    def __init__(self, store: CatalogStore, key: bytes, monotonic_s: Callable[[], float]) -> None:
        self.store = store
        self._key = key
        self._monotonic_s = monotonic_s
        self._stack = ExitStack()
        self._load: CatalogLoad | None = None
        self._arrived: set[str] = set()
        self._came_at_s = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a load is under way: then the live file has nothing yet."""
        return self._load is not None

    def begin(self) -> None:
        """Open the file that is loaded. Problem(DISK_FULL | …)."""
        self._load = self._stack.enter_context(loading(self.store, self._key))
        self._arrived = set()
        self._came_at_s = self._monotonic_s()

    def look(self, feed: str) -> FeedRef | None:
        """Where the load stands in a feed, None when none is under way (any more)."""
        if self._load is not None and self._monotonic_s() - self._came_at_s > PATIENCE_S:
            self.finish()
        if self._load is None:
            return None
        return self._load.cursor(feed)

    def replace(self, ref: FeedRef, slices: Slices) -> bool:
        """Take a snapshot in; False when no load is under way. BadPage: the load is over and leaves no trace."""
        if self._load is None:
            return False
        with self._breaking_off():
            self._load.replace(ref, slices())
        self._has_arrived(ref.feed)
        return True

    def apply(self, page: Page) -> bool | None:
        """Take a page in, see FeedSink; None when no load is under way."""
        if self._load is None:
            return None
        with self._breaking_off():
            is_taken = self._load.apply(page)
        if is_taken and not page.more:
            self._has_arrived(page.head.feed)
        return is_taken

    def finish(self) -> None:
        """Build the search, verify, adopt. Problem(DISK_FULL | STORE_DAMAGED): nothing was loaded.

        Until it is done the load is under way: whoever looks meanwhile would find the live file still empty.
        """
        try:
            self._stack.close()
        finally:
            self._load = None

    def drop(self) -> None:
        """Give up what was loaded."""
        with suppress(BrokenOff), self._breaking_off():
            raise BrokenOff

    def _has_arrived(self, feed: str) -> None:
        """Feeds of one kind count once: a shop may move to another price list meanwhile."""
        kind = feed.partition(":")[0]
        if kind not in self._arrived:
            self._arrived.add(kind)
            self._came_at_s = self._monotonic_s()
        if len(self._arrived) == FEEDS:
            self.finish()

    @contextmanager
    def _breaking_off(self) -> Iterator[None]:
        try:
            yield
        except BaseException as exc:
            self._load = None
            # What the database raised leaves here as a Problem, like at the end of any transaction.
            self._stack.__exit__(type(exc), exc, exc.__traceback__)
            raise


class BrokenOff(Exception):
    """A load nobody waits for any more."""
