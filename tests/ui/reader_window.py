"""Shows the clerk's window of a station at work on whatever screen there is, until its standard input ends."""

import asyncio
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.store.terminal_files import TerminalFiles
from app.ui import bridge
from app.ui.theme.look import start_look
from tests.ui.bench import bench_at
from tests.ui.stages import home
from tests.unit.usecases.sample_files import sample_files


async def show(app: QApplication, folder: Path, lookups: TerminalFiles) -> None:
    """Signed in, at the queues."""
    start_look(app)
    async with bench_at(folder, lookups) as bench:
        await home(bench)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Everything in a folder that goes with it."""
    with tempfile.TemporaryDirectory() as made, sample_files(Path(made)) as lookups:
        work = Path(made) / "work"
        work.mkdir()
        bridge.run(lambda app: show(app, work, lookups))


if __name__ == "__main__":
    main()
