"""A label form that loads also prints."""

from pathlib import Path

import pytest

from hardware.label import LabelEan13
from hardware.printing.form_values import FormError
from hardware.printing.label_forms import LabelForms
from tests.unit.labels.papers import FORMS, SHELF

GOOD = """
width = 40
height = 20
[values]
name = "text"
[[field]]
kind = "text"
x = 1
y = 1
width = 38
height = 5
text = { it = "Nome {name}", en = "Name {name}" }
"""


def read(folder: Path, content: str) -> LabelForms:
    (folder / "one.toml").write_text(content)
    return LabelForms.read(folder)


def test_texts_are_in_the_language_asked_for(tmp_path: Path) -> None:
    forms = read(tmp_path, GOOD)
    texts = [forms.fill("one", language, {"name": "{name}"}).fields[0] for language in ("it", "en")]
    assert [getattr(text, "text", None) for text in texts] == ["Nome {name}", "Name {name}"]


@pytest.mark.parametrize(
    "damage",
    [
        ("width = 38", "width = 40"),
        ('kind = "text"', 'kind = "picture"'),
        ("{name}", "{nome}"),
        ('name = "text"', 'name = "list"'),
        (', en = "Name {name}"', ""),
        ("[values]", "[values"),
        ("height = 5", "height = 5\nurl = 1"),
        ("height = 5", "height = 5\nfit = true\nlines = 2"),
    ],
)
def test_a_form_with_any_mistake_is_refused(tmp_path: Path, damage: tuple[str, str]) -> None:
    with pytest.raises(FormError):
        read(tmp_path, GOOD.replace(*damage))


def test_an_article_without_a_code_gets_a_label_without_bars() -> None:
    label = FORMS.fill("shelf", "it", {**SHELF, "gtin": ""})
    assert not any(isinstance(field, LabelEan13) for field in label.fields)


@pytest.mark.parametrize(("form", "language"), [("nothing", "it"), ("shelf", "xx")])
def test_what_there_is_not_is_refused(form: str, language: str) -> None:
    with pytest.raises(FormError):
        FORMS.fill(form, language, SHELF)


def test_a_value_that_is_missing_is_refused() -> None:
    with pytest.raises(FormError):
        FORMS.fill("shelf", "it", {"name": "x"})
