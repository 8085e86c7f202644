"""No text is missing, unused, half translated or dangerous to fill, in any language."""

import ast
import re
from itertools import count

import pytest

from app.domain.errors import Code
from app.domain.staff import PERMISSIONS
from app.presentation.console_texts import ConsoleText, TourText
from app.presentation.error_kinds import KIND_OF
from app.presentation.wording import UNKNOWN
from app.usecases.plain_text import names_in
from tests.unit.house import tree
from tests.unit.wording.catalogues import LANGUAGES, messages

_ID = re.compile(r"(?:console|tour|say|paper|moment)(?:\.[a-z0-9_]+)+")
# Characters nobody should find in a text: markup, percent forms, straight quotes doubled, bidirectional marks.
_BAD = re.compile(r"[<>%\u200b-\u200f\u202a-\u202e\u2066-\u2069]|  |\\|\.\.\.|\s$|^\s")


def test_every_language_has_the_same_texts() -> None:
    assert set(messages("it")) == set(messages("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_odd(language: str) -> None:
    odd = {key for key, texts in messages(language).items() if not all(texts) or any(map(_BAD.search, texts))}
    assert odd == set()


def test_an_italian_apostrophe_is_the_typographic_one() -> None:
    """One sign on every screen; the forms of papers keep the straight one, which every printer has."""
    straight = {key for key, texts in messages("it").items() if any("'" in text for text in texts)}
    assert straight == set()


def test_the_same_values_stand_in_every_language_and_plural_form() -> None:
    different = []
    for key, texts in messages("it").items():
        wanted = frozenset().union(*map(names_in, texts)) - {"n", "count"}
        for text in (*texts, *messages("en")[key]):
            if names_in(text) - {"n", "count"} != wanted and len(texts) == 1:
                different.append(key)
            if not names_in(text) <= wanted | {"n", "count"}:
                different.append(key)
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_are_plain_names_only(language: str) -> None:
    for texts in messages(language).values():
        for text in texts:
            assert not set("{}") & set(re.sub(r"\{[a-z][a-z0-9_]*\}", "", text))


def test_plurals_are_plural_in_every_language() -> None:
    forms = {
        language: {key for key, texts in messages(language).items() if len(texts) > 1} for language in LANGUAGES
    }
    assert forms["it"] == forms["en"]
    assert {"console.backlog.some", "duration.minutes", "code.container_missing.what"} <= forms["it"]


@pytest.mark.parametrize("part", ["what", "next"])
def test_every_code_is_worded_and_its_last_sentence_needs_nothing(part: str) -> None:
    for language in LANGUAGES:
        texts = messages(language)
        for code in (*Code, UNKNOWN):
            last = ""
            for number in count(1):
                key = f"code.{code}.{part}" + (f".{number}" if number > 1 else "")
                if key not in texts:
                    break
                last = texts[key][0]
            assert last, f"{code} has no {part}"
            assert not names_in(last), f"{code} needs details"


def test_no_code_text_is_left_over() -> None:
    wanted = {f"code.{code}.{part}" for code in (*Code, UNKNOWN) for part in ("what", "next")}
    stems = {re.sub(r"\.[0-9]+$", "", key) for key in messages("it") if key.startswith("code.")}
    assert stems == wanted


def test_numbered_sentences_follow_each_other() -> None:
    texts = messages("it")
    for key in texts:
        found = re.fullmatch(r"(code\..*)\.([0-9]+)", key)
        if found:
            number = int(found[2])
            assert (f"{found[1]}.{number - 1}" if number > 2 else found[1]) in texts


def test_every_code_has_one_kind() -> None:
    assert set(KIND_OF) == set(Code)


def test_the_console_and_the_tour_have_a_text_for_each_id_and_no_other() -> None:
    wanted = {str(text) for text in (*ConsoleText, *TourText)}
    assert {key for key in messages("it") if key.split(".")[0] in ("console", "tour")} == wanted


def test_every_action_that_may_be_refused_has_words() -> None:
    found = {key.removeprefix("word.action.") for key in messages("it") if key.startswith("word.action.")}
    assert found == set(PERMISSIONS)


def _literals() -> set[str]:
    """Every string that stands alone in the program."""
    nodes = (node for path in tree.modules("app") for node in ast.walk(tree.syntax(path)))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_ids_in_the_program_have_a_text_and_papers_words_are_used() -> None:
    named = {text for text in _literals() if _ID.fullmatch(text)}
    known = set(messages("it"))
    assert named <= known
    assert {key for key in known if key.startswith(("paper.", "moment."))} <= named
