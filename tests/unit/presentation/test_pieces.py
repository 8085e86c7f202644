"""The piece in hand on every screen that goods are scanned at: what its code says, and when it must stay here."""

from datetime import timedelta

import msgspec
import pytest

from app.contract.rows import BatchRecall
from app.domain.commands import ReceiveReturn
from app.domain.customers import Purpose
from app.domain.errors import Code
from app.domain.orders import Order
from app.domain.returns import Disposition, Reason
from app.domain.values import OrderId
from app.presentation.beeps import Beep
from app.presentation.counter import Counter as Frame
from app.presentation.marks import Tone
from app.presentation.piece_words import piece_line
from app.presentation.routes import ArticleRoute, CustomerRoute, HomeRoute, OrderRoute, ReturnRoute, Route
from app.presentation.viewmodels.article import ArticleModel
from app.presentation.viewmodels.return_goods import ReturnModel
from app.usecases.orders import body_of
from hardware.api import Pack
from hardware.symbology.gtin import check_digit
from hardware.symbology.reading import scan_read
from tests.unit.domain.samples import NOW_AT, STORE, line, order
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.sync.virtual_time import let_pass
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import SHIRT
from tests.unit.wording.catalogues import wording

GTIN = SHIRT.zfill(14)
FRESH, GONE, CALLED_BACK = (f"]d201{GTIN}{rest}" for rest in ("17261231", "17260304", "10LOT7"))
PRICED = "212345600499" + check_digit("212345600499")


class Heard:
    """A frame, what it beeped, and a scanner."""

    def __init__(self, at: CounterDesk) -> None:
        self.at, self.frame = at, Frame(at.desk)
        self.beeps: list[Beep] = []
        at.desk.beeps.listen(self.beeps.append)

    async def go(self, route: Route) -> None:
        """To a place."""
        self.at.desk.navigator.go(route)
        await self.at.settled()
        await let_pass(1.0)

    async def scan(self, code: str) -> None:
        """A code is read."""
        self.frame.scanned(scan_read(code.encode(), "scanner", self.at.desk.now_at))
        await self.at.settled()

    def place(self) -> Route:
        """Where we are."""
        return self.at.desk.navigator.at

    @property
    def refused(self) -> str:
        """What the panel says."""
        return self.frame.unread.state.title if self.frame.unread.is_open else ""


@pytest.fixture
async def heard(at: CounterDesk) -> Heard:
    """The shop has one batch of shirts to take off its shelves."""
    config = msgspec.structs.replace(at.counter.shop.config, recalls=[BatchRecall(SHIRT, "LOT7")])
    await at.counter.keep("config", STORE, config)
    made = Heard(at)
    at.desk.session.begin(CLERK)
    await let_pass(0.1)
    return made


def quantities(at: CounterDesk) -> dict[str, int]:
    """The cart as central has it."""
    return {line.sku: line.quantity for line in at.counter.online.carts["k-1"].lines}


def article_of(heard: Heard) -> ArticleModel:
    """The article on screen."""
    assert isinstance(heard.frame.model, ArticleModel)
    return heard.frame.model


async def test_an_article_says_what_its_code_says(heard: Heard) -> None:
    await heard.scan(f"]d201{GTIN}1726123110LOT8\x1d21S9")
    assert article_of(heard).state.piece == (
        Tone.NEUTRAL,
        "Dal codice",
        "Lotto LOT8 · Serie S9 · Scade 31/12/2026",
    )
    assert heard.beeps == [Beep.GOOD]


async def test_an_article_by_its_plain_code_says_nothing_more(heard: Heard) -> None:
    await heard.scan(SHIRT)
    assert article_of(heard).state.piece == (Tone.NEUTRAL, "", "")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (GONE, "La confezione è scaduta mercoledì 4 marzo 2026."),
        (CALLED_BACK, "Il lotto LOT7 è stato richiamato."),
        (f"]d201{GTIN}15260304", "Da consumare preferibilmente entro mercoledì 4 marzo 2026: è passato."),
    ],
)
async def test_an_article_that_must_not_be_sold_says_so(heard: Heard, code: str, says: str) -> None:
    await heard.scan(code)
    tone, title, _ = article_of(heard).state.piece
    assert (tone, title, heard.beeps) == (Tone.DANGER, says, [Beep.REFUSED])


async def test_the_next_piece_of_an_article_takes_the_place_of_the_last(heard: Heard) -> None:
    await heard.scan(GONE)
    await let_pass(1.0)
    await heard.scan(FRESH)
    assert article_of(heard).state.piece[0] is Tone.NEUTRAL
    await heard.go(OrderRoute("o-4821"))
    await heard.scan(CALLED_BACK)
    assert article_of(heard).state.piece[0] is Tone.DANGER


async def test_another_colour_is_no_piece_in_hand(heard: Heard) -> None:
    await heard.scan(GONE)
    article_of(heard).choose("sku-b")
    await heard.at.settled()
    assert article_of(heard).state.piece == (Tone.NEUTRAL, "", "")


async def test_a_number_of_the_shop_shows_its_price(heard: Heard) -> None:
    await heard.scan(PRICED)
    state = article_of(heard).state
    assert (state.name, state.piece[2]) == ("Formaggio al taglio", "4,99\N{NO-BREAK SPACE}€")


async def test_only_what_may_be_sold_goes_into_a_cart(heard: Heard) -> None:
    await heard.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    for code in (GONE, CALLED_BACK):
        await heard.scan(code)
        assert heard.refused
        assert heard.beeps[-1] is Beep.QUESTION
        heard.frame.unread.hide()
    assert quantities(heard.at) == {"sku-a": 2}
    await let_pass(1.0)
    await heard.scan(FRESH)
    assert quantities(heard.at) == {"sku-a": 3}


