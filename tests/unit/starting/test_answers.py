"""A fault of ours in one line is an answer like any other, and the till goes on."""

from app.bootstrap.terminal_lines import answered
from app.presentation.console import Console
from tests.strictness import ExpectLog


async def test_a_fault_in_one_line_ends_nothing_but_this_line(expect_log: ExpectLog) -> None:
    expect_log("console", "line_failed")
    console = Console(None)  # type: ignore[arg-type]  # a console without jobs fails at the first of them
    answer = await answered(console, "operators")
    assert (answer.event, answer.data) == ("refused", {"code": "internal", "details": {}})
    assert (await answered(console, "help")).event == "help"
