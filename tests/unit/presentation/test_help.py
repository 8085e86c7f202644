"""Help has a page for every place, and a small picture for every page, in both languages."""

from typing import get_args

import pytest

from app.adapters.resource_files import resources_root
from app.bootstrap.words import wording_in
from app.presentation.help_pages import PAGE_OF, PAGES
from app.presentation.language import LANGUAGES
from app.presentation.routes import Route

MOST_BYTES = 1_500_000
PICTURES = resources_root().joinpath("help", "pictures")


def test_every_place_has_a_page_and_no_page_is_unknown() -> None:
    assert set(PAGE_OF) == set(get_args(Route))
    assert set(PAGE_OF.values()) <= set(PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_words_a_picture_and_words_for_the_picture(language: str) -> None:
    words = wording_in("en" if language == "en" else "it")
    for page in PAGES:
        for text in (f"help.{page}", f"help.{page}.body", f"help.{page}.picture"):
            assert words.text(text)
        assert PICTURES.joinpath(language, f"{page}.png").is_file()


def test_the_pictures_are_small() -> None:
    sizes = [len(file.read_bytes()) for language in LANGUAGES for file in PICTURES.joinpath(language).iterdir()]
    assert sum(sizes) < MOST_BYTES
