"""A counter with a second screen, in a process of its own: what stands on it, as one line of JSON.

The platform learns of its screens when the application is made, from the file that is named in its environment.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from app.presentation.routes import OrderRoute
from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.customer_screen import CustomerScreen
from app.ui.theme.look import start_look
from tests.ui.bench import Bench, bench_at
from tests.unit.usecases.counter import CLERK
from tests.unit.usecases.sample_files import sample_files


async def told(bench: Bench) -> dict[str, object]:
    """What is on the second screen before it is wanted, with it, at an order, and after."""
    customers = CustomerScreen()
    customers.stand_beside(bench.window, bench.frame)
    bench.window.show()
    await bench.sign_in()
    before = customers.window is not None
    await bench.desk.preferences.choose_customer_screen(is_on=True)
    window = customers.window
    assert window is not None
    corner = window.mapToGlobal(QPoint(0, 0))
    bench.frame.go(OrderRoute("o-4830"))
    await bench.settled()
    lines = list(window.lines)
    bench.frame.press_foot("page")
    await bench.until(lambda: bench.desk.facing.symbol)
    paged, is_shown = list(window.lines), window.has_symbol
    bench.key(Qt.Key.Key_F12)
    await bench.settled()
    locked = [list(window.lines), window.has_symbol]
    bench.desk.session.begin(CLERK)
    bench.frame.back()
    await bench.settled()
    health = [type(one.state).__name__ for one in customers.health()]
    bench.desk.language.speak("en")
    bench.frame.back()
    await bench.settled()
    welcome = list(window.lines)
    has_focus = window.isActiveWindow()
    await bench.desk.preferences.choose_customer_screen(is_on=False)
    after = customers.window is not None
    customers.close()
    return {
        "before": before,
        "corner": [corner.x(), corner.y()],
        "lines": lines,
        "health": health,
        "page": [paged, is_shown],
        "locked": locked,
        "welcome": welcome,
        "has_focus": has_focus,
        "after": after,
    }


async def show(app: QApplication, folder: Path, lookups: TerminalFiles) -> None:
    """One line."""
    start_look(app)
    async with bench_at(folder, lookups) as bench:
        sys.stdout.write(f"{json.dumps(await told(bench))}\n")


def main(folder: Path) -> None:
    """Everything in that folder."""
    for name in ("files", "counter"):
        (folder / name).mkdir()
    with sample_files(folder / "files") as lookups:
        bridge.run(lambda app: show(app, folder / "counter", lookups))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
