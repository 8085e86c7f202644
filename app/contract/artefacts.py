"""What is inside a snapshot artefact: a line per present row, a last one that counts them, zstd around all."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, ValidationError
from msgspec.json import Decoder, Encoder

from app.contract.feeds import MAX_LINE_BYTES, BadPage, FeedRow

MEDIA_TYPE = "application/zstd"
SLICE_ROWS = 5_000


class ArtefactEnd(Struct, frozen=True):
    """The last line: the artefact is whole."""

    end: bool
    n: int


_encode = Encoder()
_row = Decoder(FeedRow)
_end = Decoder(ArtefactEnd)


def artefact_lines(rows: Iterable[FeedRow]) -> Iterator[bytes]:
    """The lines of an artefact, each with its newline."""
    n = 0
    for row in rows:
        n += 1
        yield _encode.encode(row) + b"\n"
    yield _encode.encode(ArtefactEnd(end=True, n=n)) + b"\n"


def artefact_rows(pieces: Iterable[bytes]) -> Iterator[list[FeedRow]]:
    """The rows of an artefact's unpacked bytes, in slices; BadPage when it is cut or damaged.

    The last slice is given out only when the end line was right; a caller commits after the last one.
    """
    rows: list[FeedRow] = []
    n = 0
    last = b""
    for line in _lines(pieces):
        if last:
            rows.append(_decoded(last))
            n += 1
            if len(rows) >= SLICE_ROWS:
                yield rows
                rows = []
        last = line
    try:
        end = _end.decode(last)
    except (ValidationError, ValueError, RecursionError) as exc:
        raise BadPage("cut") from exc
    if not end.end or end.n != n:
        raise BadPage("cut")
    yield rows


def _decoded(line: bytes) -> FeedRow:
    try:
        return _row.decode(line)
    except (ValidationError, ValueError, RecursionError) as exc:
        raise BadPage("not a row") from exc


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    left = b""
    for piece in pieces:
        *whole, left = (left + piece).split(b"\n")
        yield from whole
        if len(left) > MAX_LINE_BYTES:
            raise BadPage("line too long")
    if left:
        raise BadPage("cut")
