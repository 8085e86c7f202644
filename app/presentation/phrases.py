"""Texts by id in one language, filled with plain values only."""

from collections.abc import Mapping
from typing import Protocol

from app.usecases.plain_text import fill, names_in, plain

MAX_VALUE = 120


class Texts(Protocol):
    """A catalogue of one language: gettext behind an id."""

    def text(self, text_id: str) -> str | None:
        """The text, of a plural the form for one; None for an unknown id."""

    def plural(self, text_id: str, n: int) -> str | None:
        """The form for `n`; None for an unknown id."""


class Phrases:
    """Fills texts; values lose control and bidirectional characters and are cut. Immutable, any thread."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def text(self, text_id: str, /, **values: str | int) -> str:
        """The text; LookupError for an unknown id or a value that is missing."""
        return self._filled(text_id, self._texts.text(text_id), values)

    def plural(self, text_id: str, n: int, /, **values: str | int) -> str:
        """The form for `n`, which is `{n}` in the text; LookupError as `text`."""
        return self._filled(text_id, self._texts.plural(text_id, n), {"n": n, **values})

    def find(self, text_id: str, /) -> str | None:
        """The text of an id made of data, or None; never one with values."""
        found = self._texts.text(text_id)
        return None if found is None or names_in(found) else found

    def best(self, text_id: str, values: Mapping[str, str], n: int = 1) -> str:
        """The first of `id`, `id.2`, `id.3` … for which no value is missing; LookupError when there is none.

        They go from the sentence that says most to one that needs nothing.
        """
        candidate, number = text_id, 1
        while (template := self._texts.plural(candidate, n)) is not None:
            if names_in(template) <= values.keys():
                return fill(template, values)
            number += 1
            candidate = f"{text_id}.{number}"
        raise LookupError(text_id)

    @staticmethod
    def _filled(text_id: str, template: str | None, values: Mapping[str, str | int]) -> str:
        if template is None:
            raise LookupError(text_id)
        return fill(template, {name: plain(str(value), MAX_VALUE) for name, value in values.items()})
