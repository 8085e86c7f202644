"""GS1 element strings: application identifiers with their data, as symbols and scanners spell them.

Source: GS1 General Specifications 7.8. A reader of hostile text: it takes every text, in time that grows with its
length alone, and says what is wrong with it.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from hardware.symbology.associations import contradicting, missing
from hardware.symbology.identifiers import IDENTIFIERS, Identifier, identifier_at
from hardware.symbology.values import has_right_check_digit, is_possible

GS = "\x1d"
MAX_ELEMENTS = 64
"""More than any symbol holds that was made for a shop; what follows is not read."""
_FIRST = re.compile(r"(?:[<{\[(]FNC1[>}\])]|\^FNC1)", re.IGNORECASE)
# What scanners and their manuals write for the separator, where control characters do not get through; none of
# it can be data, but for `<GS>`, which nobody means.
_SPELLED = re.compile(
    r"[<{\[]GS[>}\]]|[<{\[]FNC1[>}\]]|\^\]|~d029|\\x1d|\\u001d|\\035|\u241d|[~|^]", re.IGNORECASE
)
_BRACKETED = re.compile(r"\(([0-9]{2,4})\)")


class Fault(StrEnum):
    """What is wrong with an element."""

    UNKNOWN = "unknown"
    FORM = "form"
    CHECK_DIGIT = "check_digit"
    IMPOSSIBLE = "impossible"
    TWICE = "twice"
    ALONE = "alone"
    CONTRADICTS = "contradicts"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and the application identifier it was found at; of an unknown one, its first characters."""

    identifier: str
    fault: Fault


@dataclass(slots=True)
class Elements:
    """What was read, as far as it is right; a trade item number stays although its check digit is wrong, so that
    whoever looks it up can say so."""

    values: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def found(self, identifier: str, fault: Fault) -> None:
        """Note a fault."""
        self.findings.append(Finding(identifier, fault))

    def add(self, identifier: Identifier, value: str) -> None:
        """Take an element in when it is right."""
        number = identifier.number
        if number in self.refused:
            return
        if not identifier.has_form(value):
            self.found(number, Fault.FORM)
        elif self.values.get(number, value) != value:
            self.found(number, Fault.TWICE)
            self.refused.add(number)
            del self.values[number]
        elif not has_right_check_digit(number, value):
            self.found(number, Fault.CHECK_DIGIT)
            if number == "01":
                self.values[number] = value
        elif not is_possible(number, value):
            self.found(number, Fault.IMPOSSIBLE)
        else:
            self.values[number] = value

    def compare(self) -> None:
        """Note what does not go together."""
        for number in contradicting(self.values):
            self.found(number, Fault.CONTRADICTS)
        for number in missing(self.values):
            self.found(number, Fault.ALONE)


def begins_spelled(text: str) -> bool:
    """Whether it begins with what stands for FNC1, or with a trade item number written for people."""
    return text.startswith("(01)") or _FIRST.match(text) is not None


def parse_elements(text: str) -> Elements:
    """The elements of a message; data of identifiers that nobody knows is passed over."""
    found, text = Elements(), _as_sent(text)
    bracketed = _in_brackets(text)
    read = _walk(text) if bracketed is None else bracketed
    for count, (identifier, value) in enumerate(read):
        if count == MAX_ELEMENTS:
            found.found("", Fault.TOO_MANY)
            break
        if isinstance(identifier, str):
            found.found(identifier, Fault.UNKNOWN)
        else:
            found.add(identifier, value)
    found.compare()
    return found


def _as_sent(text: str) -> str:
    """The message with separators as separators and without what stands for the first FNC1."""
    if found := _FIRST.match(text):
        text = text[found.end() :]
    return _SPELLED.sub(GS, text)


def _walk(text: str) -> "list[tuple[Identifier | str, str]]":
    """Identifiers with their data, one after the other; separators may be more than there need be."""
    found: list[tuple[Identifier | str, str]] = []
    at = 0
    while at < len(text) and len(found) <= MAX_ELEMENTS:
        if text[at] == GS:
            at += 1
            continue
        end = text.find(GS, at)
        end = len(text) if end < 0 else end
        identifier = identifier_at(text, at)
        if identifier is None:
            found.append((text[at : min(end, at + 4)], ""))
        else:
            start = at + len(identifier.number)
            if identifier.is_predefined:
                end = min(end, start + identifier.longest)
            found.append((identifier, text[start:end]))
        at = max(end, at + 1)
    return found


def _in_brackets(text: str) -> "list[tuple[Identifier | str, str]] | None":
    """The same, written for people: `(01)…(10)…`; None when it is not written so."""
    first = _BRACKETED.match(text)
    if first is None or first[1] not in IDENTIFIERS:
        return None
    starts = [found for found in _BRACKETED.finditer(text) if found[1] in IDENTIFIERS]
    ends = [*(found.start() for found in starts[1:]), len(text)]
    pairs = zip(starts, ends, strict=True)
    return [(IDENTIFIERS[found[1]], text[found.end() : end].strip(f"{GS} ")) for found, end in pairs]
