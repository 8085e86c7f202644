"""Answers in words: what happened, in a person's language, and nothing of others' text moves the cursor."""

import pytest

from app.domain.errors import Code
from app.presentation.console import Answer
from app.presentation.console_text import as_text
from app.presentation.console_views import Data
from tests.unit.domain.samples import NOW_AT
from tests.unit.wording.catalogues import LANGUAGES, wording

ESCAPES = "Giulia\x1b[2J\x9b31m\u202e\x07\r\nordine 1 consegnato"


def said(event: str, data: Data, language: str) -> str:
    """An answer in words."""
    return as_text(Answer(event, data), wording(language), NOW_AT)


@pytest.mark.parametrize(
    ("event", "data", "italian", "english"),
    [
        (
            "ready",
            {"store": "mi01", "device": "T1AA"},
            "Negozio mi01, terminale T1AA.",
            "mi01 shop, terminal T1AA.",
        ),
        (
            "signed_in",
            {"name": "Sara Lombardi", "number": "07"},
            "Al lavoro: Sara Lombardi, operatore 07.",
            "At work: Sara Lombardi, operator 07.",
        ),
        (
            "handed_over",
            {"number": "4821", "document": "T1AA-000001"},
            "Ordine 4821 consegnato. Ricevuta T1AA-000001.",
            "Order 4821 handed over. Receipt T1AA-000001.",
        ),
    ],
)
def test_what_was_done_in_both_languages(event: str, data: Data, italian: str, english: str) -> None:
    assert (said(event, data, "it"), said(event, data, "en")) == (italian, english)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(Code))
def test_every_refusal_says_what_and_what_next(code: Code, language: str) -> None:
    text = said("refused", {"code": code.value, "details": {}}, language)
    explained = wording(language).explain(code)
    assert text == f"{explained.what} {explained.next}"
    assert len(text) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_a_newer_release_is_answered(language: str) -> None:
    odd: list[Data] = [
        {"code": "brand_new"},
        {},
        {"code": 7, "details": "none"},
        {"code": "x", "details": {"a": None}},
    ]
    for data in odd:
        assert said("refused", data, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_details_are_said(language: str) -> None:
    data: Data = {"code": "order_unknown", "details": {"order": "4821"}}
    assert "4821" in said("refused", data, language)


@pytest.mark.parametrize(
    ("data", "italian", "english"),
    [
        (
            {"is_up": True, "backlog": 0},
            "In linea con la sede. Niente da inviare.",
            "Online with head office. Nothing to be sent.",
        ),
        (
            {"is_up": False, "backlog": 3},
            "Non in linea: la sede non risponde. Da inviare: 3. Si continua a lavorare.",
            "Offline: head office does not answer. To be sent: 3. Work goes on.",
        ),
        ({}, "Non in linea: la sede non risponde. Niente da inviare.", ""),
    ],
)
def test_status_in_both_languages(data: Data, italian: str, english: str) -> None:
    assert said("status", data, "it") == italian
    assert not english or said("status", data, "en") == english


def test_facts_stand_one_below_the_other() -> None:
    data: Data = {
        "id": "k-1",
        "lines": [{"sku": "a", "quantity": 2}, {"sku": "b"}],
        "places": ["A1", "B2"],
        "n": [],
    }
    assert said("cart", data, "it").splitlines() == [
        "cart",
        "id: k-1",
        "lines:",
        "  sku: a",
        "  quantity: 2",
        "  sku: b",
        "places:",
        "  A1",
        "  B2",
        "n:",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("customers", {"hits": [{"name": ESCAPES}]}),
        ("customer", {"sizes": {ESCAPES: "42"}, "channels": [ESCAPES]}),
        ("order", {"customer": ESCAPES}),
        ("refused", {"code": "order_unknown", "details": {"order": ESCAPES}}),
        ("signed_in", {"name": ESCAPES, "number": ESCAPES}),
        ("handed_over", {"number": ESCAPES, "document": ESCAPES}),
        ("ready", {"store": ESCAPES, "device": ESCAPES}),
    ],
)
def test_what_others_wrote_cannot_move_the_cursor(event: str, data: Data, language: str) -> None:
    text = said(event, data, language)
    assert "Giulia" in text
    assert not any((ord(char) < 32 and char != "\n") or char in "\x9b\u202e" for char in text)
    assert "ordine 1 consegnato" not in text.splitlines()


def test_a_value_is_cut() -> None:
    assert len(said("customers", {"hits": ["x" * 100_000]}, "it")) < 1_000
