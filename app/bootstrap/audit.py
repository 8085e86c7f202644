"""Composition root of `bancone audit`: whether a terminal's trail is whole, or where it was touched."""

import argparse
import json
import os
from pathlib import Path

from app.adapters.clock import SystemClock
from app.bootstrap.identity import load_identity
from app.store.database import STORE, Database
from app.store.files import FolderLock
from app.store.terminal_store import SqlTerminalStore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True)


def run(args: argparse.Namespace) -> int:
    """0 when every record fits the one before it, 1 with the place of the first that does not."""
    _, keys = load_identity(args.data, dict(os.environ))
    with FolderLock(args.data):
        database = Database(args.data / "store.db", keys.for_purpose("store.db"), STORE)
        try:
            with SqlTerminalStore(database, SystemClock().now_at).read() as tx:
                head, broken_at = tx.audit_head(), tx.audit_verify()
        finally:
            database.close()
    facts = {"event": "audit", "records": head.n, "is_whole": broken_at is None}
    print(json.dumps(facts if broken_at is None else {**facts, "broken_at": broken_at}))
    return 0 if broken_at is None else 1
