"""Answers in words: what happened, in a person's language, and nothing of others' text moves the cursor."""

import pytest

from app.domain.errors import Code
from app.presentation.console_answer import Answer
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
    assert text.splitlines()[0] == f"{explained.what} {explained.next}"
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
            {"is_up": True, "is_linked": True, "backlog": 0, "age_s": 0.4},
            "In linea con la sede.|Dati aggiornati adesso. Niente da inviare.|Niente da sistemare."
            "|Stampante pronta.",
            "Online with head office.|Data is up to date. Nothing to be sent.|Nothing to settle.|Printer ready.",
        ),
        (
            {"is_up": True, "is_linked": False, "backlog": 3, "oldest_s": 130.0, "age_s": 65.0, "attention": 1},
            "Non in linea: la sede non risponde.|Dati di 65 secondi fa. 3 da inviare, il più vecchio di 2 minuti."
            "|1 caso da sistemare.|Stampante pronta.",
            "",
        ),
        (
            {"is_up": False, "age_s": 65.0},
            "Il server del negozio non risponde: le consegne aspettano.|Dati di 65 secondi fa. Niente da inviare."
            "|Niente da sistemare.|Stampante pronta.",
            "",
        ),
        (
            {"is_up": False, "is_full": True, "code": "disk_full", "age_s": 65.0},
            "Il disco del terminale è pieno. Non spegnere e chiama subito l’assistenza."
            "|Dati di 65 secondi fa. Niente da inviare.|Niente da sistemare.|Stampante pronta.",
            "",
        ),
        (
            {"is_up": False, "printer": "printer_paper_out", "clock": "clock_off"},
            "Il server del negozio non ha ancora risposto da quando è partito il programma: le consegne aspettano."
            "|Dati mai scaricati. Niente da inviare."
            "|Niente da sistemare."
            "|La stampante ha finito la carta. Cambia il rotolo: la stampa riprende da sola."
            "|L’orologio del terminale è sbagliato. Chiama l’assistenza: gli "
            "orari sulle ricevute non sono giusti.",
            "",
        ),
    ],
)
def test_status_in_both_languages(data: Data, italian: str, english: str) -> None:
    assert said("status", data, "it").splitlines() == italian.split("|")
    assert not english or said("status", data, "en").splitlines() == english.split("|")


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
    assert len(said("customers", {"hits": [{"name": "x" * 100_000}]}, "it")) < 1_000


LINES: list[Data] = [
    {"name": "Maglia", "variant": "nera, M", "quantity": 2, "site": 2990, "shop": 2990, "price": "same"},
    {"name": "Borsa", "quantity": 1, "site": 2990, "shop": 2490, "price": "cheaper_here", "stock": "out"},
    {"name": "Tuta", "quantity": 1, "site": 9900, "shop": None, "price": "unknown"},
]
ORDER: Data = {
    "number": "4832",
    "customer": "Giulia B.",
    "is_ready": True,
    "is_collected": False,
    "places": ["A1", "B2"],
    "lines": [{"name": "Gin", "variant": "0,7 l", "quantity": 3, "gtin": "8001", "min_age": 18, "handed_over": 1}],
}


@pytest.mark.parametrize(
    ("event", "data", "italian"),
    [
        ("customers", {"hits": []}, ["Nessun cliente trovato."]),
        (
            "customers",
            {"hits": [{"id": "c-1", "name": "Giulia Bianchi", "phone": "••• 4567"}, {"id": "c-2", "name": "Ugo"}]},
            ["2 clienti trovati.", "1. Giulia Bianchi, telefono ••• 4567", "2. Ugo"],
        ),
        (
            "cart",
            {"id": "k-1", "number": 1, "site_total": 8970, "shop_total": 8470, "lines": LINES},
            [
                "Carrello online 1: 3 righe.",
                "1. 2 x Maglia, nera, M: 29,90 €, come sul sito.",
                "2. 1 x Borsa: qui 24,90 €, 5,00 € in meno del sito. Esaurito qui.",
                "3. 1 x Tuta: questo negozio non lo vende.",
                "Totale sul sito 89,70 €, qui 84,70 €.",
            ],
        ),
        (
            "order",
            ORDER,
            [
                "Ordine 4832, cliente Giulia B.: pronto per la consegna. Buste in A1, B2.",
                "3 x Gin, 0,7 l. 1 già consegnato. Codice 8001. Vietato ai minori di 18 anni: guarda un "
                "documento.",
            ],
        ),
        (
            "handed_over",
            {**ORDER, "document": "T1AA-000001", "is_paper_waiting": True, "printer": "printer_paper_out"},
            [
                "Ordine 4832 consegnato. Ricevuta T1AA-000001. Il resto dell’ordine è ancora qui.",
                "La ricevuta T1AA-000001 aspetta la stampante. La stampante ha finito la carta. "
                "Cambia il rotolo: la stampa riprende da sola.",
            ],
        ),
        (
            "taken_in",
            {"case": "R-T1AA-0001", "document": "T1AA-000002", "refund": 2990, "is_pending": True},
            [
                "Reso R-T1AA-0001: merce ritirata. Documento T1AA-000002. "
                "Rimborso di 29,90 € in attesa: parte da solo quando torna la linea."
            ],
        ),
        (
            "taken_in",
            {
                "case": "R-T1AA-0002",
                "document": "T1AA-000003",
                "refund": 0,
                "is_pending": True,
                "is_matched": False,
            },
            [
                "Reso R-T1AA-0002: merce ritirata. Documento T1AA-000003. Ordine non trovato: tieni la merce da "
                "parte, non rimetterla in vendita. La sede trova l’acquisto e poi parte il rimborso."
            ],
        ),
        (
            "taken_in",
            {"case": "R-T1AA-0003", "document": "T1AA-000004", "refund": 2990, "cash": 1980},
            [
                "Reso R-T1AA-0003: merce ritirata. Documento T1AA-000004. "
                "Rimborso di 29,90 € ordinato; di questi 19,80 € da dare in cassa."
            ],
        ),
        (
            "papers",
            {"papers": [{"document": "T1AA-000001", "copy": 1, "state": "queued"}]},
            ["1. Ricevuta T1AA-000001 COPIA 1 da stampare."],
        ),
        (
            "attention",
            {
                "items": [
                    {"code": "return_unmatched", "details": {"case": "R-1"}, "at": "2026-03-05T09:44:00+00:00"}
                ]
            },
            [
                "1 caso da sistemare.",
                "1. Da sistemare, oggi alle 10:44: Il reso R-1 non ha ancora un ordine. "
                "Cerca l’ordine e abbinalo: il rimborso aspetta.",
            ],
        ),
        ("refused", {"code": "bad_request", "details": {"command": "signin"}}, None),
        (
            "refused",
            {"code": "bad_request", "details": {"command": "signin", "word": "banana", "choices": "a, b"}},
            [
                "«banana» qui non va bene. Si scrive: signin NUMERO PIN",
                "Una di queste parole: a, b.",
            ],
        ),
    ],
)
def test_answers_are_sentences(event: str, data: Data, italian: list[str] | None) -> None:
    wanted = italian or ["Manca qualcosa. Si scrive: signin NUMERO PIN"]
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in said(event, data, "it").splitlines()] == wanted
    assert len(said(event, data, "en").splitlines()) == len(wanted)
