"""Reads the lines of a batch of commands within the limits of the contract."""

import re

import msgspec

from app.contract.commands import MAX_BATCH, MAX_BATCH_BYTES, MAX_BODY_BYTES, CommandLine, Result
from app.domain.errors import Code, Problem

MEDIA_TYPE = "application/x-ndjson"
MAX_DEPTH = 32

_line = msgspec.json.Decoder(CommandLine)
_encode = msgspec.json.Encoder()
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]')


def read_lines(body: bytes, max_lines: int = MAX_BATCH, max_bytes: int = MAX_BATCH_BYTES) -> list[CommandLine]:
    """The command lines; Problem: TOO_LARGE (more lines or bytes than that), BAD_COMMAND (`line` = n).

    Whether a command makes sense is the node's question; here it only has to be one, of bounded size and depth.
    """
    texts = [text for text in body.split(b"\n") if text.strip()]
    if len(texts) > max_lines or len(body) > max_bytes:
        raise Problem(Code.TOO_LARGE, limit=max_bytes)
    return [_read(text, number) for number, text in enumerate(texts, start=1)]


def write_results(results: list[Result]) -> bytes:
    """One line per result."""
    return b"".join(_encode.encode(result) + b"\n" for result in results)


def _read(text: bytes, number: int) -> CommandLine:
    try:
        line = _line.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise Problem(Code.BAD_COMMAND, line=number) from exc
    body = bytes(line.cmd.body)
    if len(body) > MAX_BODY_BYTES or is_deeper(body, MAX_DEPTH):
        raise Problem(Code.BAD_COMMAND, line=number)
    return line


def is_deeper(document: bytes, limit: int) -> bool:
    """Whether a JSON document nests arrays and objects deeper than `limit`."""
    if document.count(b"[") + document.count(b"{") <= limit:
        return False
    depth = 0
    for match in _TOKEN.finditer(document):
        first = match[0][:1]
        if first in (b"[", b"{"):
            depth += 1
            if depth > limit:
                return True
        elif first in (b"]", b"}"):
            depth -= 1
    return False
