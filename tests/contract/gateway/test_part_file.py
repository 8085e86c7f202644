"""A download meets the disk's refusals as problems, so that whoever asked can ask again."""

import hashlib
from pathlib import Path

import pytest

from app.domain.errors import Code, Problem
from app.sync.gateway.downloads import PartFile

CONTENT = b"rows" * 100
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_a_full_disk_is_a_problem_and_the_next_try_goes_on(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "a.snapshot", 1_000)
    part.begin(DIGEST, 0)
    part.add(CONTENT[:100])
    path = tmp_path / f"a.snapshot.{DIGEST}.part"
    kept = path.rename(tmp_path / "kept")
    path.symlink_to("/dev/full")
    with pytest.raises(Problem) as raised:
        part.add(CONTENT[100:])
    assert raised.value.code is Code.DISK_FULL
    path.unlink()
    kept.rename(path)
    again = PartFile(tmp_path / "a.snapshot", 1_000)
    resume = again.resume()
    assert resume is not None
    again.begin(resume.sha256, resume.offset)
    again.add(CONTENT[resume.offset :])
    assert again.finish() == len(CONTENT)
    assert (tmp_path / "a.snapshot").read_bytes() == CONTENT


def test_a_folder_that_takes_nothing_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        PartFile(tmp_path / "gone" / "a.snapshot", 1_000).begin(DIGEST, 0)
    assert raised.value.code is Code.DISK_READ_ONLY
