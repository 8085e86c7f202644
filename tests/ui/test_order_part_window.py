"""A part of an order through the window: what stays is chosen by taps and keys, and something has to go."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.presentation.viewmodels.order import OrderModel
from app.ui.screens.order_parts import lines_of_bags
from app.ui.widgets.row_list import RowList
from tests.ui.bench import Bench
from tests.unit.usecases.counter import TYPED


async def begun(bench: Bench) -> OrderModel:
    """The order of the code, a part of it to be handed over."""
    await bench.sign_in()
    bench.scan(TYPED)
    await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
    await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
    bench.tap("Consegna parziale")
    await bench.settled()
    assert isinstance(bench.frame.model, OrderModel)
    return bench.frame.model


async def test_all_of_it_staying_nothing_leaves(bench: Bench) -> None:
    await begun(bench)
    for line in ("a", "b"):
        assert bench.tap_row(line)
        await bench.settled()
    assert "Scegli almeno un articolo da consegnare." in bench.words()
    assert not bench.window.screen_shown.panel.primary.isEnabled()
    bench.key(Qt.Key.Key_F9)
    await bench.settled()
    assert not bench.counter.shop.order_at_edge("o-4821").live_handovers


async def test_space_keeps_a_line_here_and_lets_it_go_again(bench: Bench) -> None:
    model = await begun(bench)
    for _ in range(40):
        bench.key(Qt.Key.Key_Tab)
        if isinstance(QApplication.focusWidget(), RowList):
            break
    lines = QApplication.focusWidget()
    assert isinstance(lines, RowList)
    bench.key(Qt.Key.Key_Down)
    for is_going in (False, True):
        bench.key(Qt.Key.Key_Space)
        await bench.settled()
        assert model.state is not None
        assert [line.is_going for line in model.state.lines if line.id == lines.selected] == [is_going]
    assert bench.window.top.omnibox.text() == ""


def test_bags_of_a_line_beyond_its_room_are_counted() -> None:
    assert lines_of_bags(("B-1", "B-2", "B-3")) == ("B-1", "B-2", "B-3")
    assert lines_of_bags(("B-1", "B-2", "B-3", "B-4")) == ("B-1", "B-2", "+2")
