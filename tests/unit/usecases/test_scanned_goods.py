"""Goods over the counter: found whatever their code is, and told when they are not to be sold."""

from datetime import date, timedelta

import msgspec
import pytest

from app.contract.rows import BatchRecall
from app.domain.errors import Code, Problem
from app.domain.returns import Condition, Disposition, Reason, ReturnCase, ReturnedPiece, Rule
from app.domain.scanning import Article, classify
from app.domain.values import ReturnId, Sku
from app.usecases.receive_return import BlindIntake, serial_of
from app.usecases.scanned_goods import Goods, refuse_damaged
from hardware.api import Pack, ScanRead
from hardware.symbology.gtin import check_digit
from hardware.symbology.reading import scan_read
from tests.unit.domain.samples import NOW_AT, STORE, act
from tests.unit.usecases.counter import Counter
from tests.unit.usecases.sample_files import CHEESE, GHOST, SHIRT

GTIN = SHIRT.zfill(14)
YESTERDAY = NOW_AT.date() - timedelta(days=1)


def read(code: str) -> ScanRead:
    """As a scanner gives it."""
    return scan_read(code.encode(), "scanner", NOW_AT)


def own(digits: str) -> str:
    """A number of the shop with its check digit."""
    return digits + check_digit(digits)


async def found(counter: Counter, code: str) -> Goods:
    """The goods behind a code."""
    scanned = classify(read(code).raw, dict(read(code).elements))
    assert isinstance(scanned, Article)
    return await counter.scans.goods.find(scanned, read(code))


async def codes(counter: Counter, pack: Pack) -> list[Code]:
    """What is wrong with a piece."""
    return [problem.code for problem in await counter.scans.goods.troubles(pack)]


async def configured(counter: Counter, **changes: object) -> None:
    """The shop works by other settings from now on."""
    await counter.keep("config", STORE, msgspec.structs.replace(counter.shop.config, **changes))


async def returned(counter: Counter, serial: str) -> None:
    """A shirt with that serial number came back."""
    piece = ReturnedPiece(
        *(Sku("sku-a"), SHIRT, "Maglia Corsa", "", 1, Reason.OTHER, Condition.AS_NEW, Disposition.RESTOCK),
        serial=serial,
    )
    case = ReturnCase(ReturnId("r-9"), "R-T1AA-0009", act(9), STORE, (piece,), Rule.UNMATCHED, "desk")
    await counter.keep("return", "r-9", case)


@pytest.mark.parametrize(
    "code",
    [
        SHIRT,
        f"]E0{SHIRT}",
        f"]d201{GTIN}10LOT7",
        f"]Q3\x1d01{GTIN}",
        f"HTTPS://ID.GS1.ORG/01/{GTIN}",
        f"]E0{SHIRT}|]e010LOT7",
        f"]E3{SHIRT}12",
    ],
)
async def test_the_article_is_found_whatever_carries_its_number(counter: Counter, code: str) -> None:
    goods = await found(counter, code)
    assert (goods.hit.article.sku, goods.pack.gtin) == ("sku-a", GTIN)


async def test_what_the_code_says_of_the_piece_comes_with_it(counter: Counter) -> None:
    goods = await found(counter, f"]d201{GTIN}17261231310300125010LOT7\x1d21S9")
    assert goods.pack == Pack(GTIN, "LOT7", "S9", date(2026, 12, 31), None, 1250)
    assert goods.is_measured


async def test_a_number_of_the_shop_says_article_and_price(counter: Counter) -> None:
    goods = await found(counter, own("212345600499"))
    assert (goods.hit.article.sku, goods.pack) == ("sku-c", Pack(CHEESE.zfill(14), price=499))
    assert (await found(counter, CHEESE)).pack.price is None, "the whole number is in the catalogue"


