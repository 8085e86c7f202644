"""Sends a file named by the hash of its content, from anywhere in it, so that a broken fetch can go on."""

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from litestar import Response
from litestar.response import Stream

from app.domain.errors import Code, Problem
from app.hosting.dbthread import DbThread

CHUNK_BYTES = 256 * 1024
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{0,15})")


async def send_file(
    work: DbThread,
    path: Path,
    sha256: str,
    media_type: str,
    *,
    range_: str = "",
    if_range: str = "",
    extra: dict[str, str],
) -> Response[bytes] | Stream:
    """The whole file (200), the part asked for (206), or 416 when it starts behind the end (RFC 9110 §14).

    One range only; `If-Range` with another hash gets the whole of what is there now. Problem(NOT_FOUND) when the
    file is gone.
    """
    try:
        size = (await work.run(path.stat)).st_size
    except OSError as exc:
        raise Problem(Code.NOT_FOUND) from exc
    etag = f'"{sha256}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "private, no-transform"} | extra
    match = _RANGE.fullmatch(range_.strip())
    if match is None or if_range.strip() not in ("", etag):
        headers["Content-Length"] = str(size)
        return Stream(_chunks(work, path, 0, size), media_type=media_type, headers=headers)
    start = int(match[1])
    end = min(int(match[2]) if match[2] else size - 1, size - 1)
    if start > end:
        headers["Content-Range"] = f"bytes */{size}"
        return Response(b"", status_code=416, media_type=media_type, headers=headers)
    headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    headers["Content-Length"] = str(end - start + 1)
    return Stream(
        _chunks(work, path, start, end - start + 1), status_code=206, media_type=media_type, headers=headers
    )


async def _chunks(work: DbThread, path: Path, start: int, length: int) -> AsyncIterator[bytes]:
    left = length
    while left > 0:
        piece = await work.run(partial(_read_at, path, start, min(CHUNK_BYTES, left)))
        if not piece:
            # Shorter than announced: the connection ends early and the reader notices.
            return
        start += len(piece)
        left -= len(piece)
        yield piece


def _read_at(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
