"""Conditions of template blocks: `name`, `not name`, `name is word`, joined by `and`; nothing more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hardware.printing.form_values import Field, FormError

_TERM = re.compile(r"(not )?([a-z][a-z0-9_]*)(?: is ([\w-]+))?")


@dataclass(frozen=True, slots=True)
class Term:
    """One fact: the value is there (or equals `word`), or is not."""

    name: str
    word: str | None
    is_negated: bool

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether it is so for these values."""
        value = values[self.name]
        found = bool(value) if self.word is None else str(value) == self.word
        return found is not self.is_negated


@dataclass(frozen=True, slots=True)
class When:
    """All terms must hold; no term means always."""

    terms: tuple[Term, ...]

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether the block is printed for these values."""
        return all(term.holds(values) for term in self.terms)


ALWAYS = When(())


def read_when(form_id: str, text: str, known: Mapping[str, Field]) -> When:
    """The condition in words. Raises FormError for other words or a name not declared."""
    if not text:
        return ALWAYS
    terms: list[Term] = []
    for part in text.split(" and "):
        found = _TERM.fullmatch(part)
        if found is None or found[2] not in known:
            raise FormError(form_id, "a condition that is not understood")
        terms.append(Term(found[2], found[3], bool(found[1])))
    return When(tuple(terms))
