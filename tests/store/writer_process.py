"""A process that writes commands until it is killed and says after each commit that it is safe."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.store.database import STORE, Database
from app.store.migrate import prepare
from app.store.terminal_store import SqlTerminalStore
from tests.store.commands import add


def main(path: Path, key: bytes) -> None:
    """Write for ever."""
    prepare(path, key, STORE)
    store = SqlTerminalStore(Database(path, key, STORE), lambda: datetime.now(UTC))
    while True:
        with store.write() as tx:
            seq = add(tx, 300)
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
