"""A snapshot artefact on disk as slices of rows; unpacked as it is read, so memory stays flat."""

from collections.abc import Iterator
from pathlib import Path

import zstandard

from app.contract.artefacts import artefact_rows
from app.contract.feeds import BadPage, FeedRow

PIECE_BYTES = 1 << 20


def slices_of(path: Path) -> Iterator[list[FeedRow]]:
    """The rows of the artefact; BadPage when it is cut or damaged. Blocks; for a writer's thread."""
    yield from artefact_rows(_pieces(path))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
        try:
            while piece := reader.read(PIECE_BYTES):
                yield piece
        except zstandard.ZstdError as exc:
            raise BadPage("not packed as announced") from exc
