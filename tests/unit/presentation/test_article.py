"""A product card at the counter: prices, the way into the cart that is open; pictures that hold nothing up."""

from dataclasses import replace

import pytest

from app.contract.rows import ArticleRow
from app.domain.customers import Purpose
from app.domain.errors import Code, Problem
from app.presentation.article_pictures import RETRY_S, ArticlePictures
from app.presentation.article_words import by_size, split_place
from app.presentation.routes import ArticleRoute, CustomerRoute, ReturnRoute
from app.presentation.viewmodels.article import ADD, RETURN, ArticleModel
from app.usecases.read_ports import ArticleHit
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.sample_files import BOTTLE, IMAGE


async def opened(at: CounterDesk, sku: str = "sku-b") -> ArticleModel:
    """An article on screen."""
    at.desk.navigator.go(ArticleRoute(sku))
    model = ArticleModel(at.desk, ArticleRoute(sku))
    await model.open()
    return model


async def test_both_prices_their_difference_and_who_mends_it(at: CounterDesk) -> None:
    state = (await opened(at)).state
    assert [price.value for price in state.prices] == ["16,90\N{NO-BREAK SPACE}€", "17,90\N{NO-BREAK SPACE}€"]
    assert state.difference[0] == "Il negozio costa 1,00\N{NO-BREAK SPACE}€ in meno"
    assert state.stock[0].pieces == "0"
    assert (await opened(at, "sku-a")).state.difference == ("", "")


async def test_an_article_without_price_or_stock_says_so(at: CounterDesk) -> None:
    state = (await opened(at, "sku-n")).state
    assert state.prices[0].value == "—"
    assert state.stock_empty
    assert state.no_place


async def test_an_unknown_article_is_refused(at: CounterDesk) -> None:
    model = await opened(at, "sku-x")
    assert model.state.refusal[0]
    assert not model.foot.primary.words


async def test_it_goes_into_the_cart_that_is_open_behind(at: CounterDesk) -> None:
    model = await opened(at)
    assert not model.foot.primary.is_enabled
    at.desk.navigator.back()
    at.desk.navigator.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    model = await opened(at)
    assert model.foot.primary.words == "Aggiungi per Giulia"
    await at.press(model, ADD)
    lines = {line.sku: line.quantity for line in at.counter.online.carts["k-1"].lines}
    assert lines == {"sku-a": 2, "sku-b": 1}
    assert at.desk.navigator.at == CustomerRoute("c-1", Purpose.ASSISTANCE)


async def test_a_return_begins_with_its_code(at: CounterDesk) -> None:
    await at.press(await opened(at), RETURN)
    assert at.desk.navigator.at == ReturnRoute(gtin=BOTTLE)


async def test_what_was_opened_is_remembered_until_the_operator_leaves(at: CounterDesk) -> None:
    await opened(at)
    assert [seen.route for seen in at.desk.session.seen] == [ArticleRoute("sku-b")]
    at.desk.session.end()
    assert at.desk.session.seen == []


@pytest.mark.parametrize(
    ("place", "parts"), [("C05", ("C", "05")), ("c-5", ("C", "5")), ("RETRO", ("", "RETRO")), ("A1b", ("", "A1b"))]
)
def test_a_place_is_read_as_aisle_and_shelf(place: str, parts: tuple[str, str]) -> None:
    assert split_place(place) == parts


def test_sizes_are_read_from_small_to_large() -> None:
    sizes = ["XL", "unica", "42", "S", "39,5", "M", "9"]
    hits = [ArticleHit(ArticleRow(s, "", "M", "n", "b", "c", "", s, 1), None, None) for s in sizes]
    assert [hit.article.size for hit in sorted(hits, key=by_size)] == ["9", "39,5", "42", "S", "M", "XL", "unica"]


async def test_a_picture_comes_later_once_and_is_asked_for_again_when_it_could_not_be_had(at: CounterDesk) -> None:
    asked: list[str] = []
    came: list[bool] = []

    async def fetch(sha256: str) -> bytes:
        asked.append(sha256)
        if len(asked) == 1:
            raise Problem(Code.NO_ANSWER)
        return b"picture"

    desk = replace(at.desk, jobs=replace(at.desk.jobs, picture=fetch))
    pictures = ArticlePictures(desk, lambda: came.append(True))
    for _ in range(3):
        assert pictures.of("sku-a") is None
        await desk.flights.settled()
    assert (asked, came) == ([IMAGE], [])
    await let_pass(RETRY_S)
    assert pictures.of("sku-a") is None
    await desk.flights.settled()
    assert (asked, came) == ([IMAGE, IMAGE], [True])
    assert pictures.of("sku-a") == b"picture"
