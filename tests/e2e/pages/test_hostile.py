"""What strangers send to a page: nothing of it stays, stops it, or comes back as markup."""

import msgspec
import pytest

from app.central.pages.routes import MAX_FORM_BYTES
from app.demo.phone import Visitor
from app.domain.visits import VisitState
from tests.e2e.pages.test_pages import stands
from tests.e2e.servers.floor import STORE
from tests.e2e.servers.till import Till

SCRIPT = "<script>alert(1)</script>"


async def test_the_headers_let_nothing_in_and_nothing_out(visitor: Visitor) -> None:
    answer = await visitor.get()
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "http" not in answer.text.partition("<body>")[2]


async def test_typed_markup_and_control_signs_reach_the_shop_as_plain_words(till: Till, visitor: Visitor) -> None:
    typed = f"\x00\x1b[31m{SCRIPT}\u202e\n blu" + "x" * 500
    assert (
        await visitor.press("here", words=typed[:300], colour="<b>", plate="\x00ä?-12 3\u202e")
    ).status_code == 303
    await stands(till, VisitState.ARRIVED)
    [car] = [row.d for row in await till.rows(f"store:{STORE}") if row.t == "vehicle"]
    assert isinstance(car, msgspec.Raw)
    text = bytes(car).decode()
    assert "\\u001b" not in text
    assert "\\u0000" not in text
    assert '"colour":""' in text
    assert '"plate":"123"' in text
    assert SCRIPT not in (await visitor.get()).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"act": "here", "bay": "P999"}, "Questo posto non c’è"),
        ({"act": "here", "bay": ""}, "Scegli il posto, o descrivi"),
        ({"act": "here", "words": " \x00\u200b "}, "Scegli il posto, o descrivi"),
        ({"act": "on_the_way", "minutes": "-1"}, "Scegli i minuti"),
        ({"act": "on_the_way", "minutes": "9" * 300}, "Scegli i minuti"),
        ({"act": "claimed"}, "Non abbiamo capito"),
        ({}, "Non abbiamo capito"),
    ],
)
async def test_what_does_not_fit_is_said_on_the_page(visitor: Visitor, fields: dict[str, str], wrong: str) -> None:
    n = (await visitor.form("on_the_way"))["n"]
    answer = await visitor.send({"n": n, **fields})
    assert answer.status_code == 422
    assert wrong in answer.text
    assert "Il tuo ordine è pronto" in await visitor.words()


@pytest.mark.parametrize("n", ["", "-1", "0", "٣", "1e9", "9" * 4000, "NaN"])
async def test_a_number_of_nothing_says_nothing(visitor: Visitor, n: str) -> None:
    await visitor.press("on_the_way")
    answer = await visitor.send({"act": "leave", "n": n})
    assert answer.status_code == 303
    assert "Ti aspettiamo" in await visitor.words()


async def test_what_is_no_form_says_nothing(visitor: Visitor) -> None:
    form = await visitor.form("on_the_way")
    answer = await visitor.client.post(visitor.url, json=form)
    assert answer.status_code == 422
    many = "&".join(f"f{n}=1" for n in range(50))
    typed = {"content-type": "application/x-www-form-urlencoded"}
    assert (await visitor.client.post(visitor.url, content=many, headers=typed)).status_code == 422
    assert (await visitor.client.post(visitor.url, content=b"\xff\xfe=\x80", headers=typed)).status_code == 422
    large = b"words=" + b"x" * (MAX_FORM_BYTES + 1)
    assert (await visitor.client.post(visitor.url, content=large, headers=typed)).status_code == 413


async def test_another_method_and_another_address_are_answered_in_words(visitor: Visitor) -> None:
    base = visitor.url.rpartition("/p/")[0]
    for method in ("PUT", "DELETE", "PATCH"):
        answer = await visitor.client.request(method, visitor.url)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    for path in ("/", "/p/", "/p/..%2f..%2fetc", "/v1/admin/stores", "/status", "/p/a/b", "/p/" + "x" * 5000):
        answer = await visitor.client.get(base + path)
        assert answer.status_code == 404, path
        assert "Questa pagina non vale più" in answer.text


async def test_who_asks_too_often_waits_and_others_do_not(visitor: Visitor) -> None:
    unknown = Visitor(visitor.url[:-6] + "AAAAAA", visitor.client)
    answers = [(await unknown.get()).status_code for _ in range(31)]
    assert set(answers[:30]) == {404}
    assert answers[30] == 429
    assert (await visitor.get()).status_code == 200
    form = await visitor.form("leave") if "leave" in (await visitor.get()).text else await visitor.form("here")
    said = [(await visitor.send({**form, "words": "rossa"})).status_code for _ in range(16)]
    assert said[-1] == 429


async def test_the_language_is_the_browsers_or_the_chosen_one(visitor: Visitor) -> None:
    assert "Your order is ready" in (await visitor.get(**{"accept-language": "fr, en;q=0.8, it;q=0.3"})).text
    assert "Il tuo ordine è pronto" in (await visitor.get(**{"accept-language": "en;q=0, it-IT"})).text
    assert "Il tuo ordine è pronto" in (await visitor.get(**{"accept-language": ";;;q=x,*"})).text
    english = await visitor.get("?lang=en", **{"accept-language": "it"})
    assert "Your order is ready" in english.text
    assert '<html lang="en">' in english.text
