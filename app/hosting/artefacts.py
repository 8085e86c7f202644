"""Snapshot artefacts on a host's disk: cut from one consistent view, named by hash, kept while they serve."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from app.contract.artefacts import MEDIA_TYPE, artefact_lines
from app.hosting.ports import SnapshotFile
from app.node.feeds import feed_state, live_rows
from app.node.ports import NodeStore
from app.node.visitors import veiled

LEVEL = 3
KEPT_PER_FEED = 2


class Artefacts:
    """Owns a folder of artefacts; its methods block and run on a thread that may take seconds."""

    def __init__(self, folder: Path, store: NodeStore) -> None:
        self._folder = folder
        self._store = store
        self._newest: dict[str, list[SnapshotFile]] = {}

    def cut(self, feed: str) -> SnapshotFile:
        """An artefact of the feed not older than its floor; the newest one when nothing moved since.

        It may lie there for months, so what customers said of their cars is left out.
        Problem(NOT_FOUND) when the node does not hold the feed.
        """
        with self._store.read() as tx:
            state = feed_state(tx, feed)
            kept = self._newest.get(feed, [])
            if kept and kept[-1].feed_id == state.id and kept[-1].rev >= state.floor and kept[-1].path.exists():
                return kept[-1]
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            digest = hashlib.sha256()
            with os.fdopen(handle, "wb") as file:
                for piece in packed(artefact_lines(map(veiled, live_rows(tx, feed)))):
                    digest.update(piece)
                    file.write(piece)
        path = self._folder / f"{digest.hexdigest()}.zst"
        Path(name).replace(path)
        made = SnapshotFile(path, digest.hexdigest(), state.id, state.rev, MEDIA_TYPE)
        self._keep(feed, made)
        return made

    def _keep(self, feed: str, made: SnapshotFile) -> None:
        kept = [*self._newest.get(feed, []), made]
        for old in kept[:-KEPT_PER_FEED]:
            if all(old.path != other.path for files in self._newest.values() for other in files if other != old):
                old.path.unlink(missing_ok=True)
        self._newest[feed] = kept[-KEPT_PER_FEED:]


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, zstd around them."""
    packer = zstandard.ZstdCompressor(LEVEL).compressobj()
    for line in lines:
        if piece := packer.compress(line):
            yield piece
    yield packer.flush()
