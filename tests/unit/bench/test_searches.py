"""A search that finds nothing is no measure of searching."""

from collections.abc import Sequence

import pytest

from app.bootstrap.bench_search import WARM_UP, ask_all
from app.usecases.read_ports import Superseded


async def _one(text: str) -> Sequence[object]:
    return [text]


async def test_the_first_answers_do_not_count() -> None:
    figure = await ask_all("names", _one, iter(["a"] * (WARM_UP + 7)), "recorded")
    assert figure.note.startswith("7 asked, longest")
    assert figure.note.endswith(", recorded")


async def test_what_finds_nothing_is_refused() -> None:
    async def none(text: str) -> Sequence[object]:
        return []

    with pytest.raises(RuntimeError, match="0 of 3 found"):
        await ask_all("names", none, iter("abc"))


async def test_a_search_given_up_for_a_newer_one_is_not_counted() -> None:
    async def given_up(text: str) -> Sequence[object]:
        if text == "b":
            raise Superseded
        return [text]

    assert (await ask_all("names", given_up, iter("abc"))).note.startswith("2 asked")
