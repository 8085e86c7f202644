"""Fetches the pictures of articles from the platform, once each, beside everything else."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import Raw, Struct, json, structs

from app.central.connectors.guard_pace import Pace
from app.central.connectors.guard_ports import Clock
from app.central.connectors.port import PlatformRefused, PlatformUnavailable, ShopPlatform
from app.central.connectors.port_inward import PlatformArticle
from app.contract.rows import ArticleRow
from app.hosting.dbthread import DbThread
from app.hosting.node_access import NodeAccess
from app.hosting.pictures import picture_type
from app.node.ports import NewRow, NodeTx

PICTURE = "picture"
BETWEEN_S, IDLE_S = 0.2, 10.0
AT_ONCE = 20
_DUE = "due:"
_article = json.Decoder(ArticleRow).decode


class Wanted(Struct, frozen=True):
    """Where the platform serves an article's picture."""

    url: str


_wanted = json.Decoder(Wanted).decode


def want_picture(tx: NodeTx, told: PlatformArticle) -> None:
    """Remember that this picture is to be fetched, unless it was, or is none."""
    body = json.encode(Wanted(told.picture))
    if told.picture and tx.get(PICTURE, told.sku) != body:
        tx.put(PICTURE, told.sku, body, [_DUE])


@dataclass(slots=True)
class PictureWorker:
    """Owns the fetching of pictures into the folder `assets`; lives on the host's event loop.

    `files` is the thread on which files are written, `catalogues` the feeds whose rows name the pictures.
    """

    platform: ShopPlatform
    access: NodeAccess
    files: DbThread
    assets: Path
    catalogues: Sequence[str]
    clock: Clock
    pace: Pace

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            is_more = await self.step()
            await asyncio.sleep(BETWEEN_S if is_more else IDLE_S)

    async def step(self) -> bool:
        """Fetch some; whether there are more. Orders and carts come first: only what the budget leaves is used."""
        due = await self.access.read(lambda tx: tx.find(PICTURE, _DUE, AT_ONCE))
        for found in due:
            if self.pace.wait_s(self.clock.monotonic_s()) > 0:
                break
            url = _wanted(found.body).url
            try:
                name = await self._kept(await self.platform.picture(url))
            except PlatformUnavailable as exc:
                self.pace.hold(self.clock.monotonic_s(), exc.retry_after_s)
                return False
            except PlatformRefused:
                name = ""
            await self._named(found.key, found.body, name)
        return bool(due)

    async def _kept(self, content: bytes) -> str:
        """The name of the picture in the folder; empty for what is no picture."""
        name = hashlib.sha256(content).hexdigest()

        def write() -> str:
            self.assets.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self.assets / f"{name}.part"
            part.write_bytes(content)
            if picture_type(part) is None:
                part.unlink()
                return ""
            part.rename(self.assets / name)
            return name

        return await self.files.run(write)

    async def _named(self, sku: str, body: bytes, name: str) -> None:
        def work(tx: NodeTx) -> None:
            if tx.get(PICTURE, sku) == body:
                tx.put(PICTURE, sku, body)
            for feed in self.catalogues if name else ():
                row = tx.row(feed, "article", sku)
                article = _article(row.d) if row is not None and isinstance(row.d, Raw) else None
                if article is not None and article.image != name:
                    tx.append(feed, [NewRow("article", sku, json.encode(structs.replace(article, image=name)))])

        await self.access.write(work)
