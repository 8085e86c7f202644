"""Composition root of `bancone demo-vendure`: a real Vendure with the sample chain, a web shop for central."""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.bootstrap.demo_chain import SEED
from app.bootstrap.options import out_folder, own_folder
from app.bootstrap.server_parts import say_making, say_ready
from app.demo.chain import DemoChain, build_chain
from app.demo.chain_stores import SHOPS
from app.demo.postgres import PostgresCluster, ProgramFailed, find_binaries
from app.demo.vendure import deliveries, goods, market, sales, seed
from app.demo.vendure.api import VendureApi
from app.demo.vendure.kept import Kept, restored
from app.demo.vendure.market import IN_STORE, MAIN_PLACE, method_of
from app.demo.vendure.server import ADMIN, ADMIN_PASSWORD, VendureServer
from app.domain.errors import Code, Problem
from app.store.files import make_private_file, make_private_folder

_NAMES = "names.json"
SAY_EVERY_S = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kept", type=Path, default=Path("build/vendure"))


def run(args: argparse.Namespace) -> int:
    """Serve until stopped; says on standard output where it listens and which files central wants of it.

    Before that it says what it still has to make, which takes minutes the first time.

    The shop is the sample's every time: what was sold in it last time is not kept. Problem(SHOP_NOT_MADE).
    """
    data, kept = own_folder(args.data), Kept(out_folder(args.kept.resolve(), "--kept"), _Making())
    # Whatever is being started or made then ends in order, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _cluster() as cluster, _vendure(cluster, kept, data) as server, suppress(KeyboardInterrupt):
            server.wait()
            return 1
    except ProgramFailed as failure:
        sys.stderr.write(f"{failure}\n")
        raise Problem(Code.SHOP_NOT_MADE, program=failure.program) from failure
    return 0


@dataclass(slots=True)
class _Making:
    """Says what is being made: each thing when it is begun, and then how far it is every few seconds."""

    _what: str = ""
    _said_s: float = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now_s = time.monotonic()
        if what != self._what or now_s - self._said_s >= SAY_EVERY_S:
            self._what, self._said_s = what, now_s
            say_making(what=what, done=done, total=total)


@contextmanager
def _cluster() -> Iterator[PostgresCluster]:
    cluster = PostgresCluster(find_binaries())
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@contextmanager
def _vendure(cluster: PostgresCluster, kept: Kept, data: Path) -> Iterator[VendureServer]:
    """A Vendure that serves and has said so."""
    packages = kept.packages()
    chain = build_chain(SEED, seed.ANY_MOMENT)

    def fill(admin: VendureApi, url: str, folder: Path) -> None:
        seed.seed(admin, url, chain, kept.told).write(folder / _NAMES)

    shop = kept.filled(cluster, packages, "corsaviva", fill, _mark(chain))
    assets = data / "assets"
    make_private_folder(assets)
    server = VendureServer(cluster, restored(cluster, shop), packages, assets)
    try:
        server.start()
        settings = _write_settings(data, server)
        say_ready(url=server.url, settings=str(settings), names=str(shop / _NAMES))
        yield server
    finally:
        server.stop()


def _mark(chain: DemoChain) -> bytes:
    """What changes when the shop must be filled anew: what is put into it, and how."""
    modules = (market, goods, sales, deliveries, seed)
    sources = b"".join(Path(module.__file__ or "").read_bytes() for module in modules)
    for_sale = (chain.articles, chain.prices, chain.stock)
    return sources + msgspec.json.encode((for_sale, chain.customers, chain.carts, chain.orders))


def _write_settings(data: Path, server: VendureServer) -> Path:
    """What somebody who connects a central to this shop would write: where the file is."""
    admin = server.admin()
    found = admin.call("{stockLocations(options:{take:100}){items{id}}}")["stockLocations"]["items"]
    admin.close()
    places = sorted((place["id"] for place in found if place["id"] != MAIN_PLACE), key=int)
    stores = "".join(f'[[stores]]\nid = "{store}"\nlocations = ["{store}"]\n' for store in SHOPS)
    options = "".join(
        f'"place.{store}" = "{place} {method_of(store)}"\n' for store, place in zip(SHOPS, places, strict=True)
    )
    path, secrets = data / "site.toml", data / "secrets.toml"
    path.write_text(
        f'url = "{server.url}"\nsecrets = "{secrets.name}"\nignored = ["{MAIN_PLACE}"]\n{stores}'
        f'[options]\n{options}gtin_field = "gtin"\ndue_methods = "{IN_STORE}"\n'
    )
    make_private_file(secrets)
    secrets.write_text(f'[platform]\nuser = "{ADMIN}"\npassword = "{ADMIN_PASSWORD}"\n')
    return path
