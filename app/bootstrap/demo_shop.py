"""Composition root of `bancone demo-shop`: a web shop with the bad manners of real ones, to try things against."""

import argparse
import asyncio
import json
from pathlib import Path

from app.demo.shop import serve_shop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the shop's own database")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; says on standard output where it listens."""

    def ready(port: int) -> None:
        print(json.dumps({"event": "ready", "url": f"http://127.0.0.1:{port}"}), flush=True)

    args.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(serve_shop("127.0.0.1", args.port, args.data, ready))
    return 0
