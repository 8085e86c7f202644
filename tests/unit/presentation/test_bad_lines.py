"""Whatever is typed gets one answer: nothing raises, nothing is done by halves, nothing odd reaches the screen."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import Code
from app.presentation.console import MAX_LINE_CHARS
from app.presentation.console_answer import Answer
from app.presentation.console_text import as_text
from app.usecases.ports import OutboxState
from tests.unit.domain.samples import NOW_AT
from tests.unit.presentation.desk import Desk
from tests.unit.wording.catalogues import LANGUAGES, messages, wording

NEED_SOMEBODY = (
    "find Giulia",
    "customer c-1 pickup",
    "cart c-1",
    "scan 2960000000012",
    "handover 4821",
    "undo 4821 T1AA.1:1",
    "return 8001234567891 too_small",
    "return-blind 8001234567903 other",
    "signout",
    "attention",
    "settle a mistake",
    "drawer check",
    "retry T1AA.1:1",
    "reprint T1AA-000001",
    "preview T1AA-000001",
    "day",
    "day-print",
    "day-close 1",
    "paper T1AA-000001#0 drop",
    "gift 4821",
    "prepare 4900",
    "let-go 4900",
    "pick 4900 8001234567891",
    "missing 4900 8001234567891 damaged",
    "pack 4900",
    "stage 4900 R01",
    "ready 4900",
    "accept 4900",
    "decline 4900 no_time",
    "refuse 4821 damaged",
    "extend 4821",
    "transfer 4821 mi02",
    "expired",
    "no-show 4821",
    "put-back",
    "put-away 1",
)
TOO_FEW = (
    "signin",
    "signin 07",
    "customer",
    "customer c-1",
    "cart",
    "cart-set",
    "cart-add",
    "reserve",
    "sell",
    "hold",
    "release",
    "order",
    "drawer",
    "handover",
    "undo",
    "unlock",
    "unlock 07 01",
    "handover 4821 only",
    "return",
    "return 8001234567891",
    "return-blind",
    "return-blind 8001234567903",
    "settle",
    "settle a",
    "retry",
    "reprint",
    "preview",
    "paper",
    "paper T1AA-000001#0",
    "gift",
    "prepare",
    "let-go",
    "pick",
    "pick 4900",
    "missing",
    "instead",
    "instead 4900 8001234567891",
    "give-up",
    "give-up 4900",
    "missing 4900 8001234567891",
    "pack",
    "stage",
    "stage 4900",
    "ready",
    "accept",
    "decline",
    "decline 4900",
    "refuse",
    "refuse 4821",
    "extend",
    "transfer",
    "no-show",
    "put-away",
    "carry",
    "give-back",
    "take-back",
)
WRONG_WORDS = (
    "customer c-1 curiosity",
    "handover 4821 soon",
    "handover 4821 1e3",
    "handover 4821 1 2",
    "handover 4821 only shirt",
    "return 8001234567891 because",
    "return 8001234567891 too_small banana",
    "return 8001234567891 too_small 4790 4701",
    "return-blind 8001234567903 other 4790",
    "paper T1AA-000001#0 maybe",
    "day 9",
    "day-print yesterday",
    "pick 4900 shirt",
    "missing 4900 8001234567891 because",
    "stage 4900 nowhere",
    "decline 4900 because",
    "refuse 4821 because",
    "refuse 4821 damaged shirt",
    "extend 4821 tomorrow",
    "put-away 1 maybe",
)
ODD = (
    "order '4821",
    'find "Giulia',
    "find \\",
    "order 4821\x00",
    "\x00",
    "\x1b[2J\x1b]0;title\x07",
    "find \x1b[31mGiulia",
    "order \x1b[31m4821",
    "customer \x1b[31m pickup",
    "find \u202eailuiG",
    "scan \x1d0108001234567897",
    "article ' OR 1=1 --",
    'article "\\"* NEAR"',
    "find % _ *",
    "order ' OR ''='",
    "settle '; DROP TABLE attention; --'",
    "reprint ../../etc/passwd",
    "cart ../../v1/health",
    "cart-set k-1 sku-a 99999999999999999999999999",
    "undo 4821 " + "9" * 500,
    "ORDER 4821",
    "order\u00a04821",
    "scan \ud800",
    "find \ud800\ud800\ud800",
    "customer \ud800 pickup",
    "article \ud800",
)


@pytest.mark.parametrize("line", ["", " ", "\t", "\n", "''", '""'])
async def test_nothing_is_nothing_or_help(desk: Desk, line: str) -> None:
    assert await desk.event(line) in {"nothing", "refused"}


@pytest.mark.parametrize("line", ["aiuto", "?", "orders", "sign in", "__class__", "signin;order", "ORDER 4821"])
async def test_an_unknown_word_is_said_to_be_one(desk: Desk, line: str) -> None:
    data = await desk.data(line, "refused")
    assert data == {"code": "bad_request", "details": {"unknown": line.split(maxsplit=1)[0]}}


PAGES = {"look", "press", "type"}
"""What a kiosk or a tablet is driven by, beside those."""


async def test_help_lists_every_command_as_it_is_written(desk: Desk) -> None:
    commands = (await desk.data("help", "help"))["commands"]
    assert isinstance(commands, list)
    assert set(commands) == set(desk.console._commands())
    for language in LANGUAGES:
        listed = as_text(Answer("help", {"commands": commands}), wording(language), NOW_AT).splitlines()[1:]
        assert [line.split(maxsplit=1)[0].rstrip(":") for line in listed] == commands
        written = {key.partition(".")[2] for key in messages(language) if key.startswith(("usage.", "does."))}
        assert written == set(commands) | PAGES


@pytest.mark.parametrize("line", NEED_SOMEBODY)
async def test_without_somebody_at_work_nothing_is_done(desk: Desk, line: str) -> None:
    assert await desk.code(line) in {"operator_unknown", "not_bought_here", "order_unknown"}
    assert await desk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []
    assert desk.counter.online.asked == []


@pytest.mark.parametrize("line", [*TOO_FEW, *WRONG_WORDS])
async def test_a_line_that_lacks_something_is_refused(desk: Desk, line: str) -> None:
    await desk.sign_in()
    answer = await desk.say(line)
    assert (answer.event, answer.data["code"]) == ("refused", "bad_request")
    details = answer.data["details"]
    assert isinstance(details, dict)
    words = line.split()
    assert details["command"] == words[0]
    assert ("word" in details) == (line in WRONG_WORDS)
    assert details.get("word", words[-1]) == words[-1]
    for language in LANGUAGES:
        assert f" {words[0]} " in as_text(answer, wording(language), NOW_AT)
    assert await desk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []


@pytest.mark.parametrize("command", ["find", "article", "scan"])
async def test_a_search_for_nothing_is_answered(desk: Desk, command: str) -> None:
    await desk.sign_in()
    assert await desk.event(command) in {"refused", "articles"}


@pytest.mark.parametrize("line", ODD)
async def test_an_odd_line_is_answered(desk: Desk, line: str) -> None:
    await desk.sign_in()
    answer = await desk.console.line(line)
    assert answer.event in {"refused", "help", "customers", "articles", "nothing", "order"}


@pytest.mark.parametrize("command", ["find", "order", "article", "scan", "handover", "settle", ""])
async def test_a_line_that_is_too_long_is_not_done_in_part(desk: Desk, command: str) -> None:
    await desk.sign_in()
    answer = await desk.say(f"{command} 4821" + " " * 10_000 + "x")
    assert (answer.event, answer.data["code"]) == ("refused", Code.TOO_LARGE)
    assert answer.data["details"] == {"chars": MAX_LINE_CHARS}
    assert await desk.counter.door.read(lambda tx: tx.outbox_list(tuple(OutboxState), 9)) == []


async def test_the_longest_line_is_still_read(desk: Desk) -> None:
    await desk.sign_in()
    line = "order 4821"
    assert await desk.event(line + " " * (MAX_LINE_CHARS - len(line))) == "order"


WORDS = st.sampled_from(
    ["order", "find", "cart", "scan", "handover", "return", "undo", "paper", "article", "customer", "c-1", "4821"]
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(WORDS | ANY, max_size=4).map(" ".join), min_size=5, max_size=10))
async def test_any_text_is_answered(desk: Desk, lines: list[str]) -> None:
    for line in lines:
        await desk.say(line)


async def test_the_list_of_commands_is_whole(desk: Desk) -> None:
    tried = {line.split()[0] for line in (*NEED_SOMEBODY, *TOO_FEW)} | {
        "operators",
        "held",
        "article",
        "status",
        "papers",
        "help",
        "quit",
    }
    listed = (await desk.say("help")).data["commands"]
    assert isinstance(listed, list)
    assert tried == set(listed)


async def test_an_apostrophe_is_a_letter_of_a_name(desk: Desk) -> None:
    await desk.sign_in()
    assert (await desk.console.line("find D'Amico")).event == "customers"
    assert (await desk.console.line('find "D\'Amico Rosa"')).event == "customers"
