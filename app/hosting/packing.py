"""Content codings of an answer: zstd when the reader knows it, else gzip, else none."""

import gzip
from functools import partial

import zstandard

from app.hosting.dbthread import DbThread

ZSTD_LEVEL = 3
GZIP_LEVEL = 5
# Smaller bodies gain nothing; larger ones would hold the loop up.
PACK_FROM_BYTES = 1_024
OFF_LOOP_BYTES = 256 * 1024


def choose(accept_encoding: str) -> str:
    """`zstd`, `gzip` or `identity` for a value of Accept-Encoding (RFC 9110 §12.5.3); q=0 means not acceptable."""
    wanted: set[str] = set()
    for item in accept_encoding.lower().split(",")[:16]:
        name, _, rest = item.partition(";")
        quality = rest.replace(" ", "").removeprefix("q=")
        if quality not in ("0", "0.0", "0.00", "0.000"):
            wanted.add(name.strip())
    for coding in ("zstd", "gzip"):
        if coding in wanted:
            return coding
    return "identity"


async def pack(work: DbThread, body: bytes, accept_encoding: str) -> tuple[bytes, dict[str, str]]:
    """The body as it goes out, with the headers that say how."""
    coding = choose(accept_encoding)
    headers = {"Vary": "Accept-Encoding"}
    if coding == "identity" or len(body) < PACK_FROM_BYTES:
        return body, headers
    if len(body) >= OFF_LOOP_BYTES:
        packed = await work.run(partial(_pack, body, coding))
    else:
        packed = _pack(body, coding)
    return packed, headers | {"Content-Encoding": coding}


def _pack(body: bytes, coding: str) -> bytes:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)
