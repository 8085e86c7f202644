"""A shelf label from an article's card: offered with a printer and a price, told of when it does not come."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.domain.errors import Code, Problem
from app.presentation.routes import ArticleRoute
from app.presentation.viewmodels.article import LABEL, ArticleModel
from app.presentation.viewmodels.devices import DevicesModel
from hardware.api import Absent, Faulted, Health, PowerState, Ready
from hardware.drivers.displays.table import DISPLAYS
from hardware.drivers.labels.zpl_printer import INFO
from tests.unit.presentation.counter_desk import CounterDesk
from tests.unit.usecases.sample_files import BOTTLE


class Shelf:
    """A label printer that does as it is told."""

    def __init__(self, *, is_out: bool = True, problem: Problem | None = None) -> None:
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self._is_out, self._problem = is_out, problem

    async def print(self, language: str, values: Mapping[str, str]) -> bool:
        """A label."""
        self.asked.append((language, values))
        if self._problem is not None:
            raise self._problem
        return self._is_out


async def opened(at: CounterDesk, shelf: Shelf | None, sku: str = "sku-b") -> ArticleModel:
    """An article on screen."""
    jobs = replace(at.desk.jobs, print_shelf_label=None if shelf is None else shelf.print)
    at.desk = replace(at.desk, jobs=jobs)
    model = ArticleModel(at.desk, ArticleRoute(sku))
    await model.open()
    return model


def buttons(model: ArticleModel) -> list[str]:
    return [button.id for button in model.foot.secondary]


async def test_it_says_name_price_and_code(at: CounterDesk) -> None:
    shelf = Shelf()
    await at.press(await opened(at, shelf), LABEL)
    ((language, values),) = shelf.asked
    assert language == "it"
    assert (values["price"], values["gtin"], values["sku"]) == ("16,90\N{NO-BREAK SPACE}€", BOTTLE, "sku-b")
    assert values["name"]
    assert at.said() == "Etichetta stampata"


async def test_it_speaks_to_customers_whatever_the_operator_speaks(at: CounterDesk) -> None:
    shelf = Shelf()
    at.desk.language.speak("en")
    await at.press(await opened(at, shelf), LABEL)
    ((language, values),) = shelf.asked
    assert (language, values["price"]) == ("it", "16,90\N{NO-BREAK SPACE}€")


async def test_it_is_offered_where_it_can_be_printed_only(at: CounterDesk) -> None:
    assert LABEL in buttons(await opened(at, Shelf()))
    assert LABEL not in buttons(await opened(at, None))
    assert LABEL not in buttons(await opened(at, Shelf(), "sku-n"))


@pytest.mark.parametrize(
    ("shelf", "said"),
    [
        (Shelf(is_out=False), "L’etichetta esce appena la stampante è di nuovo pronta"),
        (Shelf(problem=Problem(Code.LABELS_STOPPED)), "La stampante delle etichette è ferma: non ha stampato."),
        (Shelf(problem=Problem(Code.LABELS_OFFLINE)), "La stampante delle etichette non risponde."),
    ],
    ids=["waits", "stopped", "offline"],
)
async def test_one_that_does_not_come_out_is_told_of(at: CounterDesk, shelf: Shelf, said: str) -> None:
    await at.press(await opened(at, shelf), LABEL)
    assert at.said() == said


async def test_display_and_label_printer_are_devices_with_a_row_and_what_to_do(at: CounterDesk) -> None:
    states = (Ready(), Absent(), Faulted("paper_out"))
    facts = tuple(
        Health(info.kind, info, state, PowerState.UNKNOWN)
        for info in (DISPLAYS["cd5220"].info, INFO)
        for state in states
    )
    model = DevicesModel(replace(at.desk, jobs=replace(at.desk.jobs, devices=lambda: facts)))
    rows = [row for row in model.state.rows if row.kind in ("display", "label_printer")]
    assert [row.mark.words for row in rows] == ["Pronto", *["Non risponde"] * 2, "Pronta", *["Ferma"] * 2]
    assert ["acceso" in row.line or "accesa" in row.line for row in rows] == [False, True, True] * 2
