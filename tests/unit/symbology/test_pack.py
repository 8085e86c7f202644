"""The piece in hand: weights and prices as numbers, and what is wrong with it on a day."""

from datetime import date, timedelta

import pytest

from hardware.devices import Pack
from hardware.symbology.pack import PackFact, facts_of, pack_of

GTIN = "08001234567897"
DAY = date(2026, 3, 5)
YESTERDAY = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("elements", "weight_g", "price", "currency"),
    [
        ({"3103": "001250"}, 1250, None, ""),
        ({"3100": "000012"}, 12_000, None, ""),
        ({"3105": "001250"}, 12, None, ""),
        ({"3104": "000015"}, 2, None, ""),
        ({"3922": "499"}, None, 499, ""),
        ({"3920": "5"}, None, 500, ""),
        ({"3923": "4995"}, None, 500, ""),
        ({"3932": "978499"}, None, 499, "EUR"),
        ({"3932": "756499"}, None, 499, "CHF"),
        ({"3932": "999499"}, None, None, ""),
        ({"3203": "001250"}, None, None, ""),
        ({}, None, None, ""),
    ],
)
def test_measures_and_prices(
    elements: dict[str, str], weight_g: int | None, price: int | None, currency: str
) -> None:
    pack = pack_of(elements, 2026)
    assert (pack.weight_g, pack.price, pack.currency) == (weight_g, price, currency)


def test_dates_are_days() -> None:
    pack = pack_of({"01": GTIN, "10": "L", "21": "S", "17": "261200", "15": "261130"}, 2026)
    assert pack == Pack(GTIN, "L", "S", date(2026, 12, 31), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("elements", "last"),
    [
        ({"16": "261120"}, date(2026, 11, 20)),
        ({"16": "261100"}, date(2026, 11, 30)),
        ({"7003": "2611200800"}, date(2026, 11, 20)),
        ({"17": "261120", "16": "261118"}, date(2026, 11, 18)),
        ({"17": "261118", "16": "261120", "7003": "2611190800"}, date(2026, 11, 18)),
        ({"15": "261118"}, None),
    ],
)
def test_the_last_day_of_sale_is_the_earliest_that_is_told(elements: dict[str, str], last: date | None) -> None:
    assert pack_of(elements, 2026).use_by == last


@pytest.mark.parametrize(
    ("pack", "facts"),
    [
        (Pack(GTIN, use_by=DAY), ()),
        (Pack(GTIN, use_by=YESTERDAY), (PackFact.EXPIRED,)),
        (Pack(GTIN, best_before=DAY), ()),
        (Pack(GTIN, best_before=YESTERDAY), (PackFact.PAST_BEST,)),
        (Pack(GTIN, batch="L1"), (PackFact.RECALLED,)),
        (Pack(GTIN, batch="L10"), ()),
        (Pack(GTIN), ()),
        (Pack("00000096385074"), (PackFact.RECALLED,)),
        (Pack("00000096385074", batch="X"), (PackFact.RECALLED,)),
        (Pack(GTIN, serial="S1"), (PackFact.RETURNED,)),
        (Pack(GTIN, serial="S10"), ()),
        (Pack("08001234567880", serial="S1", batch="L1"), ()),
    ],
)
def test_what_is_wrong_with_a_piece(pack: Pack, facts: tuple[PackFact, ...]) -> None:
    assert facts_of(pack, DAY, {(GTIN, "L1"), ("00000096385074", "")}, {(GTIN, "S1")}) == facts


def test_the_gravest_comes_first() -> None:
    pack = Pack(GTIN, "L1", "S1", YESTERDAY, YESTERDAY)
    found = facts_of(pack, DAY, {(GTIN, "L1")}, {(GTIN, "S1")})
    assert found == (PackFact.RECALLED, PackFact.EXPIRED, PackFact.RETURNED, PackFact.PAST_BEST)
