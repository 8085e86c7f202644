"""`bancone screens --only`: words no picture has are refused by name, and what was taken before stays."""

from pathlib import Path

import pytest

from app.bootstrap.screens import bind
from app.domain.errors import Code, Problem
from tests.unit.wording.catalogues import LANGUAGES, wording


def test_words_no_picture_has_are_named_with_an_example_and_the_pages_stay(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(Problem) as refused:
        bind(tmp_path, [], ("banana", "dark"))
    assert refused.value.code is Code.OPTION_INVALID
    for language in LANGUAGES:
        explained = wording(language).explain_problem(refused.value)
        assert "--only" in explained.what
        assert "banana dark" in explained.what
        assert "setup" in explained.next
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_pictures_taken_by_words_stand_beside_those_from_before(tmp_path: Path) -> None:
    for name in ("01-old.png", "02-new.png"):
        (tmp_path / name).touch()
    bind(tmp_path, ["02-new.png"], ("new",))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert ("01-old.png" in page, "02-new.png" in page, "mockup-" in page) == (True, True, False)
    bind(tmp_path, ["02-new.png"], ())
    assert "01-old.png" not in (tmp_path / "index.html").read_text(encoding="utf-8")