async def test_both_codes_of_a_pack_are_one_piece_in_the_cart(heard: Heard) -> None:
    await heard.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await heard.scan(f"]E0{SHIRT}")
    await heard.scan(FRESH)
    assert quantities(heard.at) == {"sku-a": 3}
    await let_pass(1.0)
    await heard.scan(f"]E0{SHIRT}")
    assert quantities(heard.at) == {"sku-a": 4}
    await heard.scan(CALLED_BACK)
    assert heard.refused == "Il lotto LOT7 è stato richiamato."


async def test_after_going_elsewhere_the_other_code_is_a_scan_of_its_own(heard: Heard) -> None:
    await heard.scan(FRESH)
    heard.at.desk.navigator.go(HomeRoute())
    await heard.at.settled()
    await heard.scan(f"]E0{SHIRT}")
    assert heard.place() == ArticleRoute("sku-a")


async def test_the_other_code_of_a_returned_pack_begins_nothing_anew(heard: Heard) -> None:
    await heard.go(ReturnRoute())
    await heard.scan(f"]E0{SHIRT}")
    model = heard.frame.model
    assert isinstance(model, ReturnModel)
    model.choose_reason(Reason.DEFECTIVE.value)
    await heard.scan(CALLED_BACK)
    assert model.state.questions.reason == Reason.DEFECTIVE
    assert "Il lotto LOT7 è stato richiamato." in [note.title for note in model.state.notes]


async def test_goods_by_weight_are_shown_and_not_added(heard: Heard) -> None:
    await heard.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    await heard.scan(PRICED)
    assert quantities(heard.at) == {"sku-a": 2}
    assert article_of(heard).state.name == "Formaggio al taglio"


def with_shirt(found: Order) -> Order:
    """The order with a shirt whose code a scanner reads."""
    return order((line("a", found.lines[0].progress, gtin=SHIRT, sku="sku-a"),), id=OrderId("o-77"), number="77")


async def test_a_piece_of_an_order_that_must_not_go_out_is_told(heard: Heard) -> None:
    counter = heard.at.counter
    await counter.keep("order", "o-77", with_shirt(await counter.shown()))
    await heard.go(OrderRoute("o-77"))
    await heard.scan(CALLED_BACK)
    assert heard.refused == "Il lotto LOT7 è stato richiamato."
    assert [choice.value for choice in heard.frame.unread.state.choices] == ["by_hand", "return", "dismiss"]
    assert heard.place() == OrderRoute("o-77")
    heard.frame.unread.hide()
    await let_pass(1.0)
    await heard.scan(FRESH)
    assert heard.place() == ArticleRoute("sku-a")


async def test_a_piece_that_comes_back_is_taken_with_a_warning(heard: Heard) -> None:
    await heard.go(ReturnRoute())
    await heard.scan(CALLED_BACK)
    model = heard.frame.model
    assert isinstance(model, ReturnModel)
    assert "Il lotto LOT7 è stato richiamato." in [note.title for note in model.state.notes]
    assert heard.beeps == [Beep.REFUSED]
    assert (model.state.card is None, model.state.questions.destination) == (False, Disposition.SUPPLIER)


async def test_a_serial_number_that_came_back_before_is_told(heard: Heard) -> None:
    await heard.go(ReturnRoute())
    serialised = f"]d201{GTIN}21S9"
    await heard.scan(serialised)
    model = heard.frame.model
    assert isinstance(model, ReturnModel)
    await heard.at.press(model, "take_in")
    [entry] = await heard.at.counter.door.read(lambda tx: tx.outbox_recent(1))
    body = body_of(entry)
    assert isinstance(body, ReceiveReturn)
    assert [piece.serial for piece in body.pieces] == ["S9"]
    await heard.at.counter.till.engine.pull_once()
    await heard.at.press(model, "next")
    await let_pass(1.0)
    await heard.scan(serialised)
    assert "Il pezzo con numero di serie S9 risulta già reso." in [note.title for note in model.state.notes]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (f"]d201{GTIN}17261332", Code.CODE_DAMAGED),
        ("]C100106141412345678908", Code.CODE_NO_ARTICLE),
        ("]E212345", Code.CODE_NO_ARTICLE),
    ],
)
async def test_codes_without_an_article_are_told_once(heard: Heard, code: str, says: Code) -> None:
    await heard.scan(code)
    assert heard.refused == heard.at.desk.words.explain(says).what


def test_what_a_code_says_in_words() -> None:
    pack = Pack(GTIN, "L7", "S9", NOW_AT.date(), NOW_AT.date() + timedelta(days=1), 1250, 499, "CHF")
    said = piece_line(pack, wording("it"), "EUR").replace("\N{NO-BREAK SPACE}", " ")
    dates = "Scade 05/03/2026 · Da consumare preferibilmente entro 06/03/2026"
    assert said == f"Lotto L7 · Serie S9 · {dates} · 1,250 kg · 4,99 CHF"
    assert piece_line(pack, wording("en"), "EUR").startswith("Batch L7 · Serial S9 · Use by")
    assert piece_line(Pack(GTIN), wording("it"), "EUR") == ""


async def test_the_same_code_read_while_the_first_is_on_its_way_is_another_piece(heard: Heard) -> None:
    await heard.go(CustomerRoute("c-1", Purpose.ASSISTANCE))
    before = sum(quantities(heard.at).values())
    for _ in range(2):
        heard.frame.scanned(scan_read(SHIRT.encode(), "scanner", heard.at.desk.now_at))
    await heard.at.settled()
    assert sum(quantities(heard.at).values()) == before + 2
