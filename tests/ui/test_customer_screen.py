"""The customers' screen: only when wanted and there is one, only what they may read, never in the clerk's way."""

import json
import os
import subprocess
import sys
from pathlib import Path

from app.presentation.routes import SettingsRoute
from app.ui.bridge import end
from app.ui.customer_screen import CustomerScreen
from app.ui.customer_window import CustomerWindow
from app.ui.theme.look import Look
from hardware.api import Absent
from tests.ui.bench import Bench

SCREENS = [
    {"name": "clerk", "x": 0, "y": 0, "width": 1366, "height": 768},
    {"name": "customer", "x": 1366, "y": 0, "width": 1024, "height": 600},
]


def test_a_second_screen_shows_number_and_amount_in_the_language_of_the_shop(tmp_path: Path) -> None:
    screens = tmp_path / "screens.json"
    facts = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens.write_text(json.dumps({"screens": [screen | facts for screen in SCREENS]}))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={screens}"}
    command = [sys.executable, "-m", "tests.ui.two_screens", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["before"], told["after"]) == (False, False)
    assert told["corner"] == [1366, 0]
    assert told["lines"][0] == "Ordine 4830"
    assert told["lines"][1].startswith("Totale ")
    assert told["welcome"] == ["Benvenuti", ""], "the clerk speaks English, the customers do not"
    assert told["health"] == ["Ready"]
    assert told["page"] == [["Inquadra il codice", ""], True]
    assert told["locked"] == [["Benvenuti", ""], False]
    assert told["has_focus"] is False


async def test_with_one_screen_nothing_is_shown_and_the_page_says_what_is_missing(bench: Bench) -> None:
    customers = CustomerScreen()
    customers.stand_beside(bench.window, bench.frame)
    await bench.sign_in()
    assert customers.health() == ()
    bench.frame.go(SettingsRoute())
    await bench.settled()
    assert "Secondo schermo per i clienti" in bench.words()
    await bench.desk.preferences.choose_customer_screen(is_on=True)
    assert customers.window is None
    assert [one.state for one in customers.health()] == [Absent()]
    customers.close()
    assert customers.health() == ()


def height_of_letters(shown: CustomerWindow, upper: str) -> int:
    """Rows with something on them, of the upper line."""
    shown.show_lines((upper, "89,50 €"))
    picture = shown.grab().toImage()
    paper = picture.pixelColor(2, picture.height() // 2)
    rows = range(picture.height() // 4, picture.height() // 2)
    return sum(any(picture.pixelColor(x, y) != paper for x in range(0, picture.width(), 2)) for y in rows)


def test_what_is_long_is_made_smaller_and_not_cut(look: Look) -> None:
    shown = CustomerWindow()
    shown.show()
    long, short = "Scarpa da corsa Vento Pegaso 42 uomo, edizione Maratona di Milano", "Scarpa da corsa"
    assert 0 < height_of_letters(shown, long) < height_of_letters(shown, short)
    assert shown.accessibleName() == f"{short} 89,50 €"
    end(shown)
