"""Customers' pages beside a central: an address of their own, so that nothing else of it is within reach."""

import argparse
import asyncio
import re
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import structlog

from app.adapters.clock import SystemClock
from app.adapters.locale import Language
from app.adapters.page_style import read_page_style
from app.adapters.shop_formats import ShopFormats
from app.adapters.texts import read_texts
from app.bootstrap.options import host_and_port
from app.bootstrap.server_parts import Listen, serving, tls_files
from app.central.pages.desk import PagesDesk
from app.central.pages.limits import Limits
from app.central.pages.links import Links
from app.central.pages.routes import PageParts, build_pages
from app.central.pages.view import Words
from app.central.pickup import PickupIssuer
from app.domain.errors import Code, Problem
from app.domain.page_links import checked_link
from app.hosting.node_access import NodeAccess
from app.hosting.problems import Incidents
from app.hosting.server import ServerRunner, refuse_plain
from app.hosting.streams import PokeStreams
from app.presentation.wording import Wording

FORGET_EVERY_S = 60.0
_IN_PATH = "/%:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986 §3.3); a `%` is taken for one that was written so already."""
_BARE = re.compile("%(?![0-9A-Fa-f]{2})")
"""One that was not (RFC 3986 §2.1)."""


@dataclass(frozen=True, slots=True)
class PagesOptions:
    """Where customers' pages are served, and under which address customers reach them (empty: as served)."""

    listen: Listen
    url: str = ""


@dataclass(frozen=True, slots=True)
class OpenPages:
    """Pages that are answered, and who makes the links to them."""

    desk: PagesDesk
    links: Links

    async def forgetting(self) -> None:
        """Until cancelled: forget cars and pages whose time is over."""
        while True:
            try:
                await self.desk.forget()
            except Problem as problem:
                structlog.get_logger("pages").info("put_off", code=problem.code)
            await asyncio.sleep(FORGET_EVERY_S)


def add_pages_arguments(parser: argparse.ArgumentParser) -> None:
    """`--pages --pages-url`."""
    parser.add_argument("--pages", default="", metavar="ADDRESS")
    parser.add_argument("--pages-url", default="", metavar="URL", help="https://…")


def pages_options(args: argparse.Namespace) -> PagesOptions | None:
    """What the command line says. Problem(OPTION_INVALID | TLS_REQUIRED)."""
    if not args.pages:
        return None
    host, port = host_and_port(str(args.pages), "--pages")
    tls = tls_files(args.tls_cert, args.tls_key)
    refuse_plain(host, tls)
    return PagesOptions(Listen(host, port, tls), _public(str(args.pages_url)))


def _public(url: str) -> str:
    if not url:
        return ""
    try:
        if not url.isprintable():
            # What is split loses line breaks and tabs: it would lead to another host.
            raise ValueError
        base = _in_ascii(urlsplit(url))
        # What a counter would not draw is refused here: there nobody can mend it.
        checked_link(Links(b"", base).url(""))
    except (ValueError, Problem) as exc:
        raise Problem(
            Code.OPTION_INVALID, option="--pages-url", value=url, form="https://ritiro.corsaviva.example"
        ) from exc
    return base


def _in_ascii(parts: SplitResult) -> str:
    """The address as links are written: lower case, a host of any script by its ASCII name (RFC 3490), no `/` at
    its end. ValueError for what is no such address."""
    host, port = parts.hostname or "", parts.port
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError
    if port == 0 or _BARE.search(parts.path):
        raise ValueError
    named = host.encode("idna").decode()
    if not host.isascii() and named.encode().decode("idna") != unicodedata.normalize("NFKC", host):
        # A letter that this naming gives up and browsers do not, as ß: it would lead to another host.
        raise ValueError
    place = f"[{named}]" if ":" in named else named
    netloc = place if port is None else f"{place}:{port}"
    return urlunsplit((parts.scheme, netloc, quote(parts.path.rstrip("/"), safe=_IN_PATH), "", ""))


@asynccontextmanager
async def serving_pages(
    options: PagesOptions, access: NodeAccess, issuer: PickupIssuer, key: bytes
) -> AsyncIterator[OpenPages]:
    """The pages, answered until the block ends. Problem(PORT_IN_USE | OPTION_INVALID)."""
    incidents = Incidents()
    desk = PagesDesk(access, SystemClock().now_at, issuer)
    parts = PageParts(desk, Limits.by(time.monotonic), words_of, read_page_style(), incidents)
    listen = options.listen
    streams = PokeStreams(incidents)
    runner = ServerRunner(build_pages(parts), streams, host=listen.host, port=listen.port, tls=listen.tls)
    async with serving(runner, listen):
        yield OpenPages(desk, Links(key, options.url or runner.url))


@cache
def words_of(language: str, timezone: str) -> Words:
    """The installation's texts in a language, with the times of a time zone."""
    spoken: Language = "en" if language == "en" else "it"
    return Wording(spoken, read_texts(spoken), ShopFormats(spoken, timezone))