async def test_the_shop_says_how_its_numbers_are_made(counter: Counter) -> None:
    await configured(counter, in_store_codes=["2IIIIIIWWWWWC"])
    assert (await found(counter, own("212345601250"))).pack.weight_g == 1250
    await configured(counter, in_store_codes=[])
    with pytest.raises(Problem) as refused:
        await found(counter, own("212345601250"))
    assert refused.value.code is Code.ARTICLE_UNKNOWN


@pytest.mark.parametrize("code", [GHOST, own("299999900499"), f"]d201{GHOST.zfill(14)}10LOT7"])
async def test_what_nobody_knows_is_refused(counter: Counter, code: str) -> None:
    with pytest.raises(Problem) as refused:
        await found(counter, code)
    assert refused.value.code is Code.ARTICLE_UNKNOWN


@pytest.mark.parametrize(
    ("pack", "wrong"),
    [
        (Pack(GTIN, "LOT7"), [Code.PIECE_RECALLED]),
        (Pack(GTIN, "LOT8"), []),
        (Pack(CHEESE.zfill(14)), [Code.PIECE_RECALLED]),
        (Pack(GTIN, use_by=YESTERDAY), [Code.PIECE_EXPIRED]),
        (Pack(GTIN, use_by=NOW_AT.date()), []),
        (Pack(GTIN, best_before=YESTERDAY), [Code.PIECE_PAST_BEST]),
        (Pack(GTIN, serial="S9"), [Code.PIECE_RETURNED]),
        (Pack(GTIN, serial="S"), []),
        (Pack(CHEESE.zfill(14), "X", "S9", YESTERDAY), [Code.PIECE_RECALLED, Code.PIECE_EXPIRED]),
        (Pack(), []),
    ],
)
async def test_what_is_wrong_with_a_piece(counter: Counter, pack: Pack, wrong: list[Code]) -> None:
    await configured(counter, recalls=[BatchRecall(SHIRT, "LOT7"), BatchRecall(CHEESE)])
    await returned(counter, "S9")
    assert await codes(counter, pack) == wrong


async def test_a_piece_expires_by_the_day_of_the_shop(counter: Counter) -> None:
    await configured(counter, timezone="Pacific/Pago_Pago")
    assert await codes(counter, Pack(GTIN, use_by=YESTERDAY)) == [], "it is still yesterday there"


async def test_what_was_returned_may_be_sold_again(counter: Counter) -> None:
    await returned(counter, "S9")
    await counter.scans.goods.refuse_sale(Pack(GTIN, serial="S9"))
    with pytest.raises(Problem) as refused:
        await counter.scans.goods.refuse_sale(Pack(GTIN, use_by=YESTERDAY))
    assert (refused.value.code, refused.value.details) == (Code.PIECE_EXPIRED, {"day": YESTERDAY.isoformat()})


@pytest.mark.parametrize(("quantity", "serial"), [(1, "S9"), (2, "")])
def test_a_serial_number_is_kept_of_one_piece_only(quantity: int, serial: str) -> None:
    assert serial_of(BlindIntake(SHIRT, quantity, Reason.OTHER, serial="S9")) == serial


@pytest.mark.parametrize(
    ("code", "is_damaged"),
    [
        (f"]d201{GTIN}17261332", True),
        (f"]d201{GTIN}16261332", True),
        (f"]d201{GTIN}70032613320800", True),
        (f"]C101{GTIN}02{GTIN}3705", True),
        ("]C1010800", True),
        (f"]C101{GTIN}01{GHOST.zfill(14)}", True),
        (f"]C101{GTIN}422A", False),
        (f"]C101{GTIN}4999X", False),
        ("]C10108001234567890", False),  # told where it is looked up
        (SHIRT, False),
    ],
)
def test_a_code_that_cannot_be_right_is_not_believed(code: str, is_damaged: bool) -> None:
    if not is_damaged:
        refuse_damaged(read(code))
        return
    with pytest.raises(Problem) as refused:
        refuse_damaged(read(code))
    assert refused.value.code is Code.CODE_DAMAGED
