"""A template with a mistake does not load; values go in by name and never act."""

from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hardware.api import Blank, PrintDocument, Text
from hardware.printing.form_reader import read_form
from hardware.printing.form_values import FormError, Values
from hardware.printing.forms import Forms, copy_of
from tests.unit.printing.papers import FORMS, GIFT

HEAD = """
[values]
name = "text"
note = "text?"
count = "number?"
rows = { part = "text" }
"""


@dataclass
class File:
    """A template in memory."""

    name: str
    text: str

    def read_bytes(self) -> bytes:
        return self.text.encode()


@dataclass
class Folder:
    """Templates in memory."""

    files: list[File]

    def iterdir(self) -> list[File]:
        return self.files


def forms(blocks: str, head: str = HEAD) -> Forms:
    """One template called `t`."""
    return Forms.read(Folder([File("t.toml", head + blocks)]))


def text_block(text: str, when: str = "") -> str:
    """A text block in TOML."""
    return f"[[block]]\ntype = 'text'\ntext = '{text}'\nwhen = '{when}'\n"


def printed(found: PrintDocument) -> list[str]:
    """Texts of the document."""
    return [phrase for block in found.blocks if isinstance(block, Text) for phrase in block.phrases]


@pytest.mark.parametrize(
    "blocks",
    [
        "",
        "not toml at all [",
        text_block("{unknown}"),
        text_block("{name.upper}"),
        text_block("{name!r}"),
        text_block("{name:>10}"),
        text_block("{0}"),
        text_block("{rows}"),
        text_block("{name"),
        text_block("x", when="unknown"),
        text_block("x", when="name or note"),
        "[[block]]\ntype = 'text'\n",
        "[[block]]\ntype = 'text'\ntext = { it = 'solo' }\n",
        "[[block]]\ntype = 'text'\ntext = 'x'\nstyle = '9x9'\n",
        "[[block]]\ntype = 'text'\ntext = 'x'\nalign = 'middle'\n",
        "[[block]]\ntype = 'text'\ntext = 'x'\nindent = 99\n",
        "[[block]]\ntype = 'drawer'\n",
        "[[block]]\ntype = 'cut'\nbytes = 'x'\n",
        "[[block]]\ntype = 'repeat'\nover = 'name'\n",
        "[[block]]\ntype = 'repeat'\nover = 'rows'\n[[block.block]]\ntype = 'include'\nform = 't'\n",
        "[[block]]\ntype = 'include'\nform = 'missing'\n",
        "[[block]]\ntype = 'include'\nform = 't'\n",
        "[other]\nx = 1\n" + text_block("x"),
    ],
)
def test_a_template_with_a_mistake_does_not_load(blocks: str) -> None:
    with pytest.raises(FormError):
        forms(blocks)


@pytest.mark.parametrize(
    "head", ["values = 1\n", "[values]\nx = 'date'\n", "[values]\nx = { y = { z = 'text' } }\n"]
)
def test_values_have_known_kinds(head: str) -> None:
    with pytest.raises(FormError):
        forms(text_block("x"), head)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "a", "rows": [], "other": "b"},
        {"name": 1, "rows": []},
        {"name": "a", "rows": "no list"},
        {"name": "a", "rows": [{"part": "x", "more": "y"}]},
        {"name": "a", "rows": [{}]},
        {"name": "a", "rows": [], "count": True},
        {"name": ["a"], "rows": []},
        {"name": "a" * 2001, "rows": []},
        {"name": "a", "rows": [{"part": "x"}] * 1001},
    ],
)
def test_values_must_be_what_the_template_declares(values: Values) -> None:
    with pytest.raises(FormError) as caught:
        forms(text_block("{name}")).fill("t", "it", values)
    assert "aaa" not in str(caught.value)


@given(st.text(max_size=60))
@example("{note}{name}{{}}{rows}")
def test_what_a_value_contains_is_never_looked_at(text: str) -> None:
    found = forms(text_block("<{name}> {note}{{}}")).fill("t", "it", {"name": text, "rows": []})
    assert printed(found) == [f"<{text}> {{}}"]


def test_conditions_and_rows() -> None:
    made = forms(
        text_block("one", "count is 1")
        + text_block("many", "count and not count is 1")
        + text_block("none", "not count")
        + "[[block]]\ntype = 'repeat'\nover = 'rows'\n"
        + text_block("{part} {name}").replace("[[block]]", "[[block.block]]")
    )
    for count, word in ((0, "none"), (1, "one"), (5, "many")):
        rows = [{"part": "a"}, {"part": "b"}]
        found = made.fill("t", "en", {"name": "n", "count": count, "rows": rows})
        assert printed(found) == [word, "a n", "b n"]


def test_unknown_form_and_language() -> None:
    for form, language in (("nothing", "it"), ("gift_receipt", "fr")):
        with pytest.raises(FormError):
            FORMS.fill(form, language, GIFT)


def test_a_copy_needs_a_higher_number() -> None:
    mark = PrintDocument((Blank(),))
    once = copy_of(PrintDocument((Blank(2),), "en"), mark, 1)
    assert (once.copy_no, once.language, once.blocks) == (1, "en", (Blank(), Blank(2)))
    with pytest.raises(ValueError, match="higher"):
        copy_of(once, mark, 1)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_a_form_error(data: bytes) -> None:
    try:
        read_form("x.toml", data)
    except FormError:
        return
    raise AssertionError("random bytes are no template")
