"""The window as a screen reader meets it, over the bus of readers: roles and names of the real platform."""

import os
import subprocess
import sys

from tests.ui.x_screen import x_screen

TILES = ["Banco", "Clienti", "Carrelli", "Ritiri", "Resi", "Prezzi", "Attenzione", "Recenti", "Blocca"]
ACTED_ON = {"push button", "check box", "radio button", "text", "list", "list item", "toggle button"}


def test_a_reader_finds_every_control_by_its_name() -> None:
    command = ["dbus-run-session", "--", "tests/ui/reader_session.sh", sys.executable]
    with x_screen() as screen:
        place = {**os.environ, "DISPLAY": screen}
        done = subprocess.run(command, env=place, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    pairs = [tuple(line.split("\t", 1)) for line in done.stdout.splitlines() if "\t" in line]
    assert ("application", "Bancone") in pairs
    assert [name for role, name in pairs if role == "push button"][: len(TILES)] == TILES
    assert ("text", "Cerca o scansiona: telefono, nome, ordine, codice, articolo") in pairs
    assert ("list item", "ordinato il 4 mar, Pronto, Giulia B., 4821, 2 buste, A1") in pairs
    assert [role for role, name in pairs if role in ACTED_ON and not name.strip(". ")] == []
