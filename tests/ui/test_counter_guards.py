"""A signature at the counter: asked for in the panel, ticked with one tap, and only one way of it at a time."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.domain.values import SignedOn
from app.presentation.viewmodels.order import OrderModel
from app.store.terminal_files import TerminalFiles
from app.ui.theme.look import Look
from tests.ui.bench import bench_at
from tests.unit.usecases.counter import TYPED, counter_shop

PAPER, WORD = "Ha firmato il foglio", "Non può firmare: ha detto nome e cognome"


async def test_who_signs_is_ticked_before_anything_leaves(
    tmp_path: Path, lookups: TerminalFiles, look: Look
) -> None:
    async with bench_at(tmp_path, lookups, counter_shop(sign_above=1)) as bench:
        await bench.sign_in()
        bench.scan(TYPED)
        await bench.until(lambda: isinstance(bench.frame.model, OrderModel) and bench.frame.model.state)
        await bench.until(bench.window.screen_shown.panel.primary.isEnabled)
        assert not bench.button(PAPER).isChecked()
        bench.key(Qt.Key.Key_F9)
        await bench.until(lambda: any("va firmata" in words for words in bench.words()))
        for words in (PAPER, WORD):
            bench.click(bench.button(words))
            await bench.settled()
        assert not bench.button(PAPER).isChecked()
        assert bench.button(WORD).isChecked()
        bench.key(Qt.Key.Key_F9)
        await bench.until(lambda: bench.frame.model.state.is_done)
        assert not bench.offers(WORD)
        [handover] = (await bench.counter.shown("o-4821")).live_handovers
        assert handover.signed is SignedOn.WORD
