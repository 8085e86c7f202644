"""The window as a screen reader meets it, over the bus of readers: roles and names of the real platform."""

import subprocess
import sys

SCREEN = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--"]
TILES = ["Banco", "Clienti", "Carrelli", "Ritiri", "Resi", "Prezzi", "Attenzione", "Recenti", "Blocca"]
ACTED_ON = {"push button", "check box", "radio button", "text", "list", "list item", "toggle button"}


def test_a_reader_finds_every_control_by_its_name() -> None:
    command = [*SCREEN, "tests/ui/reader_session.sh", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    pairs = [tuple(line.split("\t", 1)) for line in done.stdout.splitlines() if "\t" in line]
    assert ("application", "Bancone") in pairs
    assert [name for role, name in pairs if role == "push button"][: len(TILES)] == TILES
    assert ("text", "Cerca o scansiona: telefono, nome, ordine, codice, articolo") in pairs
    assert ("list item", "4 mar, Pronto, Giulia B., 4821, 2 sacchetti, A1") in pairs
    assert [role for role, name in pairs if role in ACTED_ON and not name.strip(". ")] == []
