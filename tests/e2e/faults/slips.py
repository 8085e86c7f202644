"""The papers of the fault run, whose every line says of which paper it is, and what is on the paper after it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hardware.api import Blank, Block, Cut, PrintDocument, Rule, Text

_ROW = re.compile(r"(D\d{4}) riga (\d+)")


def rows_of(document: str) -> int:
    """How long a paper is: from one section to several."""
    return 4 + int(document[1:]) * 7 % 58


def slip(document: str) -> PrintDocument:
    """The paper itself; a rule here and there, where sections end."""
    blocks: list[Block] = []
    for number in range(rows_of(document)):
        blocks.append(Text((f"{document} riga {number}",)))
        if number % 9 == 8:
            blocks.append(Rule())
    return PrintDocument((*blocks, Blank(), Cut()))


@dataclass
class Book:
    """What came out, read line by line; papers in the order the printer cut them.

    `doubled` holds rows that came a second time with no mark between; `since_copy` the rows of each document that
    stand on its newest copy.
    """

    doubled: list[str] = field(default_factory=list)
    since_copy: dict[str, set[int]] = field(default_factory=dict)
    copies: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(papers: Iterable[Sequence[str]]) -> "Book":
        """Reads all papers."""
        book = Book()
        seen: dict[str, set[int]] = {}
        for paper in papers:
            mark = ""  # what stands on one paper says nothing of the next
            for line in paper:
                if "C O P I A" in line or "--- ripresa ---" in line:
                    mark = line
                for document, number in _ROW.findall(line):
                    if mark:
                        seen[document] = set()
                        book._marked(document, mark)
                        mark = ""
                    book._add(document, int(number), seen.setdefault(document, set()))
        return book

    def is_whole(self, document: str) -> bool:
        """Whether its newest copy says all it should."""
        return self.since_copy.get(document, set()) == set(range(rows_of(document)))

    def _marked(self, document: str, mark: str) -> None:
        if "C O P I A" in mark:
            self.since_copy[document] = set()
            self.copies[document] = self.copies.get(document, 0) + 1

    def _add(self, document: str, number: int, seen: set[int]) -> None:
        if number in seen:
            self.doubled.append(f"{document} riga {number}")
        seen.add(number)
        self.since_copy.setdefault(document, set()).add(number)
