"""Composition root of `bancone demo-shop`: a web shop with the bad manners of real ones, to try things against."""

import argparse
import asyncio
import json
from pathlib import Path

from app.bootstrap.options import bound, own_folder, port_number
from app.demo.shop import serve_shop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; says on standard output where it listens."""

    def ready(port: int) -> None:
        print(json.dumps({"event": "ready", "url": f"http://127.0.0.1:{port}"}), flush=True)

    data, port = own_folder(args.data), port_number(args.port, "--port")
    with bound("127.0.0.1", port, "--port"):
        asyncio.run(serve_shop("127.0.0.1", port, data, ready))
    return 0
