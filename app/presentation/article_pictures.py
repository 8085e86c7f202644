"""Pictures of articles for whoever paints: given at once when they are at hand, brought when they are not."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from app.domain.errors import Problem
from app.presentation.desk import Desk
from app.usecases.read_ports import CatalogReads

KEPT, AT_ONCE = 256, 4
RETRY_S = 120.0
FLIGHT = "pictures"


@dataclass(slots=True)
class ArticlePictures:
    """Keeps the bytes of the pictures shown last, by SKU; lives on the loop. `came` is called when some came."""

    desk: Desk
    came: Callable[[], None] = lambda: None
    _known: "OrderedDict[str, bytes]" = field(default_factory=OrderedDict)
    _missed_s: dict[str, float] = field(default_factory=dict)
    _wanted: dict[str, None] = field(default_factory=dict)

    def of(self, sku: str) -> bytes | None:
        """The picture, or None: then it is asked for, and `came` will be called. Never waits."""
        if sku in self._known:
            self._known.move_to_end(sku)
            return self._known[sku]
        now_s = self.desk.jobs.clock.monotonic_s()
        if sku and now_s - self._missed_s.get(sku, -RETRY_S) >= RETRY_S and self.desk.session.operator is not None:
            self._wanted[sku] = None
            self.desk.flights.once(FLIGHT, self._bring)
        return None

    async def _bring(self) -> None:
        """What was asked for last comes first: it is on screen now."""
        while self._wanted:
            skus = [self._wanted.popitem()[0] for _ in range(min(AT_ONCE, len(self._wanted)))]
            images = await self.desk.jobs.cart.lookups.catalog(partial(_images, skus))
            found = await asyncio.gather(*(self._fetch(images.get(sku, "")) for sku in skus))
            for sku, picture in zip(skus, found, strict=True):
                self._keep(sku, picture)
            if any(found):
                self.came()

    async def _fetch(self, image: str) -> bytes:
        try:
            return await self.desk.jobs.picture(image) if image else b""
        except Problem:
            return b""

    def _keep(self, sku: str, picture: bytes) -> None:
        if not picture:
            self._missed_s[sku] = self.desk.jobs.clock.monotonic_s()
            return
        self._missed_s.pop(sku, None)
        self._known[sku] = picture
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def _images(skus: Sequence[str], reads: CatalogReads) -> dict[str, str]:
    hits = (reads.by_sku(sku) for sku in skus)
    return {hit.article.sku: hit.article.image for hit in hits if hit is not None}
