"""What is asked of the window at work, and what it answers; known to both processes."""

import msgspec

from app.bootstrap.bench_world import SEED, World, typed
from app.demo.bulk import bulk_articles, bulk_customer_name, bulk_finder
from app.demo.chain_dice import Dice

TEXTS, CODES, ROUNDS = 15, 100, 100
# Not counted: the first ones compile statements and fill the caches of glyphs and pages.
WARM_UP = 3
_NEAR = 40_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is typed and scanned, and how often the rest is done."""

    texts: list[str]
    gtins: list[str]
    codes: list[str]
    rounds: int


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds from the event to the painted frame, of each try; memory in MB, idling in percent of a core."""

    keys: list[float]
    articles: list[float]
    orders: list[float]
    screens: list[float]
    themes: list[float]
    scrolls: list[float]
    rss_mb: float
    anonymous_mb: float
    idle_percent: float


def asked_of(world: World) -> Asked:
    """Words of articles, names and ends of phone numbers to type; articles and orders to scan."""
    dice, sizes = Dice(SEED, "bench window"), world.sizes
    articles = list(bulk_articles(SEED, min(sizes.articles, _NEAR)))
    count = min(sizes.searches, TEXTS)
    texts = [dice.pick(articles).name.lower()[:12].rstrip() for _ in range(count)]
    texts += [bulk_customer_name(SEED, dice.below(sizes.customers))[1].lower() for _ in range(count)]
    people = list(bulk_finder(SEED, lambda text: "", min(sizes.customers, _NEAR)))
    phones = [dice.pick(people).phone6 for _ in range(count)]
    codes = min(sizes.searches, CODES) + WARM_UP
    return Asked(
        texts=[*texts, *phones],
        gtins=[dice.pick(articles).gtin for _ in range(codes)],
        codes=[typed(2 * dice.below(sizes.orders // 2)) for _ in range(codes)],
        rounds=min(sizes.searches, ROUNDS) + WARM_UP,
    )
