"""The journal keeps every whole record, whatever happened to the others."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Code, Problem
from app.store.journal import MAX_RECORD_BYTES, FileJournal
from tests.store.sealing import PlainSealer

RECORDS = [f'{{"id": "T001.1:{n}", "pad": "{"x" * n}"}}'.encode() for n in range(1, 41)]


def journal(folder: Path, **sizes: int) -> FileJournal:
    return FileJournal(folder, PlainSealer(), **sizes)


def write(folder: Path, records: list[bytes], **sizes: int) -> None:
    written = journal(folder, **sizes)
    for record in records:
        written.append(record)
    written.close()


def test_records_come_back_in_order_over_restarts_and_files(tmp_path: Path) -> None:
    write(tmp_path, RECORDS[:20], file_bytes=600)
    write(tmp_path, RECORDS[20:], file_bytes=600)
    assert list(journal(tmp_path).replay()) == RECORDS
    assert len(list(tmp_path.glob("*.journal"))) > 3
    assert all(RECORDS[0] not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_restart_goes_on_in_the_same_file(tmp_path: Path) -> None:
    write(tmp_path, RECORDS[:2])
    write(tmp_path, RECORDS[2:4])
    assert len(list(tmp_path.glob("*.journal"))) == 1


def test_old_files_go(tmp_path: Path) -> None:
    write(tmp_path, RECORDS, file_bytes=300, kept_files=3)
    assert len(list(tmp_path.glob("*.journal"))) == 3
    kept = list(journal(tmp_path).replay())
    assert kept == RECORDS[-len(kept) :]


@pytest.mark.parametrize("cut", [1, 5, 30, 60])
def test_a_torn_tail_is_skipped_and_never_written_over(tmp_path: Path, cut: int) -> None:
    write(tmp_path, RECORDS[:5])
    (file,) = tmp_path.glob("*.journal")
    torn = file.read_bytes()[:-cut]
    file.write_bytes(torn)
    assert list(journal(tmp_path).replay()) == RECORDS[:4]
    write(tmp_path, RECORDS[5:8])
    assert list(journal(tmp_path).replay()) == RECORDS[:4] + RECORDS[5:8]
    assert file.read_bytes() == torn


def test_every_flipped_bit_is_noticed_and_costs_one_record(tmp_path: Path) -> None:
    write(tmp_path, RECORDS[:6])
    (file,) = tmp_path.glob("*.journal")
    whole = file.read_bytes()
    for at in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << (at % 8)
        file.write_bytes(bytes(damaged))
        kept = list(journal(tmp_path).replay())
        assert len(kept) == 5
        assert set(kept) < set(RECORDS[:6])


def test_a_record_does_not_open_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "a", RECORDS[:3])
    (file,) = (tmp_path / "a").glob("*.journal")
    file.rename(tmp_path / "a" / "00000007.journal")
    assert list(journal(tmp_path / "a").replay()) == []


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("journal")
    (folder / "00000001.journal").write_bytes(b"BJ1\n" + content)
    assert list(journal(folder).replay()) == []


def test_a_full_disk_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = journal(tmp_path)
    written.append(RECORDS[0])
    real = os.write

    def half(handle: int, data: bytes) -> int:
        real(handle, bytes(data)[:10])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch, pytest.raises(Problem) as raised:
        patch.setattr(os, "write", half)
        written.append(RECORDS[1])
    assert raised.value.code is Code.DISK_FULL
    written.append(RECORDS[2])
    assert list(written.replay()) == [RECORDS[0], RECORDS[2]]
    written.close()


def test_a_record_has_a_limit(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="large"):
        journal(tmp_path).append(bytes(MAX_RECORD_BYTES + 1))
