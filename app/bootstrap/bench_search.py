"""From a key to the rows it finds, and from a code to its order, in the large cache, as a screen asks for them."""

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence

from app.bootstrap.bench_cache import card_of
from app.bootstrap.bench_report import Figure, latency
from app.bootstrap.bench_world import CLERK, SEED, World, typed
from app.bootstrap.terminal_parts import Terminal
from app.contract.reads import SEARCH_MIN_CHARS
from app.demo.bulk import bulk_articles, bulk_customer_name, bulk_finder
from app.demo.chain_dice import Dice
from app.domain.folding import fold
from app.usecases.find import MAX_SHOWN
from app.usecases.read_ports import Superseded

FRAME_MS = 16.7
PHONE_DIGITS = 6
# A few keys before anything is counted: the first ones compile statements and open files.
WARM_UP = 20
# One in so many must find something: half-typed digits may end no number at all, most texts do.
FOUND_AT_LEAST = 10


async def measure_searches(world: World, terminal: Terminal) -> list[Figure]:
    """Every figure of looking something up at that terminal."""
    dice = Dice(SEED, "bench")
    find, sizes = terminal.find, world.sizes

    async def articles(text: str) -> Sequence[object]:
        return await terminal.lookups.catalog(lambda reads: reads.search(text, MAX_SHOWN))

    async def customers(text: str) -> Sequence[object]:
        return await find.customers(text, CLERK)

    async def by_typed(text: str) -> Sequence[object]:
        return await find.order_by_typed(text, CLERK)

    async def by_signed(text: str) -> Sequence[object]:
        return await find.order_by_code(text, CLERK)

    most, people = f"{sizes.articles:,} articles", f"{sizes.customers:,} customers"
    orders = f"{sizes.orders:,} orders"
    recorded = "with the audit row each search leaves"
    return [
        await ask_all(f"key to rows, words, {most}", articles, _keys(_article_words(world, dice), 1)),
        await ask_all(f"key to rows, names, {people}", customers, _keys(_names(world, dice), 3), recorded),
        await ask_all(f"key to rows, phone digits, {people}", customers, _keys(_phones(world, dice), 3), recorded),
        await ask_all(f"card to customer, {people}", customers, _cards(world, dice), recorded),
        await ask_all(f"typed code to order, {orders}", by_typed, _typed_codes(world, dice)),
        await ask_all(
            f"signed code to order, {orders}", by_signed, _signed_codes(world, dice), "signature checked each time"
        ),
    ]


async def ask_all(
    what: str, ask: Callable[[str], Awaitable[Sequence[object]]], texts: Iterator[str], note: str = ""
) -> Figure:
    """Ask for each text in turn and time the answers; what nothing at all is found for would be no measure."""
    times: list[float] = []
    found = 0
    for text in texts:
        started_s = time.perf_counter()
        try:
            found += bool(await ask(text))
        except Superseded:
            continue
        times.append(time.perf_counter() - started_s)
    counted = times[WARM_UP:] or times
    if found * FOUND_AT_LEAST < len(times):
        raise RuntimeError(f"{what}: {found} of {len(times)} found anything")
    parts = [f"{len(counted)} asked, longest {1000 * max(counted):.1f} ms", note]
    return latency(what, counted, FRAME_MS, note=", ".join(part for part in parts if part))


def _keys(texts: Iterator[str], least: int) -> Iterator[str]:
    """Each text as it is typed, key by key, from the first that is searched for: blanks do not count."""
    for text in texts:
        typed_so_far = (text[:end] for end in range(1, len(text) + 1) if text[end - 1] != " ")
        yield from (part for part in typed_so_far if len(fold(part).replace(" ", "")) >= least)


def _article_words(world: World, dice: Dice) -> Iterator[str]:
    """What somebody types for an article: words of its name, sometimes its brand, colour or size."""
    rows = list(bulk_articles(SEED, min(world.sizes.articles, 40_000)))
    for _ in range(world.sizes.searches):
        article = dice.pick(rows)
        words = article.name.lower().split()
        match dice.below(4):
            case 0:
                yield " ".join(words[:2])
            case 1:
                yield f"{article.brand.lower()} {words[0]}"
            case 2:
                yield f"{words[0]} {article.colour} {article.size.lower()}"
            case _:
                yield " ".join(words[-2:])


def _names(world: World, dice: Dice) -> Iterator[str]:
    """Family names, given and family names, in either order."""
    for _ in range(world.sizes.searches):
        given, family = bulk_customer_name(SEED, dice.below(world.sizes.customers))
        yield dice.pick((family, f"{given} {family}", f"{family} {given}")).lower()


def _phones(world: World, dice: Dice) -> Iterator[str]:
    """The ends of numbers as somebody types them: the last three digits, then four, five, six of them."""
    rows = list(bulk_finder(SEED, lambda text: "", min(world.sizes.customers, 5_000)))
    for _ in range(world.sizes.searches):
        digits = dice.pick(rows).phone6
        yield digits[-dice.between(SEARCH_MIN_CHARS, PHONE_DIGITS) :]


def _cards(world: World, dice: Dice) -> Iterator[str]:
    for _ in range(world.sizes.searches):
        yield card_of(dice.below(world.sizes.customers))


def _typed_codes(world: World, dice: Dice) -> Iterator[str]:
    for _ in range(world.sizes.searches):
        yield typed(dice.below(world.sizes.orders))


def _signed_codes(world: World, dice: Dice) -> Iterator[str]:
    orders = list(world.orders(min(world.sizes.orders, 2_000)))
    codes = [world.signed_code(dice.pick(orders)) for _ in range(world.sizes.searches)]
    yield from codes
