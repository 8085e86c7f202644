"""A snapshot on disk is read whole or refused, wherever it is cut and whatever byte of it is wrong."""

from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from app.contract.artefacts import SLICE_ROWS, artefact_lines
from app.contract.feeds import MAX_LINE_BYTES, BadPage, FeedRow
from app.sync.artefact_file import PIECE_BYTES, slices_of
from tests.unit.sync.till import write_artefact

ROWS = [FeedRow(t="order", id=f"o-{n}", rev=n, d=Raw(b'{"n":%d}' % n)) for n in range(1, 40)]
PLAIN = b"".join(artefact_lines(ROWS))
DEEP = b"[" * 20_000 + b"]" * 20_000
PACKED = zstandard.compress(PLAIN)


def read(path: Path) -> list[FeedRow]:
    """Every row, or BadPage."""
    return [row for rows in slices_of(path) for row in rows]


def read_bytes(folder: Path, packed: bytes) -> list[FeedRow]:
    """What a file of these bytes holds."""
    path = folder / "made.snapshot"
    path.write_bytes(packed)
    return read(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are made over and over."""
    return tmp_path_factory.mktemp("artefacts")


def test_what_was_written_is_read(folder: Path) -> None:
    write_artefact(folder / "a.snapshot", ROWS)
    assert [(row.id, row.rev, bytes(row.d)) for row in read(folder / "a.snapshot") if isinstance(row.d, Raw)] == [
        (row.id, row.rev, bytes(row.d)) for row in ROWS if isinstance(row.d, Raw)
    ]


def test_an_empty_feed_is_whole(folder: Path) -> None:
    write_artefact(folder / "e.snapshot", [])
    assert read(folder / "e.snapshot") == []


def test_many_rows_come_in_slices(folder: Path) -> None:
    write_artefact(folder / "m.snapshot", (FeedRow(t="x", id=str(n), rev=n) for n in range(SLICE_ROWS * 2 + 1)))
    assert [len(rows) for rows in slices_of(folder / "m.snapshot")] == [SLICE_ROWS, SLICE_ROWS, 1]


def test_rows_may_lie_across_pieces(folder: Path) -> None:
    big = Raw(b'"' + b"x" * 300_000 + b'"')
    rows = [FeedRow(t="x", id=str(n), rev=n, d=big) for n in range(8)]
    write_artefact(folder / "p.snapshot", rows)
    assert 2 * PIECE_BYTES < 8 * 300_000
    assert len(read(folder / "p.snapshot")) == 8


@given(at=st.integers(0, len(PACKED) - 1))
def test_a_file_cut_anywhere_is_refused(folder: Path, at: int) -> None:
    with pytest.raises(BadPage):
        read_bytes(folder, PACKED[:at])


@given(at=st.integers(0, len(PLAIN) - 1))
def test_rows_cut_before_packing_are_refused(folder: Path, at: int) -> None:
    with pytest.raises(BadPage):
        read_bytes(folder, zstandard.compress(PLAIN[:at]))


@given(at=st.integers(0, len(PACKED) - 1), flip=st.integers(1, 255))
def test_a_wrong_byte_is_refused_or_harmless(folder: Path, at: int, flip: int) -> None:
    damaged = PACKED[:at] + bytes([PACKED[at] ^ flip]) + PACKED[at + 1 :]
    try:
        rows = read_bytes(folder, damaged)
    except BadPage:
        return
    assert len(rows) == len(ROWS)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(folder: Path, junk: bytes) -> None:
    with pytest.raises(BadPage):
        read_bytes(folder, junk)
    with pytest.raises(BadPage):
        read_bytes(folder, zstandard.compress(junk))


@pytest.mark.parametrize(
    "plain",
    [
        PLAIN.replace(b'true,"n":39', b'true,"n":40'),
        PLAIN.replace(b'"end":true', b'"end":false'),
        PLAIN + b'{"t":"order","id":"late","rev":99}\n',
        PLAIN.replace(b'"rev":7', b'"rev":"seven"'),
        PLAIN.replace(b'"o-7"', b'"o-\xff"'),
        b"[" * (MAX_LINE_BYTES + 2),
        b'{"t":"x","id":"y","rev":1,"d":' + DEEP + b"}\n" + PLAIN,
        PLAIN.replace(b'{"end":true', b'{"x":' + DEEP + b',"end":true'),
    ],
    ids=["count", "end", "after the end", "type", "utf-8", "long line", "deep row", "deep end"],
)
def test_a_file_that_says_something_else_is_refused(folder: Path, plain: bytes) -> None:
    with pytest.raises(BadPage):
        read_bytes(folder, zstandard.compress(plain))


def test_a_bomb_is_refused_before_it_is_whole(folder: Path) -> None:
    bomb = zstandard.compress(b"\0" * (64 * PIECE_BYTES))
    assert len(bomb) < 10_000
    with pytest.raises(BadPage, match="line too long"):
        read_bytes(folder, bomb)
