"""A process that commits so many times and says how many waits for the disk were counted; not a test itself."""

import os
import sys
from pathlib import Path

from app.bootstrap.bench_syncs import SyncCounter
from app.store.database import STORE, Database
from app.store.migrate import prepare


def main(folder: str, commits: int) -> None:
    """Print whether SQLite is counted, the count of the commits, and that of one fsync of our own."""
    counter = SyncCounter()
    path, key = Path(folder) / "store.db", bytes(32)
    prepare(path, key, STORE)
    database = Database(path, key, STORE)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('first', '')")
    before = counter.count
    for number in range(commits):
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, '')", (str(number),))
    after = counter.count
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    print(int(counter.is_complete), after - before, counter.count - after)  # noqa: T201
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
