"""The real Vendure behind the demo: started, held against the sample, and what it cannot do said."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

from app.bootstrap.demo_chain import Behind
from app.central.connectors.vendure.shop import VENDURE_TRAITS
from app.demo.chain import DemoChain, demo_cases
from app.demo.chain_names import ShopNames
from app.demo.crew import Crew, Facts, TourFailed
from app.demo.outside import Outside, until
from app.demo.transcript import Transcript
from app.demo.vendure.eyes import VendureEyes, open_eyes
from app.demo.webshop import WebShop

MAKING_S = 3_600.0
"""How long Vendure's packages and the filling of its shop may take, the first time."""
LOADING_S = 600.0
"""How long head office may read all of it."""
_ASKED = re.compile(r'^bancone_platform_asked_timestamp_seconds\{.*what="(\w+)"\}', re.MULTILINE)
_LOADED = {"articles", "customers", "carts", "orders"}


async def vendure_shop(book: Transcript, crew: Crew, folder: Path) -> Behind:
    """A real Vendure that holds the sample chain; every time as on the first day."""
    book.heading("tour.vendure")
    book.say("say.vendure.wait")

    def making(facts: Facts) -> None:
        counts = {name: str(facts[name]) for name in ("done", "total")}
        book.say(f"say.vendure.making.{facts['what']}", **counts)

    shop = await crew.start("shop", ["demo-vendure", "--data", str(folder / "shop")], MAKING_S, making)
    names = await asyncio.to_thread(ShopNames.read, Path(shop.text("names")))

    @contextlib.asynccontextmanager
    async def opened(sample: DemoChain, central: Outside) -> AsyncIterator[WebShop]:
        eyes = await open_eyes(Path(shop.text("settings")))
        try:
            await _holds(book, eyes, sample)
            await _is_loaded(book, central)
            await eyes.note(demo_cases(sample).returnable.sku)
            tell_lacks(book, sample)
            yield eyes
        finally:
            await eyes.close()

    settings = ("--connect", "vendure", "--settings", shop.text("settings"))
    return Behind((*settings, "--demo-names", shop.text("names")), names, opened)


async def _holds(book: Transcript, eyes: VendureEyes, sample: DemoChain) -> None:
    """It has as much of everything as the sample."""
    rows = {"articles": sample.articles, "customers": sample.customers, "carts": sample.carts}
    wanted = {name: len(found) for name, found in {**rows, "orders": sample.orders}.items()}
    found = await eyes.counts()
    if found != wanted:
        raise TourFailed(f"Vendure has {found}, the sample {wanted}")
    book.checked("say.vendure.holds", **found)


async def _is_loaded(book: Transcript, central: Outside) -> None:
    """Head office has read all of it, to the end."""

    async def asked() -> set[str]:
        return set(_ASKED.findall(await central.text("/metrics")))

    wrong = "head office has not read Vendure to the end"
    await until(asked, lambda found: found >= _LOADED, wrong, LOADING_S)
    book.checked("say.vendure.loaded")


def tell_lacks(book: Transcript, sample: DemoChain) -> None:
    """What it cannot do, or can hold of the sample only in part."""
    book.heading("tour.lacks")
    book.say("say.lacks.twice")
    if not VENDURE_TRAITS.creates_orders:
        book.say("say.lacks.orders")
    if not VENDURE_TRAITS.messages:
        book.say("say.lacks.messages")
    book.say("say.lacks.pokes")
    book.say("say.lacks.stock")
    promoted = [order for order in sample.orders if any(line.discount for line in order.lines)]
    book.say("say.lacks.prices", n=len(promoted))
    book.say("say.lacks.past", n=len(sample.returns))
